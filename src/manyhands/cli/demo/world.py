"""Make the demo's world, once."""

from datetime import datetime
from random import Random

from django.db import transaction

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.actions import NewGroup, create_group
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.importing.actions import import_needs
from manyhands.apps.needs.importing.bridge import local_habits
from manyhands.apps.needs.models import Need
from manyhands.cli.demo.checks import add_checks
from manyhands.cli.demo.groups import GROUPS, DemoGroup
from manyhands.cli.demo.hard import add_hard_requests
from manyhands.cli.demo.journey import Journey
from manyhands.cli.demo.people import add_organisations, add_staff, add_volunteers
from manyhands.cli.demo.places import add_landmarks
from manyhands.cli.demo.requests import add_requests
from manyhands.cli.demo.sheet import write_sheet
from manyhands.cli.demo.together import add_wishes
from manyhands.cli.demo.trouble import add_trouble
from manyhands.core.sheets import KINDS, parse_needs, read_table, understand
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

SEED = 48912


def is_made() -> bool:
    return Group.objects.filter(slug=GROUPS[-1].slug).exists()


@transaction.atomic
def make_world(*, at: datetime) -> None:
    """The same people and requests every time; only the dates follow the calendar."""
    random = Random(SEED)
    first_organisation = 0
    for demo in GROUPS:
        _make_group(demo, first_organisation, random, at=at)
        first_organisation += demo.organisations


def _make_group(demo: DemoGroup, first_organisation: int, random: Random, *, at: datetime) -> None:
    founder = User.objects.create_user(f"founder@{demo.slug}.example.org", at=at)
    new = NewGroup(
        name=demo.name,
        slug=demo.slug,
        about=demo.about,
        area={"zips": list(demo.zips)},
        languages=["en", "es"],
        meeting_mode=demo.meeting_mode,
        join_mode=demo.join_mode,
        help_phone=demo.help_phone,
        categories=KINDS,
    )
    group = create_group(new, organiser=founder, display_name="Ines B.", by=Actor.system("demo"), at=at)
    with group_scope(group.pk):
        add_landmarks(group, demo.zips, by=Actor.system("demo"), at=at)
        staff = add_staff(group, at=at)
        add_volunteers(group, demo, random, at=at)
        add_organisations(group, demo, first_organisation, random, at=at)
        add_checks(group, staff, Random(SEED), at=at)
        needs = _import_sheet(group, demo, random, at=at) if demo.comes_by_sheet else None
        needs = needs or add_requests(group, demo, random, at=at)
        journey = Journey(group, staff, random, at=at)
        journey.travel(needs)
        if demo is GROUPS[0]:
            add_trouble(group, demo, journey, random, at=at)
            add_hard_requests(group, demo, staff["coordinator"], random, at=at)
            add_wishes(group, demo, staff["coordinator"], Random(SEED), at=at)


def _import_sheet(group: Group, demo: DemoGroup, random: Random, *, at: datetime) -> list[Need]:
    table = read_table(write_sheet(demo, group.zone, random, at=at), filename="requests.csv")
    results = parse_needs(table, understand(table, "needs"), local=local_habits(group, at))
    import_needs(group, results, by=Actor.system("demo"), at=at)
    return list(Need.objects.filter(group=group).exclude(state="closed").order_by("asked_at"))
