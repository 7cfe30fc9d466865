"""Requests that nobody in the demo can meet, so that its plan has something to say about why."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from manyhands.apps.groups.models import Category, Group, Membership
from manyhands.apps.needs.actions import Asked, open_need, receive_need
from manyhands.apps.needs.states import Source, Urgency, WhenKind
from manyhands.apps.people.actions import Contact
from manyhands.apps.people.models import ReachBy
from manyhands.apps.places.actions import ToldPlace
from manyhands.apps.places.models import PlaceKind
from manyhands.cli.demo.daytime import by_day, next_by_day
from manyhands.cli.demo.groups import DemoGroup
from manyhands.cli.demo.names import phone_number
from manyhands.cli.demo.people import DEMO
from manyhands.cli.demo.places import home
from manyhands.storage.actors import Actor

# Beyond what anybody of the first group goes.
FAR_AWAY = "48813"


def add_hard_requests(
    group: Group, demo: DemoGroup, coordinator: Membership, random: Random, *, at: datetime
) -> None:
    for hours_ago, asked in _asked(group, demo, random):
        asked_at = by_day(at - timedelta(hours=hours_ago), group.zone)
        need = receive_need(group, asked, by=DEMO, at=asked_at)
        opened_at = next_by_day(asked_at + timedelta(hours=1), group.zone)
        open_need(need, by=Actor.member(coordinator.pk), at=opened_at)


def _asked(group: Group, demo: DemoGroup, random: Random) -> Sequence[tuple[int, Asked]]:
    """In a language that none of the volunteers speaks; and twice from a place to which none of them goes."""
    kinds = {category.key: category for category in Category.objects.filter(group=group)}
    language = Asked(
        categories=[kinds["groceries"]],
        contact=_by_phone("Phạm Thị Lan", random, language="vi"),
        place=home(random.choice(demo.zips), random),
        details="Only speaks Vietnamese. Her grandson called for her.",
        summary="Groceries, somebody who speaks Vietnamese",
        **_SOON,
    )
    snow = Asked(
        categories=[kinds["housework"]],
        contact=_by_phone("Walter Graham", random),
        place=_far_away(),
        details="He moved out of town in spring and still knows us best. The leaves have to go before the snow.",
        summary="Rake leaves, an hour or two",
        **_SOON,
    )
    pantry = Asked(
        categories=[kinds["groceries"]],
        contact=_by_phone("Irene Walker", random),
        place=_far_away(),
        details="A neighbour of Mr Graham. Her car is at the garage.",
        summary="Groceries for two, out of town",
        **_SOON,
    )
    return (30, language), (26, snow), (22, pantry)


_SOON: dict[str, Any] = {"source": Source.PHONE, "urgency": Urgency.DAYS, "when_kind": WhenKind.SOON}


def _by_phone(name: str, random: Random, language: str = "en") -> Contact:
    return Contact(name=name, phone=phone_number(random), reach_by=ReachBy.CALL, language=language)


def _far_away() -> ToldPlace:
    return ToldPlace(kind=PlaceKind.ZIP, zip_code=FAR_AWAY)
