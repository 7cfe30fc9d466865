"""For each role an address that opens the demo already signed in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from manyhands.apps.accounts.actions import make_one_time_link
from manyhands.apps.accounts.models import User
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import Need
from manyhands.apps.privacy.actions import make_link
from manyhands.apps.privacy.models import LinkPurpose
from manyhands.cli.demo.groups import GROUPS
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

ROLES = (
    ("coordinator", "Coordinator", "dispatch:board"),
    ("intake", "Intake, at the phone", "needs:intake"),
    ("organiser", "Organiser", "groups:settings"),
    ("vetter", "Vetter", "people:list"),
)
LINKS_LIVE = timedelta(days=7)
# An invitation shown to a visitor should not end under their eyes.
TO_LOOK_AROUND = timedelta(hours=1)


def print_ways_in(*, at: datetime) -> None:
    group = Group.objects.get(slug=GROUPS[0].slug)
    rows = [("Anybody", settings.PUBLIC_URL + "/"), ("Ask for help", _public(group, "needs:ask"))]
    rows += [(label, _signed_in(group, role, page, at)) for role, label, page in ROLES]
    claiming = Group.objects.get(slug=GROUPS[1].slug)
    rows += [
        _volunteer(group, "Volunteer", "dispatch:my_tasks", "en", at),
        _volunteer(claiming, "Volunteer who chooses", "dispatch:open_list", "es", at),
        ("Neighbour's own page", _neighbour(group, at)),
    ]
    width = max(len(label) for label, _ in rows)
    print(
        f"\nOpen one of these; the links sign you in with one press, as often as you like for {LINKS_LIVE.days} days:\n"
    )
    for label, address in rows:
        print(f"  {label:<{width}}  {address}")
    print(
        f"\nOr sign in by e-mail as coordinator@{group.slug}.example.org, or another role; the page shows the code.\n"
        f"No mail leaves this machine. It is written to {settings.EMAIL_FILE_PATH}\n"
    )


def _public(group: Group, page: str) -> str:
    return settings.PUBLIC_URL + group_path(group, page)


def _signed_in(group: Group, role: str, page: str, at: datetime) -> str:
    user = User.objects.get_by_natural_key(f"{role}@{group.slug}.example.org")
    return make_one_time_link(user, group_path(group, page), at=at, lives=LINKS_LIVE)


def _volunteer(group: Group, label: str, page: str, language: str, at: datetime) -> tuple[str, str]:
    """Somebody who reads `language` and has longest to answer, else a task; the label says when it is not English."""
    with group_scope(group.pk):
        readers = Membership.objects.filter(user__language=language)
        asked = readers.filter(
            volunteer__assignments__state="invited",
            volunteer__assignments__expires_at__gt=at + TO_LOOK_AROUND,
        ).order_by("-volunteer__assignments__expires_at", "id")
        busy = (
            asked.first() or readers.filter(volunteer__assignments__state="accepted").order_by("id").first()
        )
    user = busy.user if busy else User.objects.get_by_natural_key(f"volunteer0@{group.slug}.example.org")
    reads = "" if user.language == "en" else ", reads Spanish"
    return f"{label}{reads}", make_one_time_link(user, group_path(group, page), at=at, lives=LINKS_LIVE)


def _neighbour(group: Group, at: datetime) -> str:
    with group_scope(group.pk):
        need = Need.objects.filter(state__in=["assigned", "in_progress"]).order_by(
            "id"
        ).last() or Need.objects.latest("id")
        token = make_link(
            group,
            LinkPurpose.NEED_STATUS,
            need.pk,
            need.person,
            expires_at=at + timedelta(days=30),
            by=Actor.system("demo"),
            at=at,
        )
    return settings.PUBLIC_URL + reverse("needs:status", kwargs={"token": token})
