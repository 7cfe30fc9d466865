"""What goes wrong on some days: somebody who said yes cannot come after all, and nobody says whether it is done."""

from datetime import datetime, time, timedelta
from random import Random

from manyhands.apps.dispatch.actions import hand_back, start
from manyhands.apps.groups.models import Category, Group
from manyhands.apps.needs.actions import Asked, receive_need
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.states import Source, Urgency, WhenKind
from manyhands.apps.needs.when import read_when
from manyhands.apps.people.actions import Contact
from manyhands.apps.people.models import ReachBy
from manyhands.cli.demo.daytime import by_day
from manyhands.cli.demo.groups import DemoGroup
from manyhands.cli.demo.journey import Journey
from manyhands.cli.demo.names import phone_number
from manyhands.cli.demo.people import DEMO
from manyhands.cli.demo.places import home
from manyhands.storage.actors import Actor


def add_trouble(group: Group, demo: DemoGroup, journey: Journey, random: Random, *, at: datetime) -> None:
    _give_back(journey, _ask_for_a_ride(group, demo, random, at=at))
    _say_nothing(journey, _ask_for_bread(group, demo, random, at=at))


def _ask_for_a_ride(group: Group, demo: DemoGroup, random: Random, *, at: datetime) -> Need:
    """For tomorrow at ten."""
    asked_at = by_day(at - timedelta(days=2), group.zone)
    tomorrow = at.astimezone(group.zone).date() + timedelta(days=1)
    when = read_when(WhenKind.AT_TIME, tomorrow, time(10), zone=group.zone, at=asked_at)
    asked = Asked(
        categories=list(Category.objects.filter(group=group, key="ride")),
        contact=Contact(name="Harold Simmons", phone=phone_number(random), reach_by=ReachBy.CALL),
        place=home(demo.zips[0], random),
        source=Source.PHONE,
        details="Eye doctor at half past ten. He may not drive that day. Back by noon.",
        summary="Ride to the eye doctor and back",
        urgency=Urgency.DAYS,
        when_kind=when.kind,
        starts_at=when.starts_at,
        due_at=when.due_at,
    )
    return receive_need(group, asked, by=DEMO, at=asked_at)


def _give_back(journey: Journey, need: Need) -> None:
    """Somebody had said yes; this morning they had to hand it back."""
    journey.open(need)
    for assignment in journey.take(need):
        hand_back(assignment, by=Actor.neighbour(assignment.helper_id), at=journey.after(need, 47))


def _ask_for_bread(group: Group, demo: DemoGroup, random: Random, *, at: datetime) -> Need:
    """Until yesterday."""
    asked_at = by_day(at - timedelta(days=4), group.zone)
    yesterday = at.astimezone(group.zone).date() - timedelta(days=1)
    when = read_when(WhenKind.BY_DAY, yesterday, None, zone=group.zone, at=asked_at)
    asked = Asked(
        categories=list(Category.objects.filter(group=group, key="groceries")),
        contact=Contact(name="Marta Ortega Luna", phone=phone_number(random), language="es"),
        place=home(demo.zips[1], random),
        source=Source.WEB,
        details="Pan, leche y fruta para tres. Trabajo de noche y no llego a la tienda.",
        summary="Bread, milk and fruit for three",
        urgency=Urgency.WEEK,
        when_kind=when.kind,
        due_at=when.due_at,
    )
    return receive_need(group, asked, by=DEMO, at=asked_at)


def _say_nothing(journey: Journey, need: Need) -> None:
    """Somebody has set out, and has not said how it went."""
    journey.open(need)
    for assignment in journey.take(need):
        start(assignment, by=Actor.neighbour(assignment.helper_id), at=journey.after(need, 60))
