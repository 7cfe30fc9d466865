"""Every question and every answer has words; what stands in the way leads to the question that is worth asking."""

import pytest

from manyhands.apps.dispatch.bridge.what_if.figures import figures_of, shares_of
from manyhands.apps.dispatch.bridge.what_if.links import question_about
from manyhands.apps.dispatch.bridge.what_if.question import Ask
from manyhands.apps.dispatch.bridge.what_if.words import (
    _STILL_IN_THE_WAY,
    Words,
    answer_in_words,
    question_in_words,
)
from manyhands.apps.dispatch.what_if.forms import FORMS
from manyhands.core.dispatch.explain.pair import RULES
from manyhands.core.dispatch.explanation import Code, Explanation, Kind, Remark
from manyhands.core.dispatch.what_if import CHANGES

WORDS = Words({"ride": "A lift"}, {"cooking": "Cooking"}, "mi")
PERSON = {
    "ask": "one_more_person",
    "vehicle": False,
    "weekday": None,
    "area": "",
    "kind": "",
    "language": "",
    "tasks": 2,
}


def test_what_can_be_asked_is_what_the_engine_knows():
    assert set(FORMS) == set(Ask)
    assert set(Ask) <= set(CHANGES)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (PERSON, "What if one more person took 2 tasks a week?"),
        (
            {**PERSON, "vehicle": True, "weekday": 6, "area": "Eastside", "kind": "ride", "tasks": 1},
            "What if one more person with a car or van on Sundays for A lift around Eastside took 1 task a week?",
        ),
        (
            {**PERSON, "language": "es"},
            "What if one more person who speaks Spanish took 2 tasks a week?",
        ),
        ({"ask": "radius", "at_least_m": 9_656}, "What if everybody went at least 6 mi?"),
        ({"ask": "one_more_task", "tasks": 2}, "What if everybody took 2 tasks a week more?"),
        (
            {"ask": "more_with", "what": "skill", "code": "cooking", "people": 2},
            "What if 2 more of you could do this: Cooking?",
        ),
        (
            {"ask": "more_with", "what": "language", "code": "es", "people": 1},
            "What if one more of you spoke Spanish?",
        ),
        (
            {"ask": "kind_needs_less", "kind": "ride", "without": "vehicle"},
            "What if this did not take a car or van: A lift?",
        ),
    ],
)
def test_a_question_in_words(asked, said):
    assert question_in_words(asked, WORDS) == said


def test_all_that_can_stand_in_the_way_has_words():
    """Whatever rule alone keeps people away, and every main reason."""
    main = {
        Code.PLACE_NOT_KNOWN, Code.NOBODY_IN_GROUP, Code.EVERYBODY_PAUSED, Code.EVERYBODY_FULL, Code.TOO_FEW_PEOPLE,
        Code.FULL_ELSEWHERE, Code.HOURS_TAKEN, Code.NOT_WORTH_IT, Code.NOBODY,
    }  # fmt: skip
    assert {str(code) for code in {*RULES, *main} - {Code.OTHER_POOL}} <= set(_STILL_IN_THE_WAY)


def side(found=1, wanted=3, **more):
    return {
        "needs": {"wanted": wanted, "found": found},
        "by_kind": {"ride": {"wanted": wanted, "found": found}, "gone": {"wanted": 1, "found": 0}},
        "by_urgency": {"4": {"wanted": wanted, "found": found}},
        "requests_left": wanted - found,
        "weight_left": 25,
        "busiest_tasks": 2,
        "people_without": 1,
        "gini": 0.25,
        "mean_way_m": 1_609,
    } | more


def answer(before, after, **more):
    return {
        "before": before,
        "after": after,
        "better": [],
        "worse": [],
        "binding": [],
        "is_proven": True,
    } | more


@pytest.mark.parametrize(
    ("before", "after", "more", "title"),
    [
        (side(), side(), {}, "Nothing would be different."),
        (side(), side(2), {"better": ["p1"]}, "1 more person would be found: 2 of 3 instead of 1."),
        (side(2), side(0), {"worse": ["p1"]}, "2 people fewer would be found: 0 of 3 instead of 2."),
        (
            side(),
            side(),
            {"better": ["p1"], "worse": ["p2"]},
            "Help would be found for as many as now, but for others.",
        ),
        (side(), side(busiest_tasks=1), {}, "Help would be found for as many as now."),
    ],
)
def test_the_first_sentence(before, after, more, title):
    assert answer_in_words(answer(before, after, **more), WORDS).title == title


def test_what_else_would_be_different():
    after = side(2, busiest_tasks=1, people_without=0, mean_way_m=3_218)

    said = answer_in_words(answer(side(), after, binding=[["too_far", 2]]), WORDS)

    assert said.lines == [
        "Whoever has most to do would have 1 task instead of 2.",
        "0 people would have no task; now it is 1.",
        "Ways would be 2.0 mi on average instead of 1.0 mi.",
    ]
    assert said.reasons == ["For 2 requests that still wait, those who could live farther away than they go."]


def test_figures_stand_beside_each_other_with_bars():
    after = side(2, busiest_tasks=1, mean_way_m=None)
    rows = {row.name: row for row in figures_of(answer(side(), after), WORDS)}

    found = rows["People found"]
    assert (found.now, found.then, found.now_percent, found.then_percent) == ("1", "2", 50, 100)
    assert (rows["People missing"].now, rows["People missing"].then) == ("2", "1")
    assert rows["What these matter, added up"].now == "2.5"
    assert rows["Way, on average"].then == "–"
    assert not rows["People without a task"].is_different


def test_shares_are_of_those_needed():
    rows = shares_of(answer(side(), side(3)), WORDS)

    last = rows[-1]
    assert (last.name, last.now.replace("\N{NO-BREAK SPACE}", " "), last.then_percent) == (
        "A lift",
        "1 of 3",
        100,
    )
    assert "gone" not in {row.name for row in rows}


# --- from what stands in the way ---------------------------------------------------------------------------


def stored(because, **facts):
    remark = Remark(code=Code.WOULD_IF, facts={"because": because, "people": 2, **facts})
    nobody = Remark(code=Code.NOBODY, facts={"among": "", "because": (because,), "of_askable": False})
    return Explanation(kind=Kind.UNMET, request_id="p1", remarks=(nobody, remark), people_missing=1).as_json()


@pytest.mark.parametrize(
    ("because", "facts", "ask", "fields"),
    [
        ("too_far", {"needed_m": 9_700}, "radius", {"far": "7"}),
        ("full", {}, "one_more_task", {"tasks": "1"}),
        ("no_vehicle", {}, "more_with", {"people": "1", "have": "vehicle:"}),
        ("skill_missing", {"skills": ("cooking",)}, "more_with", {"people": "1", "have": "skill:cooking"}),
        ("no_common_language", {"languages": ("es",)}, "more_with", {"people": "1", "have": "language:es"}),
        ("no_time", {"weekdays": (1,)}, "one_more_person", {"kind": "ride", "tasks": "2", "weekday": "1"}),
        (
            "requirement_not_met",
            {"requirements": ("check",)},
            "one_more_person",
            {"kind": "ride", "tasks": "2"},
        ),
    ],
)
def test_the_question_is_the_one_that_would_help(because, facts, ask, fields):
    begun = question_about(stored(because, **facts), kind="ride", unit="mi")

    assert (begun.asked["ask"], begun.fields) == (ask, fields)
    assert question_in_words(begun.asked, WORDS).startswith("What if")


def test_a_line_without_reasons_asks_for_one_more_person():
    assert question_about({}, kind="ride", unit="km").asked["kind"] == "ride"


def test_where_nothing_alone_would_help_the_newcomer_brings_all_that_is_missing():
    nobody = Remark(code=Code.NOBODY, facts={"among": "", "because": ("no_vehicle",), "of_askable": False})
    facts = {"people": 1, "vehicle": True, "languages": ("es",), "weekdays": (1, 2)}
    remarks = (nobody, Remark(code=Code.ONE_MORE, facts=facts))
    lacking = Explanation(kind=Kind.UNMET, request_id="p1", remarks=remarks, people_missing=1).as_json()

    begun = question_about(lacking, kind="ride", unit="km")

    assert begun.fields == {"vehicle": "yes", "weekday": "1", "kind": "ride", "language": "es", "tasks": "2"}
    assert question_in_words(begun.asked, WORDS) == (
        "What if one more person who speaks Spanish with a car or van on Tuesdays for A lift took 2 tasks a week?"
    )
