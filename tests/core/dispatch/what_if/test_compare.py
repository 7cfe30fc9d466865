"""Two plans side by side: what would be better, what worse, and why nothing would be."""

import json

import numpy as np
import pytest

from manyhands.core.dispatch.objectives.styles import weights_of
from manyhands.core.dispatch.what_if import Situation, change_of, compare
from manyhands.core.dispatch.what_if.figures import gini
from manyhands.core.values.week_slots import WeekSlots
from tests.core.dispatch.small_town import small_town
from tests.core.dispatch.worlds import context, request, town, volunteer

FULL = {"capacity_per_week": 2, "load_this_week": 2}
MONDAY = WeekSlots.from_pairs([(0, 3)])
TUESDAY = WeekSlots.from_pairs([(1, 3)])


def at(letter_or_point, **more):
    """A request that somebody has to go to."""
    return request(is_remote=False, point=letter_or_point, **more)


def ask(requests, volunteers, name, *, more=None, **values):
    before = Situation(
        requests=tuple(requests), volunteers=tuple(volunteers), context=context(), **(more or {})
    )
    return compare(before, change_of(name, **values))


def test_one_more_van_on_tuesdays_meets_what_needs_a_van_on_a_tuesday():
    requests = [
        request(id="tuesday", needs_vehicle=True, week_slots=TUESDAY),
        request(id="monday", needs_vehicle=True, week_slots=MONDAY),
    ]

    found = ask(requests, [volunteer()], "one_more_person", has_vehicle=True, week_slots=TUESDAY)

    assert found.better == ("tuesday",)
    assert (found.before.needs.found, found.after.needs.found, found.more_found) == (0, 1, 1)
    assert found.binding == (("no_vehicle", 1),)
    assert not found.changes_nothing


def test_without_the_van_nothing_would_change_and_it_is_said_why():
    found = ask(
        [request(needs_vehicle=True, week_slots=TUESDAY)], [volunteer(**FULL)], "one_more_task", tasks=1
    )

    assert found.changes_nothing
    assert found.better == found.worse == ()
    assert found.binding == (("no_vehicle", 1),)


def test_a_wider_radius_is_of_use_to_those_who_were_too_far_only():
    where = town("v....a...............b")
    found = ask(
        [at(where["a"], id="a"), at(where["b"], id="b")],
        [volunteer(point=where["v"], radius_m=1_000)],
        "radius",
        at_least_m=3_000,
    )

    assert found.better == ("a",)
    assert found.binding == (("too_far", 1),)
    assert found.after.mean_way_m == pytest.approx(2_500, abs=1)


def test_where_all_are_met_nothing_stands_in_the_way():
    found = ask([request()], [volunteer()], "radius", at_least_m=9_000)

    assert found.changes_nothing
    assert found.binding == ()
    assert found.is_proven


def test_nobody_more_is_met_but_the_load_is_lighter():
    requests = [request(id=f"r{number}") for number in range(3)]

    found = ask(requests, [volunteer(id="a")], "one_more_person", tasks_per_week=2)

    assert not found.changes_needs
    assert not found.changes_nothing
    assert (found.before.busiest_tasks, found.after.busiest_tasks) == (3, 2)


def test_what_would_be_worse_is_told_as_well():
    where = town("v..a")

    found = ask([at(where["a"])], [volunteer(point=where["v"], radius_m=2_000)], "radius_times", percent=50)

    assert (found.better, found.worse) == ((), ("r",))
    assert found.more_found == -1


def test_a_request_that_gets_one_more_of_two_is_better_off():
    found = ask([request(quantity=3)], [volunteer()], "one_more_person")

    assert found.better == ("r",)
    assert (found.after.needs.found, found.after.requests_left) == (2, 1)


def test_needs_are_told_by_kind_and_urgency():
    requests = [request(id="ride", needs_vehicle=True, weight=40), request(id="call", quantity=2)]
    labels = {"kinds": {"ride": "a lift", "call": "a call"}, "urgencies": {"ride": "4", "call": "1"}}

    found = ask(requests, [volunteer()], "more_with", what="vehicle", more=labels)

    def shares(of):
        return {label: (share.wanted, share.found) for label, share in of.items()}

    assert shares(found.before.by_kind) == {"a lift": (1, 0), "a call": (2, 1)}
    assert shares(found.after.by_kind) == {"a lift": (1, 1), "a call": (2, 1)}
    assert shares(found.after.by_urgency) == {"4": (1, 1), "1": (2, 1)}
    assert (found.before.weight_left, found.after.weight_left) == (41, 1)


def test_the_load_counts_what_people_have_already_and_leaves_out_who_cannot_be_asked():
    volunteers = [
        volunteer(id="a", load_this_week=2),
        volunteer(id="b", **FULL),
        volunteer(id="c", paused_until=context().at.replace(year=2030)),
        volunteer(id="d", is_week_off=True),
    ]

    found = ask([request()], volunteers, "another_style", style="strict")

    assert found.before.busiest_tasks == 3
    assert found.before.people_without == 0


def test_nobody_who_keeps_the_week_free_is_counted_on():
    asked = request(required_skills={"first_aid"})
    free = volunteer(id="a", is_week_off=True)

    found = ask([asked], [free, volunteer(id="b")], "more_with", what="skill", code="first_aid")
    alone = ask([asked], [free], "more_with", what="skill", code="first_aid")

    assert found.more_found == 1
    assert alone.changes_nothing


def test_a_style_that_spreads_the_load_makes_ways_longer():
    where = town("a1.2....b")
    volunteers = [volunteer(id=name, point=where[name], radius_m=9_000) for name in "ab"]
    degrees = where["b"].lon / 8
    places = [type(where["a"])(column * degrees, 0) for column in (1, 3)]
    requests = [at(place, id=f"r{number}") for number, place in enumerate(places)]

    found = ask(
        requests, volunteers, "another_style", style="strict", more={"weights": weights_of("nearest")}
    )

    assert (found.before.busiest_tasks, found.after.busiest_tasks) == (2, 1)
    assert (found.before.people_without, found.after.people_without) == (1, 0)
    assert found.after.mean_way_m > found.before.mean_way_m
    assert (found.before.gini, found.after.gini) == (0.5, 0.0)


def test_nobody_at_all_is_an_answer_too():
    found = ask([request()], [], "one_more_task")

    assert found.changes_nothing
    assert found.binding == (("nobody_in_group", 1),)
    assert found.before.mean_way_m is None


def test_json_can_hold_the_answer():
    found = ask([request()], [volunteer()], "one_more_person")

    stored = json.loads(json.dumps(found.as_json()))

    assert stored["before"]["needs"] == {"wanted": 1, "found": 1}
    assert stored["is_proven"] is True


@pytest.mark.parametrize(
    ("tasks", "expected"), [([0, 0, 0], 0.0), ([2, 2], 0.0), ([0, 1], 0.5), ([1, 3], 0.25)]
)
def test_the_gini_coefficient_is_that_of_the_definition(tasks, expected):
    differences = sum(abs(one - other) for one in tasks for other in tasks)
    by_definition = differences / (2 * len(tasks) * sum(tasks)) if sum(tasks) else 0.0

    assert gini(np.array(tasks)) == pytest.approx(by_definition) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("one_more_person", {"has_vehicle": True, "skills": {"cooking", "forms"}}),
        ("radius", {"at_least_m": 6_000}),
        ("one_more_task", {}),
        ("more_with", {"what": "requirement", "code": "reference", "people": 5}),
        ("kind_needs_less", {"kind": "all", "without": "vehicle"}),
    ],
)
def test_what_gives_more_room_leaves_no_more_behind(seed, name, values):
    invented = small_town(seed, requests=40, volunteers=15)
    kinds = {one.id: "all" for one in invented.requests}

    found = ask(invented.requests, invented.volunteers, name, more={"kinds": kinds}, **values)

    assert found.after.weight_left <= found.before.weight_left
    assert found.is_proven or found.after.requests_left > 0
    assert bool(found.binding) is (found.after.requests_left > 0)
    assert found == ask(invented.requests, invented.volunteers, name, more={"kinds": kinds}, **values)
