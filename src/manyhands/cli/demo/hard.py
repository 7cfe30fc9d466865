"""A request that nobody in the demo can meet, so that its plan has something to say about why."""

from datetime import datetime, timedelta
from random import Random

from manyhands.apps.groups.models import Category, Group, Membership
from manyhands.apps.needs.actions import Asked, open_need, receive_need
from manyhands.apps.needs.states import Source, Urgency, WhenKind
from manyhands.apps.people.actions import Contact
from manyhands.apps.people.models import ReachBy
from manyhands.cli.demo.daytime import by_day, next_by_day
from manyhands.cli.demo.groups import DemoGroup
from manyhands.cli.demo.names import phone_number
from manyhands.cli.demo.people import DEMO
from manyhands.cli.demo.places import home
from manyhands.storage.actors import Actor


def add_hard_request(
    group: Group, demo: DemoGroup, coordinator: Membership, random: Random, *, at: datetime
) -> None:
    """In a language that none of the volunteers speaks."""
    asked_at = by_day(at - timedelta(hours=30), group.zone)
    neighbour = Contact(name="Phạm Thị Lan", phone=phone_number(random), reach_by=ReachBy.CALL, language="vi")
    asked = Asked(
        categories=list(Category.objects.filter(group=group, key="groceries")),
        contact=neighbour,
        place=home(random.choice(demo.zips), random),
        source=Source.PHONE,
        details="Only speaks Vietnamese. Her grandson called for her.",
        summary="Groceries, somebody who speaks Vietnamese",
        urgency=Urgency.DAYS,
        when_kind=WhenKind.SOON,
    )
    need = receive_need(group, asked, by=DEMO, at=asked_at)
    opened_at = next_by_day(asked_at + timedelta(hours=1), group.zone)
    open_need(need, by=Actor.member(coordinator.pk), at=opened_at)
