"""An engine of records: it reads new ones in its own bits, and is the same as one made of all of them."""

from dataclasses import replace
from datetime import datetime

import pytest

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online import Engine
from manyhands.core.dispatch.problem import ProblemError, columns_of
from manyhands.core.dispatch.records import RequestRecord, VolunteerRecord
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import certify
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import WeekSlots
from tests.core.dispatch.small_town import small_town
from tests.core.dispatch.worlds import DETROIT, context


def lift(identifier="lift", **said):
    return RequestRecord(**{"id": identifier, "pool": "east", "is_remote": True} | said)


def helper(identifier, **said):
    return VolunteerRecord(**{"id": identifier, "pool": "east", "capacity_per_week": 1} | said)


def by_id(problem, plan):
    """The pairs of a plan by ids."""
    pairs = plan.pairs.tolist()
    return {(str(problem.requests.id[row]), str(problem.volunteers.id[other])) for row, other in pairs}


@pytest.mark.parametrize("seed", range(3))
def test_whoever_comes_later_is_as_if_they_had_always_been_there(seed):
    town = small_town(seed, requests=24, volunteers=16)
    about = context()
    engine = Engine.from_records(town.requests[:12], town.volunteers[:10], about)

    for request in town.requests[12:]:
        engine.insert(request)
    for volunteer in town.volunteers[10:]:
        engine.set_volunteer(volunteer)

    whole = from_records(town.requests, town.volunteers, about)
    best = solve(whole, weights=Weights())
    problem, plan = engine.problem(), engine.plan()
    assert plan.objective == best.objective
    assert by_id(problem, plan) == by_id(whole, best)
    assert len(find_candidates(problem)) == len(find_candidates(whole))
    assert certify(problem, find_candidates(problem), plan, engine.weights).is_optimal


def columns_by_id(table):
    """What is written of each row, by its id."""
    columns = columns_of(table)
    names = [name for name in columns if name != "id"]
    return {
        one: {name: columns[name][row].item() for name in names}
        for row, one in enumerate(columns["id"].tolist())
    }


def test_every_column_of_whoever_comes_later_is_as_if_they_had_always_been_there():
    """Whoever asks for something new gives new bits to all who were there before."""
    led = {"quantity": 2, "leads": 1, "lead_experience": "moving", "lead_has_vehicle": True}
    first = [lift("a", required_skills={"cooking"}, languages={"es"}), lift("b", requirements={"reference"})]
    later = [
        lift("c", **led, languages={"so"}),
        lift("d", required_skills={"art"}, needs_vehicle=True, weight=7),
        lift("e", quantity=2, leads=1, lead_experience="art"),
        lift("f", required_skills={"cooking"}),
    ]
    people = [
        helper("v", skills={"cooking", "art"}, languages={"so"}, experience={"moving"}, has_vehicle=True),
        helper("w", requirements_met={"reference"}, languages={"es", "en"}, recent_load=2),
        helper("x", skills={"art"}, experience={"art"}, load_this_week=1, capacity_per_week=4),
    ]
    engine = Engine.from_records(first, people[:1], context())

    for number, one in enumerate(later):
        engine.insert(one)
        if number < 2:
            engine.set_volunteer(people[number + 1])

    whole = from_records([*first, *later], people, context())
    problem = engine.problem()
    assert problem.vocabulary == whole.vocabulary
    assert columns_by_id(problem.requests) == columns_by_id(whole.requests)
    assert columns_by_id(problem.volunteers) == columns_by_id(whole.volunteers)


def test_something_nobody_has_asked_for_yet():
    cook = helper("cook", skills={"cooking"}, languages={"es"})
    engine = Engine.from_records([lift()], [cook, helper("other", capacity_per_week=2)], context())

    delta = engine.insert(lift("meal", required_skills={"cooking"}, languages={"es"}))

    assert ("meal", "cook") in delta.made
    assert engine.problem().vocabulary.needs == ((("skills", "cooking"),),)
    engine.plan()


def test_an_hour_that_is_too_short_is_seen_by_its_exact_window():
    morning = TimeWindow(datetime(2026, 3, 9, 11, tzinfo=DETROIT), datetime(2026, 3, 9, 13, tzinfo=DETROIT))
    until_noon, until_three = WeekSlots.from_pairs([(0, 3)]), WeekSlots.from_pairs([(0, 3), (0, 4)])
    engine = Engine.from_records([], [helper("until noon", week_slots=until_noon)], context())

    late = engine.insert(lift(window=morning, minutes=90))
    assert late.unmet == {"lift": 1}
    better = engine.set_volunteer(helper("until noon", week_slots=until_three))

    assert better.made == (("lift", "until noon"),)
    engine.plan()


def test_pairs_that_must_not_be_are_not_made_whoever_comes_first():
    about = context(blocked={("lift", "apart")}, declined={("lift", "tired")})
    engine = Engine.from_records([], [helper("apart")], about)

    assert engine.insert(lift()).unmet == {"lift": 1}
    assert not engine.set_volunteer(helper("tired"))
    assert engine.set_volunteer(helper("willing")).made == (("lift", "willing"),)
    engine.plan()


def test_what_is_said_of_a_request_that_is_not_there_yet_waits_for_it():
    about = context(
        wishes={("lift", "kind", -500), ("later", "kind", -500)},
        blocked={("later", "kind")},
    )
    engine = Engine.from_records([lift()], [helper("other")], about)

    assert engine.set_volunteer(helper("kind")).made == (("lift", "kind"),)
    engine.cancel("lift")
    assert engine.insert(lift("later")).made == (("later", "other"),)
    engine.plan()


def test_a_pause_ends():
    resting = helper("v", paused_until=datetime(2026, 4, 1, tzinfo=DETROIT))
    engine = Engine.from_records([lift()], [resting], context())

    assert engine.pairs() == []
    assert engine.set_volunteer(replace(resting, paused_until=None)).made == (("lift", "v"),)


def test_records_are_of_one_pool_and_stay_records():
    engine = Engine.from_records([lift()], [helper("v")], context())

    with pytest.raises(ProblemError, match="request 'x' is of pool 'west'; this engine is of pool 'east'"):
        engine.insert(lift("x", pool="west"))
    with pytest.raises(ProblemError, match="volunteer 'x' is of pool 'west'"):
        engine.set_volunteer(helper("x", pool="west"))
    with pytest.raises(ProblemError, match="request 'lift' is given more than once"):
        engine.insert(lift())
    with pytest.raises(TypeError, match="give a RequestRecord"):
        engine.insert({"id": "x"})
    with pytest.raises(TypeError, match="give a VolunteerRecord"):
        engine.set_volunteer({"id": "x"})
    with pytest.raises(ProblemError, match=r"of the pools \['east', 'west'\]"):
        Engine.from_records([lift()], [helper("v", pool="west")], context())
    with pytest.raises(TypeError, match="give values by their names"):
        Engine(from_records([lift()], [], context())).insert(lift("x"))
    with pytest.raises(TypeError, match="columns, which are of no moment"):
        Engine(from_records([lift()], [], context())).know(context())
