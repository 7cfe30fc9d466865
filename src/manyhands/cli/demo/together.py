"""What people wish for in the demo: a move for two with one van, whom they liked, and a week kept free."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db.models import QuerySet

from manyhands.apps.dispatch.actions import say_of_helper, say_of_neighbour
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import AssignmentState
from manyhands.apps.groups.actions import CategoryAnswers, add_category
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.needs.actions import Asked, open_need, receive_need
from manyhands.apps.needs.states import Source, Urgency, WhenKind
from manyhands.apps.people.actions import Contact, keep_week_free, set_leads
from manyhands.apps.people.models import ReachBy, Vehicle, Volunteer, VolunteerState
from manyhands.apps.people.queries import monday_of
from manyhands.cli.demo.daytime import by_day, next_by_day
from manyhands.cli.demo.groups import DemoGroup
from manyhands.cli.demo.names import phone_number
from manyhands.cli.demo.people import DEMO
from manyhands.cli.demo.places import home
from manyhands.storage.actors import Actor

_MOVING = CategoryAnswers(
    names={"en": "Moving", "es": "Mudanzas"},
    hints={"en": "Boxes and furniture", "es": "Cajas y muebles"},
    icon="truck",
    disclosure=("first_name", "masked_contact", "address", "access_notes", "details"),
    needs_vehicle=True,
    shares_vehicle=True,
    leads_needed=1,
    usual_minutes=180,
)
_LEADS = 2
_WISHES = (("again", "again"), ("again", ""), ("", "rather_not"))


def add_wishes(
    group: Group, demo: DemoGroup, coordinator: Membership, random: Random, *, at: datetime
) -> None:
    """Taken last, so that everything else in the demo stays as it is."""
    helping = Volunteer.objects.filter(group=group, state=VolunteerState.ACTIVE).order_by("pk")
    _ask_for_two_movers(group, demo, helping, coordinator, random, at=at)
    done = Assignment.objects.filter(group=group, state=AssignmentState.COMPLETED).order_by("pk")
    pairs = zip(done.select_related("helper", "part__need__person"), _WISHES, strict=False)
    for assignment, (of_helper, of_neighbour) in pairs:
        said_at = next_by_day((assignment.ended_at or at) + timedelta(hours=2), group.zone)
        say_of_neighbour(assignment, of_helper, by=DEMO, at=said_at)
        say_of_helper(assignment, of_neighbour, by=DEMO, at=said_at)
    keep_week_free(
        helping[0], monday_of(group, at=at), by=DEMO, at=by_day(at - timedelta(hours=20), group.zone)
    )


def _ask_for_two_movers(
    group: Group,
    demo: DemoGroup,
    helping: QuerySet[Any],
    coordinator: Membership,
    random: Random,
    *,
    at: datetime,
) -> None:
    long_ago = by_day(at - timedelta(days=20), group.zone)
    moving = add_category(group, _MOVING, by=DEMO, at=long_ago)
    for volunteer in helping.filter(vehicle__in=[Vehicle.CAR, Vehicle.VAN])[:_LEADS]:
        set_leads(volunteer, [moving], by=DEMO, at=long_ago)
    asked_at = by_day(at - timedelta(hours=26), group.zone)
    asked = Asked(
        categories=[moving],
        contact=Contact(name="Delia Whitfield", phone=phone_number(random), reach_by=ReachBy.CALL),
        place=home(random.choice(demo.zips), random),
        source=Source.PHONE,
        details="Moving to the ground floor, two streets on. About twenty boxes and a bed.",
        summary="A move for two with a van: twenty boxes and a bed",
        urgency=Urgency.WEEK,
        when_kind=WhenKind.SOON,
        people={moving.key: 2},
    )
    need = receive_need(group, asked, by=DEMO, at=asked_at)
    opened_at = next_by_day(asked_at + timedelta(hours=1), group.zone)
    open_need(need, by=Actor.member(coordinator.pk), at=opened_at)
