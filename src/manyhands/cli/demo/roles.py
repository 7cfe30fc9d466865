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


def print_ways_in(*, at: datetime) -> None:
    group = Group.objects.get(slug=GROUPS[0].slug)
    rows = [("Anybody", settings.PUBLIC_URL + "/"), ("Ask for help", _public(group, "needs:ask"))]
    rows += [(label, _signed_in(group, role, page, at)) for role, label, page in ROLES]
    claiming = Group.objects.get(slug=GROUPS[1].slug)
    rows += [
        ("Volunteer", _volunteer(group, "dispatch:my_tasks", at)),
        ("Volunteer who chooses", _volunteer(claiming, "dispatch:open_list", at)),
        ("Neighbour's own page", _neighbour(group, at)),
    ]
    width = max(len(label) for label, _ in rows)
    print("\nOpen one of these; the links sign you in with one press, once each:\n")
    for label, address in rows:
        print(f"  {label:<{width}}  {address}")
    print()


def _public(group: Group, page: str) -> str:
    return settings.PUBLIC_URL + group_path(group, page)


def _signed_in(group: Group, role: str, page: str, at: datetime) -> str:
    user = User.objects.get_by_natural_key(f"{role}@{group.slug}.example.org")
    return make_one_time_link(user, group_path(group, page), at=at)


def _volunteer(group: Group, page: str, at: datetime) -> str:
    """Somebody with tasks waiting, where there is one."""
    with group_scope(group.pk):
        busy = (
            Membership.objects.filter(volunteer__assignments__state__in=["invited", "accepted"])
            .order_by("id")
            .first()
        )
    user = busy.user if busy else User.objects.get_by_natural_key(f"volunteer0@{group.slug}.example.org")
    return make_one_time_link(user, group_path(group, page), at=at)


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
