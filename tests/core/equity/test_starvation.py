"""Simulated weeks in which help is short: with ageing everybody's turn comes, without it somebody starves.

The bound on each wait follows from the published numbers alone: see benchmarks/dispatch/weeks/waiting.py.
"""

import numpy as np
import pytest

from benchmarks.dispatch.weeks.asked import MANY_WEEKS, asked_in, streaks_of
from benchmarks.dispatch.weeks.course import NEVER, Course, best_plan, nearest_first, run
from benchmarks.dispatch.weeks.town import Town, make_town
from benchmarks.dispatch.weeks.waiting import BEYOND, longest_waits, waits_by_quarter, waits_by_urgency
from manyhands.core.dispatch.objectives.styles import STYLES, weights_of
from manyhands.core.equity.priority import DAYS_TO_PASS_ALL

BALANCED = best_plan(weights_of("balanced"))
HARDER = (1.0, 1.0, 1.0, 1.5)


def waited_longer(course, equity=()):
    """How many waited longer than the numbers say, and of how many that is known."""
    bounds = longest_waits(course, equity=equity)
    is_known = bounds != BEYOND
    return int((is_known & (course.waited_days > bounds)).sum()), int(is_known.sum())


@pytest.mark.parametrize("room", [0.7, 0.8, 0.9])
@pytest.mark.parametrize("seed", [1, 2])
def test_nobody_waits_longer_than_the_published_numbers_say(seed, room):
    town = make_town(seed=seed, weeks=5, helpers=25, room=room)

    longer, known = waited_longer(run(town, BALANCED))

    assert longer == 0
    assert known > len(town.day) // 4


@pytest.mark.parametrize("style", ["strict", "nearest"])
def test_neither_do_they_with_other_weights(style):
    town = make_town(seed=1, weeks=5, helpers=25, room=0.8)

    assert waited_longer(run(town, best_plan(weights_of(style))))[0] == 0


def test_neither_do_they_where_some_quarters_count_for_more():
    town = make_town(seed=1, weeks=5, helpers=25, room=0.8)

    assert waited_longer(run(town, BALANCED, equity=HARDER), HARDER)[0] == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_without_ageing_somebody_starves(seed):
    """The same town, the same plans, the same bound: so the test before can fail."""
    town = make_town(seed=seed, weeks=8, helpers=25, room=0.8)
    starved, fed = run(town, BALANCED, ages=False), run(town, BALANCED)

    longer, _known = waited_longer(starved)
    least, aged = waits_by_urgency(starved)[0], waits_by_urgency(fed)[0]
    assert longer > 0
    assert least.oldest_unmet > 3 * DAYS_TO_PASS_ALL
    assert aged.oldest_unmet < least.oldest_unmet - DAYS_TO_PASS_ALL
    assert aged.unmet_over_two_weeks < least.unmet_over_two_weeks


def test_ageing_brings_help_to_quarters_where_few_live_who_help():
    town = make_town(seed=1, weeks=8, helpers=40, room=0.8)

    def spread(**rule):
        shares = [waits.met / waits.requests for waits in waits_by_quarter(run(town, BALANCED, **rule))]
        return max(shares) - min(shares), shares[-1]

    without, met_without = spread(ages=False)
    with_ageing, met_with = spread()
    _spread, met_harder = spread(equity=HARDER)
    assert with_ageing < without / 2
    assert met_without < met_with < met_harder


# --- the bound itself --------------------------------------------------------------------------------------


def tiny_town(days, urgencies):
    """Everybody in one place, one helper with one task every day."""
    count = len(days)
    here = np.zeros(count, dtype=np.int64)
    return Town(
        weeks=4,
        day=np.array(days),
        urgency=np.array(urgencies),
        quarter=here,
        x_m=here,
        y_m=here,
        helper_x_m=here[:1],
        helper_y_m=here[:1],
        radius_m=np.array([1_000]),
        days=np.ones((1, 7), dtype=np.bool_),
    )


def test_the_bound_is_as_long_as_the_row_of_those_who_outrank():
    """On day 0 one can wait (1) and two are urgent (4): two tasks pass before it, the third day is its own."""
    course = run(tiny_town([0, 0, 0], [1, 4, 4]), BALANCED)

    assert longest_waits(course).tolist() == [2, 1, 1]
    assert sorted(course.waited_days.tolist()) == [0, 1, 2]
    assert course.waited_days[0] == 2


def test_who_comes_every_day_passes_only_for_some_days():
    """An urgent request each day: after the seventh day what could wait comes first, though nothing is its equal."""
    town = tiny_town([0, *range(14)], [1, *[4] * 14])
    aged, unaged = run(town, BALANCED), run(town, BALANCED, ages=False)

    assert aged.waited_days[0] == longest_waits(aged)[0] == 7
    assert unaged.waited_days[0] == 14


# --- those who help ----------------------------------------------------------------------------------------


def ample(style, seed):
    town = make_town(seed=seed, weeks=8, helpers=30, room=2.0)
    return run(town, nearest_first if style == "nearest first" else best_plan(weights_of(style)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_the_load_is_strict_nobody_is_asked_for_a_month_while_one_who_could_is_idle(seed):
    asked = asked_in(ample("strict", seed))

    assert asked.longest_streak < MANY_WEEKS
    assert asked.in_streaks == 0
    assert asked.never == 0


def test_the_nearest_are_asked_again_and_again():
    """What the load is spread against: so the test before can fail."""
    streaks = [asked_in(ample("nearest first", seed)).longest_streak for seed in (1, 2, 3)]

    assert max(streaks) >= MANY_WEEKS


def test_the_dials_trade_ways_for_evenness():
    found = {
        style: [asked_in(ample(style, seed)) for seed in (1, 2, 3)] for style in [*STYLES, "nearest first"]
    }

    def mean(style, name):
        return sum(getattr(one, name) for one in found[style]) / 3

    assert mean("strict", "gini") < mean("balanced", "gini") < mean("nearest", "gini")
    assert mean("strict", "mean_way_m") > mean("balanced", "mean_way_m") > mean("nearest", "mean_way_m")
    assert mean("balanced", "mean_way_m") < mean("nearest first", "mean_way_m")
    assert mean("balanced", "gini") < mean("nearest first", "gini")


def test_a_streak_ends_when_the_other_has_something_to_do():
    """Two who could do the same: one is asked in weeks 0 and 1, then the other, then the first again."""
    town = tiny_town([0, 7, 14, 21], [1, 1, 1, 1])
    both = Town(
        **{
            **{name: getattr(town, name) for name in Town.__dataclass_fields__},
            "helper_x_m": np.zeros(2, dtype=np.int64),
            "helper_y_m": np.zeros(2, dtype=np.int64),
            "radius_m": np.array([1_000, 1_000]),
            "days": np.ones((2, 7), dtype=np.bool_),
        }
    )
    course = Course(both, np.array([0, 7, 14, 21]), np.array([0, 0, 1, 0]))

    assert streaks_of(course).tolist() == [2, 1]
    assert not (course.done_on == NEVER).any()
