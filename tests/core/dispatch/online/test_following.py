"""Whatever has happened between two questions, an engine that follows step by step answers the second one best."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online.delta import Delta
from manyhands.core.dispatch.online.following import begin, follow, join
from manyhands.core.dispatch.online.steps import Kind, Situation, list_steps, set_clock
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.dispatch.solvers import solve
from manyhands.core.values.point import Point
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import WeekSlots

AT = datetime(2026, 3, 9, 12, tzinfo=UTC)
ZONE = ZoneInfo("America/Detroit")
CONTEXT = MatchContext(at=AT, zone=ZONE)
HERE = Point(-84.5553, 42.7336)
SKILLS = ("cooking", "driving", "lifting")


def request(key, **values):
    return RequestRecord(id=key, pool="east", point=HERE, **values)


def volunteer(key, **values):
    return VolunteerRecord(id=key, pool="east", point=HERE, **values)


def situation(requests=(), volunteers=(), *, published=(), **pairs):
    context = replace(CONTEXT, **pairs)
    return Situation(
        {one.id: one for one in requests}, {one.id: one for one in volunteers}, context, frozenset(published)
    )


class Town:
    """Somewhere that everything happens at random."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.requests = {key: self.request(key) for key in (f"p{number}" for number in range(8))}
        self.volunteers = {key: self.volunteer(key) for key in (f"v{number}" for number in range(9))}
        self.declined, self.blocked, self.wishes = {("p0", "v1")}, set(), set()

    def place(self):
        return Point(-84.55 + self.chance.uniform(-0.02, 0.02), 42.73 + self.chance.uniform(-0.02, 0.02))

    def request(self, key):
        window = TimeWindow(AT + timedelta(hours=3), AT + timedelta(hours=8))
        return RequestRecord(
            id=key,
            pool="east",
            point=self.place(),
            required_skills={self.chance.choice(SKILLS)} if self.chance.random() < 0.3 else set(),
            weight=self.chance.randint(1, 9),
            quantity=self.chance.choice([1, 1, 2]),
            window=window if self.chance.random() < 0.3 else None,
        )

    def volunteer(self, key):
        return VolunteerRecord(
            id=key,
            pool="east",
            point=self.place(),
            skills={skill for skill in SKILLS if self.chance.random() < 0.5},
            radius_m=self.chance.choice([1_000, 2_000, 4_000]),
            capacity_per_week=self.chance.choice([1, 2]),
            recent_load=self.chance.randint(0, 3),
            week_slots=WeekSlots(self.chance.getrandbits(56) | 1) if self.chance.random() < 0.5 else None,
        )

    def now(self, published=frozenset()):
        context = replace(CONTEXT, declined=self.declined, blocked=self.blocked, wishes=self.wishes)
        told = frozenset(pair for pair in published if pair[0] in self.requests)
        return Situation(dict(self.requests), dict(self.volunteers), context, told)

    def pass_time(self, pairs):
        """Anything may happen; return the pairs that do not move any more."""
        agreed = {pair for pair in sorted(pairs) if self.chance.random() < 0.2}
        for pair in sorted(agreed):
            self.agree(pair)
        self.declined |= {pair for pair in sorted(pairs) if self.chance.random() < 0.15}
        self.shake(self.requests, self.request)
        self.shake(self.volunteers, self.volunteer)
        self.requests["p90"], self.volunteers["v90"] = self.request("p90"), self.volunteer("v90")
        self.blocked.add(("p90", "v0"))
        self.wishes = {
            (self.chance.choice([*self.requests]), one, self.chance.choice([-200, 150]))
            for one in self.volunteers
            if self.chance.random() < 0.3
        }
        if ("p0", "v1") not in agreed and self.chance.random() < 0.5:
            self.declined.discard(("p0", "v1"))
        return agreed

    def shake(self, table, make):
        """Some go, some are others than before."""
        for key in list(table):
            what = self.chance.random()
            if what < 0.12:
                del table[key]
            elif what < 0.3:
                table[key] = make(key)

    def agree(self, pair):
        request_id, volunteer_id = pair
        self.declined.add(pair)
        one = self.volunteers[volunteer_id]
        self.volunteers[volunteer_id] = replace(one, load_this_week=one.load_this_week + 1)
        wanted = self.requests.pop(request_id)
        if wanted.quantity > 1:
            self.requests[request_id] = replace(wanted, quantity=wanted.quantity - 1)


def problem_of(now):
    return from_records(now.requests.values(), now.volunteers.values(), now.context, published=now.published)


@pytest.mark.parametrize("seed", range(60))
def test_whoever_follows_answers_as_well_as_whoever_begins_anew(seed):
    town = Town(seed)
    first = problem_of(town.now())
    plan = solve(first)
    pairs = {(str(first.requests.id[row]), str(first.volunteers.id[one])) for row, one in plan.pairs.tolist()}
    before = replace(town.now(), published=frozenset(pairs))
    agreed = town.pass_time(pairs)
    now = town.now(pairs)

    engine = begin(before, Weights())
    told = set(engine.pairs())
    assert told == pairs or plan.clash_cost
    for followed in follow(engine, list_steps(before, now, agreed=agreed), now):
        told = told - set(followed.delta.broken) | set(followed.delta.made)
        if followed.step.kind == Kind.SAID_YES:
            told.discard((followed.step.request_id, followed.step.volunteer_id))

    assert told == set(engine.pairs())
    assert engine.plan().objective.total == solve(problem_of(now)).objective.total


def test_a_no_is_told_from_a_yes_and_from_people_who_must_not_meet():
    before = situation([request("p1"), request("p2"), request("p3")], [volunteer("v1")])
    now = situation(
        [request("p2"), request("p3")],
        [volunteer("v1", load_this_week=1)],
        declined={("p2", "v1")},
        blocked={("p3", "v1")},
    )

    steps = list_steps(before, now, agreed={("p1", "v1")})

    assert [(step.kind, step.request_id, step.volunteer_id) for step in steps] == [
        (Kind.SAID_YES, "p1", "v1"),
        (Kind.SAID_NO, "p2", "v1"),
        (Kind.APART, "p3", "v1"),
    ]


def test_a_request_that_found_everybody_has_not_ended():
    before = situation([request("p1", quantity=2)], [volunteer("v1"), volunteer("v2")])
    now = situation([], [volunteer("v1", load_this_week=1), volunteer("v2")])

    steps = list_steps(before, now, agreed={("p1", "v1")})

    assert [step.kind for step in steps] == [Kind.SAID_YES, Kind.ENDED]
    assert [step.kind for step in list_steps(before, now, agreed={("p1", "v1"), ("p1", "v2")})] == [
        Kind.SAID_YES,
        Kind.SAID_YES,
        Kind.PERSON_CHANGED,
    ]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"load_this_week": 1}, Kind.BUSIER),
        ({"week_slots": WeekSlots.from_pairs([(0, 3)])}, Kind.BUSIER),
        ({"recent_load": 2}, Kind.PERSON_CHANGED),
        ({"radius_m": 900}, Kind.PERSON_CHANGED),
        ({"paused_until": AT + timedelta(days=3)}, Kind.AWAY),
    ],
)
def test_what_is_new_about_somebody_has_a_kind(values, kind):
    before, now = situation([], [volunteer("v1")]), situation([], [volunteer("v1", **values)])

    assert [step.kind for step in list_steps(before, now, agreed=[])] == [kind]


def test_only_time_has_passed_for_what_nobody_touched():
    before = situation([request("p1", weight=2), request("p2", weight=2)])
    now = situation([request("p1", weight=3), request("p2", weight=3)])

    steps = list_steps(set_clock(before, now, touched={"p2"}), now, agreed=[])

    assert [(step.kind, step.request_id) for step in steps] == [(Kind.CHANGED, "p2")]


def test_whom_a_changed_request_had_stays_with_it():
    people = [volunteer("v1", recent_load=4), volunteer("v2", recent_load=2)]
    pair = ("p1", "v1")
    before = situation([request("p1")], people, published=[pair])
    now = situation([request("p1", minutes=30)], people, published=[pair])
    engine = begin(before, Weights())
    held = engine.pairs()

    [followed] = follow(engine, list_steps(before, now, agreed=[]), now)

    assert held == engine.pairs() == [pair]
    assert followed.delta.broken == followed.delta.made == ()


def test_two_changes_as_one_leave_out_what_was_put_back():
    first = Delta(broken=(("p1", "v1"), ("p2", "v2")), published_broken=(("p1", "v1"),))
    second = Delta(made=(("p1", "v1"), ("p2", "v3")), published_restored=(("p1", "v1"),))

    both = join(first, second)

    assert (both.made, both.broken) == ((("p2", "v3"),), (("p2", "v2"),))
    assert both.published_broken == both.published_restored == ()
