"""The model of asking: the same for the same seed, and nobody is asked in a way that the way itself forbids."""

import numpy as np
import pytest

from benchmarks.dispatch.answering import (
    A_WEEK,
    EVENING,
    HOURS_UNTIL_TOO_LATE,
    MORNING,
    Scale,
    by_day,
    make_town,
)
from benchmarks.dispatch.asking import Weeks
from benchmarks.dispatch.ways import MESSAGES_A_WEEK, Ours, all_ways

SMALL = Scale(volunteers=30, requests_a_week=25, weeks=2)
WAYS = range(len(all_ways()))


def after(way, scale=SMALL):
    weeks = Weeks(make_town(scale, seed=1), way)
    weeks.run()
    return weeks


@pytest.mark.parametrize("place", WAYS)
def test_the_same_seed_gives_the_same_weeks(place):
    once, again = after(all_ways()[place]), after(all_ways()[place])

    assert [task.taken_at for task in once.requests] == [task.taken_at for task in again.requests]
    assert once.asked_at == again.asked_at


@pytest.mark.parametrize("place", WAYS)
def test_nobody_does_more_than_they_offered_or_what_they_cannot(place):
    weeks = after(all_ways()[place])
    town = weeks.town

    assert (weeks.tasks <= town.capacity).all()
    for request, task in enumerate(weeks.requests):
        assert town.can(request)[list(task.questions)].all()
    assert weeks.tasks.sum() == sum(np.isfinite(task.taken_at) for task in weeks.requests)


@pytest.mark.parametrize("place", WAYS)
def test_a_yes_comes_by_day_and_before_it_is_too_late(place):
    weeks = after(all_ways()[place])

    for task, arrives, urgency in zip(weeks.requests, weeks.town.arrives, weeks.town.urgency, strict=True):
        if np.isfinite(task.taken_at):
            assert arrives <= task.taken_at <= arrives + HOURS_UNTIL_TOO_LATE[int(urgency)]
            assert MORNING <= task.taken_at % 24 < EVENING


def test_ours_asks_nobody_more_often_in_a_week_than_the_group_wants():
    """In a town so busy that the limit is reached."""
    weeks = after(Ours(), Scale(volunteers=10, requests_a_week=60, weeks=2))

    most = max(sum(at - A_WEEK < other <= at for other in times) for times in weeks.asked_at for at in times)
    assert most == MESSAGES_A_WEEK


@pytest.mark.parametrize(
    ("hour", "heard"), [(7.0, 8.0), (8.0, 8.0), (20.9, 20.9), (21.0, 32.0), (24.5, 32.0)]
)
def test_nobody_hears_anything_at_night(hour, heard):
    assert by_day(hour) == heard
