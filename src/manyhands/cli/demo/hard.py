"""Two requests that nobody in the demo can meet, so that its plan has something to say about why."""

from datetime import datetime, time, timedelta
from random import Random

from manyhands.apps.groups.models import Category, Group, Membership
from manyhands.apps.needs.actions import Asked, open_need, receive_need
from manyhands.apps.needs.states import Source, Urgency, WhenKind
from manyhands.apps.people.actions import Contact
from manyhands.apps.people.models import ReachBy
from manyhands.cli.demo.groups import DemoGroup
from manyhands.cli.demo.names import phone_number
from manyhands.cli.demo.people import DEMO
from manyhands.cli.demo.places import home
from manyhands.storage.actors import Actor


def add_hard_requests(
    group: Group, demo: DemoGroup, coordinator: Membership, random: Random, *, at: datetime
) -> None:
    """One in a language that nobody here speaks, and one at an hour at which nobody has time."""
    asked_at = at - timedelta(hours=30)
    tomorrow = at.astimezone(group.zone).date() + timedelta(days=1)
    at_night = datetime.combine(tomorrow, time(1, 30), tzinfo=group.zone)
    for asked in (
        Asked(
            categories=_kinds(group, "groceries"),
            contact=_neighbour("Phạm Thị Lan", "vi", random),
            place=home(random.choice(demo.zips), random),
            source=Source.PHONE,
            details="Only speaks Vietnamese. Her grandson called for her.",
            summary="Groceries, somebody who speaks Vietnamese",
            urgency=Urgency.DAYS,
            when_kind=WhenKind.SOON,
        ),
        Asked(
            categories=_kinds(group, "eldercare"),
            contact=_neighbour("Walter Novak", "en", random),
            place=home(random.choice(demo.zips), random),
            source=Source.PHONE,
            details="My father should not be alone while I work the night shift.",
            summary="Sit with an older man for two hours of the night",
            urgency=Urgency.DAYS,
            when_kind=WhenKind.AT_TIME,
            starts_at=at_night,
            due_at=at_night,
        ),
    ):
        need = receive_need(group, asked, by=DEMO, at=asked_at)
        open_need(need, by=Actor.member(coordinator.pk), at=asked_at + timedelta(hours=1))


def _kinds(group: Group, key: str) -> list[Category]:
    return list(Category.objects.filter(group=group, key=key))


def _neighbour(name: str, language: str, random: Random) -> Contact:
    return Contact(name=name, phone=phone_number(random), reach_by=ReachBy.CALL, language=language)
