"""Each change changes what it says, on a copy, and nothing else."""

from dataclasses import replace

import pytest

from manyhands.core.dispatch.objectives.styles import weights_of
from manyhands.core.dispatch.what_if import CHANGES, Situation, change_of
from manyhands.core.dispatch.what_if.one_more_person import NEWCOMER
from manyhands.core.values.point import Point
from manyhands.core.values.week_slots import WeekSlots
from tests.core.dispatch.worlds import context, request, volunteer


def situation(requests=None, volunteers=None, **more):
    asked = (request(),) if requests is None else tuple(requests)
    helping = (volunteer(),) if volunteers is None else tuple(volunteers)
    return Situation(requests=asked, volunteers=helping, context=context(), **more)


EVERY_CHANGE = {
    "one_more_person": {},
    "radius": {"at_least_m": 6_000},
    "radius_times": {"percent": 150},
    "one_more_task": {},
    "more_with": {"what": "vehicle"},
    "another_style": {"style": "strict"},
    "kind_needs_less": {"kind": "lift", "without": "vehicle"},
}


def test_every_change_is_tried_here():
    assert EVERY_CHANGE.keys() == CHANGES.keys()


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_asked_about_stays_as_it_is(name):
    before = situation([request(needs_vehicle=True)], kinds={"r": "lift"})
    untouched = replace(before)

    after = change_of(name, **EVERY_CHANGE[name]).apply(before)

    assert before == untouched
    assert after != before


def test_a_change_that_is_not_there_is_said_to_be_so():
    with pytest.raises(LookupError, match="one_more_person"):
        change_of("a_miracle")


# --- one more person --------------------------------------------------------------------------------------


def test_one_more_person_joins_every_pool_in_which_something_is_asked():
    before = situation([request(), request(id="r2", pool="west")])

    after = change_of("one_more_person", has_vehicle=True, tasks_per_week=3).apply(before)

    new = [one for one in after.volunteers if one.id == NEWCOMER]
    assert [one.pool for one in new] == ["east", "west"]
    assert all(one.has_vehicle and one.capacity_per_week == 3 for one in new)


def test_who_does_not_exist_has_an_id_that_nobody_has():
    twice = change_of("one_more_person").apply(change_of("one_more_person").apply(situation()))

    assert sorted(twice.people) == ["newcomer", "newcomer-2", "v"]


def test_one_more_person_is_as_most_people_are_where_nothing_is_said():
    volunteers = [volunteer(id=f"v{far}{number}", radius_m=far) for far in (3_000, 8_000) for number in "ab"]
    before = situation(
        [request(point=Point(0, 0), languages={"so"}), request(id="r2", point=Point(0.02, 0.04))], volunteers
    )

    new = change_of("one_more_person").apply(before).volunteers[-1]

    assert new.point == Point(0.01, 0.02)
    assert new.radius_m == 3_000
    assert new.languages == {"so", "en"}
    assert new.week_slots == WeekSlots.always()


def test_one_more_person_keeps_what_is_said():
    tuesday = WeekSlots.from_pairs([(1, 3)])

    new = change_of(
        "one_more_person",
        point=Point(1, 1),
        week_slots=tuesday,
        skills={"cooking"},
        requirements_met={"reference"},
        languages={"es"},
        radius_m=700,
    )
    one = new.apply(situation()).volunteers[-1]

    assert (one.point, one.week_slots, one.radius_m) == (Point(1, 1), tuesday, 700)
    assert (one.skills, one.requirements_met, one.languages) == ({"cooking"}, {"reference"}, {"es"})


# --- farther, and more ------------------------------------------------------------------------------------


def test_who_goes_farther_already_is_left_alone():
    before = situation(volunteers=[volunteer(id="a", radius_m=2_000), volunteer(id="b", radius_m=9_000)])

    after = change_of("radius", at_least_m=6_000).apply(before)

    assert [one.radius_m for one in after.volunteers] == [6_000, 9_000]


def test_what_is_assumed_of_those_who_have_not_said_counts():
    before = situation(volunteers=[volunteer(radius_m=None)])

    assert change_of("radius", at_least_m=5_000).apply(before).volunteers[0].radius_m is None
    assert change_of("radius", at_least_m=5_001).apply(before).volunteers[0].radius_m == 5_001
    assert change_of("radius_times", percent=50).apply(before).volunteers[0].radius_m == 2_500


def test_one_more_task_is_one_more_than_was_said():
    before = situation(
        volunteers=[volunteer(id="a", capacity_per_week=3), volunteer(id="b", capacity_per_week=None)]
    )

    after = change_of("one_more_task", tasks=2).apply(before)

    assert [one.capacity_per_week for one in after.volunteers] == [5, 3]


# --- others who have something ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "code", "asked"),
    [
        ("skill", "cooking", {"required_skills": {"cooking"}}),
        ("requirement", "childcare", {"requirements": {"childcare"}}),
        ("language", "so", {"languages": {"so"}}),
        ("vehicle", "", {"needs_vehicle": True}),
    ],
)
def test_those_get_it_to_whom_it_matters_most(what, code, asked):
    """Only b is near the one who asks for it; a has the first place in every order."""
    before = situation(
        [request(is_remote=False, point=Point(0, 0), **asked)],
        [volunteer(id="a", point=Point(1, 1)), volunteer(id="b", point=Point(0.001, 0))],
    )
    change = change_of("more_with", what=what, code=code)

    assert change.find_people(before) == ("b",)
    a, b = change.apply(before).volunteers
    assert a == before.volunteers[0]
    assert b != before.volunteers[1]


def test_no_more_get_it_than_lack_it():
    before = situation(volunteers=[volunteer(id="a", has_vehicle=True), volunteer(id="b")])

    assert change_of("more_with", what="vehicle", people=5).find_people(before) == ("b",)


def test_whoever_has_not_said_what_they_speak_lacks_no_language():
    people = {"a": {"languages": set()}, "b": {"languages": {"so", "en"}}, "c": {"languages": {"en"}}}
    before = situation(
        [request(languages={"so"})], [volunteer(id=one, **said) for one, said in people.items()]
    )

    change = change_of("more_with", what="language", code="so", people=3)

    assert change.find_people(before) == ("c",)
    assert [one.languages for one in change.apply(before).volunteers] == [set(), {"so", "en"}, {"so", "en"}]


@pytest.mark.parametrize(
    ("what", "field"), [("skill", "skills"), ("requirement", "requirements_met"), ("language", "languages")]
)
def test_what_is_got_comes_to_what_was_there(what, field):
    before = situation(volunteers=[volunteer(**{field: {"es"}})])

    [after] = change_of("more_with", what=what, code="so").apply(before).volunteers

    assert getattr(after, field) == {"es", "so"}
    assert replace(after, **{field: {"es"}}) == before.volunteers[0]


def test_whoever_has_a_break_is_not_chosen():
    away = {"paused_until": context().at.replace(year=2030)}
    before = situation(
        volunteers=[volunteer(id="a", **away), volunteer(id="b"), volunteer(id="c", is_week_off=True)]
    )

    assert change_of("more_with", what="vehicle", people=3).find_people(before) == ("b",)


def test_somebody_in_two_pools_counts_once():
    before = situation(volunteers=[volunteer(id="a"), volunteer(id="a", pool="west"), volunteer(id="b")])

    after = change_of("more_with", what="vehicle", people=1).apply(before)

    assert [one.id for one in after.volunteers if one.has_vehicle] in (["a", "a"], ["b"])


# --- other rules ------------------------------------------------------------------------------------------


def test_another_style_is_planned_with_its_weights():
    assert change_of("another_style", style="nearest").apply(situation()).weights == weights_of("nearest")


@pytest.mark.parametrize(
    ("without", "field"),
    [
        ("vehicle", "needs_vehicle"),
        ("skills", "required_skills"),
        ("requirements", "requirements"),
        ("languages", "languages"),
    ],
)
def test_only_the_kind_in_question_needs_less(without, field):
    strict = {"needs_vehicle": True, "required_skills": {"lift"}, "requirements": {"check"}}
    lift, move = request(id="lift", **strict), request(id="move", **strict)
    before = situation([lift, move], kinds={"lift": "a lift", "move": "moving"})

    after = change_of("kind_needs_less", kind="a lift", without=without).apply(before)

    assert not getattr(after.requests[0], field)
    assert replace(after.requests[0], **{field: getattr(lift, field)}) == lift
    assert after.requests[1] == move


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("one_more_person", {"tasks_per_week": 0}),
        ("radius", {"at_least_m": 0}),
        ("radius_times", {"percent": 0}),
        ("one_more_task", {"tasks": 0}),
        ("more_with", {"what": "luck", "code": "x"}),
        ("more_with", {"what": "skill"}),
        ("more_with", {"what": "vehicle", "code": "x"}),
        ("more_with", {"what": "vehicle", "people": 0}),
        ("another_style", {"style": "lucky"}),
        ("kind_needs_less", {"kind": "a lift", "without": "patience"}),
    ],
)
def test_what_cannot_be_is_refused(name, values):
    with pytest.raises(ValueError, match=r"must|can|style|has"):
        change_of(name, **values)
