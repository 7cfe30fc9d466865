"""From what people say to instants."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from manyhands.apps.needs.states import Urgency, WhenKind
from manyhands.apps.needs.when import read_when

LANSING = ZoneInfo("America/Detroit")
# Late in the evening there, and already the next day in Greenwich.
EVENING = datetime(2026, 3, 5, 3, 30, tzinfo=UTC)


def _soon(urgency: int) -> datetime | None:
    return read_when(WhenKind.SOON, None, None, zone=LANSING, at=EVENING, urgency=urgency).due_at


def test_today_ends_with_the_groups_own_day():
    assert _soon(Urgency.TODAY) == datetime(2026, 3, 5, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(("urgency", "days"), [(Urgency.DAYS, 3), (Urgency.WEEK, 7), (Urgency.WHENEVER, 14)])
def test_soon_is_as_soon_as_can_be_borne(urgency, days):
    assert _soon(urgency) == EVENING + timedelta(days=days)


def test_whoever_does_not_say_how_urgent_waits_for_days():
    assert read_when(WhenKind.SOON, None, None, zone=LANSING, at=EVENING).due_at == EVENING + timedelta(
        days=3
    )
