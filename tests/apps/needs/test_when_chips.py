"""When and how urgent are told together, so that neither belies the other."""

from datetime import UTC, datetime, timedelta

import pytest

from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import Urgency
from manyhands.apps.needs.words import when_chips, when_in_words

NOW = datetime(2026, 3, 11, 14, tzinfo=UTC)
LATER = NOW + timedelta(days=6)


@pytest.mark.parametrize(
    ("when_kind", "urgency", "due_at", "said"),
    [
        ("soon", Urgency.TODAY, LATER, ["Today"]),
        ("soon", Urgency.WEEK, LATER, ["as soon as possible"]),
        ("any", Urgency.DAYS, None, ["Within two or three days"]),
        ("any", Urgency.WHENEVER, None, ["any time"]),
    ],
)
def test_one_says_what_the_other_does_not(when_kind, urgency, due_at, said):
    need = Need(group=Group(time_zone="America/Detroit"), when_kind=when_kind, urgency=urgency, due_at=due_at)

    part = NeedPart(group=need.group, need=need, urgency=urgency, due_at=due_at)

    assert [chip.text for chip in when_chips(need, at=NOW)] == said
    assert when_chips(part, at=NOW) == when_chips(need, at=NOW)


def test_a_window_is_said_with_both_its_ends():
    start = datetime(2026, 3, 13, 14, tzinfo=UTC)
    need = Need(
        group=Group(time_zone="America/Detroit"), when_kind="at_time", starts_at=start,
        due_at=start + timedelta(hours=2), urgency=Urgency.DAYS,
    )  # fmt: skip

    assert when_in_words(need, at=NOW) == "Fri 10 am to 12 noon"
