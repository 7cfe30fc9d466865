"""Each rule says the same of many pairs at once as of one pair alone."""

import pkgutil
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given

from manyhands.core.dispatch import constraints
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.candidates.oracle import feasible
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.constraints.registry import RULES
from manyhands.core.dispatch.constraints.verdict import Reason
from manyhands.core.dispatch.pairs import PairColumns
from manyhands.core.values.week_slots import WeekSlots
from tests.core.dispatch.strategies import contexts, request_records, volunteer_records
from tests.core.dispatch.worlds import SATURDAY_MORNING, context, request, volunteer, window

DEFAULT_RADIUS_M = 3_000

# In columns a pause, and a week kept free, is a capacity of 0.
NO_ROOM = {"not_paused", "not_this_week", "capacity"}

FILES = {found.name for found in pkgutil.iter_modules(constraints.__path__)} - {"registry", "verdict"}
CHECKS = {name: import_module(f"{constraints.__name__}.{name}").check for name in FILES}

NO = {Reason.VEHICLE_NOT_SAID, Reason.PLACE_OF_REQUEST_NOT_KNOWN, Reason.PLACE_OF_VOLUNTEER_NOT_KNOWN}


def may(verdict):
    """What columns make of a verdict: the treatment of what nobody has said."""
    if verdict.reason in NO:
        return False
    if verdict.reason is Reason.RADIUS_NOT_SAID:
        return verdict.facts["distance_m"] <= DEFAULT_RADIUS_M
    if verdict.reason is Reason.LIMIT_NOT_SAID:
        return verdict.facts["load_this_week"] < 1
    return not verdict.is_failure


def every_verdict(one, other, known):
    """What the rule of each file says, registered or not: a registered one may know two of them as one."""
    return {name: check(one, other, known) for name, check in CHECKS.items()}


def told_by(rule):
    """The rules that the columns of a rule cannot tell apart."""
    return NO_ROOM if rule.name in NO_ROOM else {rule.name}


def everything(problem):
    """Every request with every volunteer, of all pools."""
    requests, volunteers = len(problem.requests), len(problem.volunteers)
    return PairColumns.block(problem, np.arange(requests), np.arange(volunteers))


@given(requests=request_records(), volunteers=volunteer_records(), known=contexts())
def test_each_rule(requests, volunteers, known):
    problem = from_records(requests, volunteers, known, default_radius_m=DEFAULT_RADIUS_M)
    shape = len(requests), len(volunteers)

    def table(answers):
        return np.array(answers, dtype=bool).reshape(shape)

    verdicts = [[every_verdict(one, other, known) for other in volunteers] for one in requests]
    together = table([[may(row["same_pool"]) for row in line] for line in verdicts])
    # Which windows are too short is found out only for pairs that nothing else speaks against.
    others = {name for rule in RULES if rule.name != "availability" for name in told_by(rule)} | {"same_pool"}
    open_pairs = table([[all(may(row[name]) for name in others) for row in line] for line in verdicts])

    for rule in RULES:
        said = np.broadcast_to(rule.mask(everything(problem)), shape)
        expected = table(
            [[all(may(row[name]) for name in told_by(rule)) for row in line] for line in verdicts]
        )
        # The bits of two pools mean different things.
        asked_about = {"same_pool": table(np.ones(shape)), "availability": open_pairs}.get(
            rule.name, together
        )
        assert (said & asked_about).tolist() == (expected & asked_about).tolist(), rule.name


@given(requests=request_records(), volunteers=volunteer_records(), known=contexts())
def test_arcs_are_the_pairs_for_which_no_rule_fails(requests, volunteers, known):
    problem = from_records(requests, volunteers, known, default_radius_m=DEFAULT_RADIUS_M)

    arcs = find_candidates(problem)

    found = {
        (row, other): distance_m
        for row, other, distance_m in zip(
            arcs.request.tolist(), arcs.volunteer.tolist(), arcs.distance_m.tolist(), strict=True
        )
    }
    expected = {}
    # Nobody looks across pools, whatever the rule about them says.
    asked = {name for rule in RULES for name in told_by(rule)} | {"same_pool"}
    for row, one in enumerate(requests):
        for other, candidate in enumerate(volunteers):
            verdicts = every_verdict(one, candidate, known)
            if all(may(verdicts[name]) for name in asked):
                expected[row, other] = verdicts["distance"].facts.get("distance_m", 0)
    assert found == expected
    assert list(found) == sorted(found)


@given(requests=request_records(), volunteers=volunteer_records(), known=contexts())
def test_a_list_of_pairs_is_told_the_same_as_a_block(requests, volunteers, known):
    problem = from_records(requests, volunteers, known)
    block = everything(problem)

    for rule in RULES:
        as_block = np.broadcast_to(rule.mask(block), (len(requests), len(volunteers)))
        assert rule.mask(block.listed()).tolist() == as_block.ravel().tolist()
    assert feasible(block).request.tolist() == feasible(block.listed()).request.tolist()


class TestAvailability:
    @pytest.mark.parametrize(("minutes", "is_found"), [(60, True), (61, False)])
    def test_an_exact_window_is_settled_to_the_minute(self, minutes, is_found):
        """Free from 9 to 12, wanted from 11 to 14: one hour."""
        asked = request(window=window(11, 14), minutes=minutes)
        mornings = volunteer(week_slots=WeekSlots.from_pairs([(0, 3)]))

        arcs = find_candidates(from_records([asked], [mornings], context()))

        assert len(arcs) == is_found

    def test_hours_outside_the_window_leave_it_to_those_who_have_not_said_when(self):
        """As on the page: what a volunteer has not said is between the two people."""
        tuesdays = WeekSlots.from_pairs([(1, 3)])
        asked = request(window=window(9, 12), week_slots=tuesdays)
        said, unsaid = volunteer(id="said", week_slots=tuesdays), volunteer(id="unsaid", week_slots=None)

        arcs = find_candidates(from_records([asked], [said, unsaid], context()))

        assert arcs.volunteer.tolist() == [1]


def test_a_pause_that_has_ended_is_over():
    resting = volunteer(paused_until=SATURDAY_MORNING)

    assert len(find_candidates(from_records([request()], [resting], context()))) == 1
