"""What people have said becomes columns, and what they have not said is assumed."""

from datetime import UTC, datetime

import pytest

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.columns import UNSAID_COST, from_records
from manyhands.core.dispatch.problem import DECLINED, KEPT_APART, NOWHERE, PLACED, REMOTE, ProblemError
from manyhands.core.dispatch.records import VolunteerRecord
from manyhands.core.dispatch.solvers import solve
from manyhands.core.values.point import Point
from manyhands.core.values.week_slots import WeekSlots
from tests.core.dispatch.worlds import context, request, volunteer, window

EVERY_SLOT = WeekSlots.always().mask
SILENT = VolunteerRecord(id="silent", pool="east", point=Point(0, 0))


def made_of(requests=(), volunteers=(), **known):
    """The problem of some records, on a Saturday morning."""
    settings = {
        name: known.pop(name) for name in ("default_radius_m", "published", "preferences") if name in known
    }
    return from_records(requests, volunteers, context(**known), **settings)


class TestVolunteers:
    def test_who_has_said_nothing_is_assumed_to_manage_and_pays_for_it(self):
        table = made_of([request(languages={"es"})], [SILENT], default_radius_m=700).volunteers

        assert table.language_mask.tolist() == [2**64 - 1]
        assert table.slot_mask.tolist() == [EVERY_SLOT]
        assert table.radius_m.tolist() == [700]
        assert table.capacity.tolist() == table.tasks_per_week.tolist() == [1]
        assert table.malus.tolist() == [3 * UNSAID_COST]

    def test_who_has_said_everything_pays_nothing(self):
        table = made_of([], [volunteer(capacity_per_week=5)]).volunteers

        assert table.malus.tolist() == [0]
        assert table.radius_m.tolist() == [4_000]
        assert table.tasks_per_week.tolist() == [5]

    def test_an_empty_week_is_not_an_answer(self):
        table = made_of([], [volunteer(week_slots=WeekSlots.never())]).volunteers

        assert (table.slot_mask.tolist(), table.malus.tolist()) == ([EVERY_SLOT], [UNSAID_COST])

    def test_without_a_place_only_what_is_remote(self):
        nowhere = volunteer(point=None, radius_m=None)
        problem = made_of([request(), request(id="s", is_remote=False, point=Point(0, 0))], [nowhere])

        assert problem.volunteers.radius_m.tolist() == [-1]
        assert problem.volunteers.malus.tolist() == [0]
        assert find_candidates(problem).request.tolist() == [0]

    @pytest.mark.parametrize(
        ("per_week", "load", "left"), [(3, 0, 3), (3, 2, 1), (3, 5, 0), (0, 0, 0), (None, 0, 1), (None, 1, 0)]
    )
    def test_capacity_is_what_is_left_of_the_week(self, per_week, load, left):
        table = made_of(
            [], [volunteer(capacity_per_week=per_week, load_this_week=load, recent_load=4)]
        ).volunteers

        assert table.capacity.tolist() == [left]
        assert table.tasks_per_week.tolist() == [max(1, per_week or 0)]
        assert table.recent.tolist() == [4 + load]

    def test_a_pause_is_a_capacity_of_nothing(self):
        table = made_of([], [volunteer(paused_until=datetime(2026, 4, 1, tzinfo=UTC))]).volunteers

        assert table.capacity.tolist() == [0]

    def test_so_is_a_week_kept_free(self):
        assert made_of([], [volunteer(is_week_off=True)]).volunteers.capacity.tolist() == [0]


class TestRequests:
    def test_where_it_happens(self):
        table = made_of(
            [
                request(id="1", is_remote=False, point=Point(0, 0)),
                request(id="2", is_remote=True, point=Point(0, 0)),
                request(id="3", is_remote=False),
            ]
        ).requests

        assert table.where.tolist() == [PLACED, REMOTE, NOWHERE]

    def test_bits_are_given_to_what_somebody_asks_for(self):
        problem = made_of(
            [request(required_skills={"cook"}, requirements={"cook"}, needs_vehicle=True)],
            [
                volunteer(skills={"cook", "sing"}, has_vehicle=True),
                volunteer(id="w", requirements_met={"cook"}),
            ],
        )

        assert problem.vocabulary.needs == (
            (("requirements", "cook"), ("skills", "cook"), ("vehicle", "vehicle")),
        )
        assert problem.requests.need_mask.tolist() == [0b111]
        assert problem.volunteers.have_mask.tolist() == [0b110, 0b001]

    def test_what_a_lead_must_have_is_asked_of_leads_alone(self):
        problem = made_of(
            [
                request(quantity=2, leads=1, lead_experience="moving", lead_has_vehicle=True),
                request(id="led by nobody", lead_experience="roofs"),
            ],
            [volunteer(experience={"moving", "roofs"}), volunteer(id="w", has_vehicle=True)],
        )

        assert problem.vocabulary.needs == ((("experience", "moving"), ("vehicle", "vehicle")),)
        assert problem.requests.need_mask.tolist() == [0, 0]
        assert problem.requests.lead_mask.tolist() == [0b11, 0]
        assert problem.requests.leads.tolist() == [1, 0]
        assert problem.volunteers.have_mask.tolist() == [0b01, 0b10]

    def test_a_language_that_nobody_asks_for_still_counts_as_said(self):
        asked = [request(id="1", languages={"es"}), request(id="2", languages=set())]

        arcs = find_candidates(made_of(asked, [volunteer(languages={"so"})]))

        assert arcs.request.tolist() == [1]

    def test_only_the_hours_of_the_window_suit(self):
        mask = made_of([request(window=window(9, 14))]).requests.slot_mask.tolist()

        assert mask == [WeekSlots.from_pairs([(0, 3), (0, 4)]).mask]


class TestPairs:
    def test_blocked_declined_published_and_wished_for(self):
        problem = made_of(
            [request(id="1"), request(id="2")],
            [volunteer(id="a"), volunteer(id="b")],
            blocked={("1", "b")},
            declined={("2", "a"), ("1", "b")},
            published=[("2", "b"), ("2", "b")],
            preferences=[("1", "a", -50)],
        )

        assert problem.blocked.tolist() == [[0, 1], [0, 1], [1, 0]]
        assert problem.blocked_why.tolist() == [KEPT_APART, DECLINED, DECLINED]
        assert problem.published.tolist() == [[1, 1]]
        assert problem.preferences.pairs.tolist() == [[0, 0]]
        assert problem.preferences.cost.tolist() == [-50]

    def test_pairs_of_people_who_are_not_there_are_left_out(self):
        elsewhere = volunteer(id="w", pool="west")

        problem = made_of(
            [request()],
            [volunteer(), elsewhere],
            blocked={("x", "v"), ("r", "x"), ("r", "w")},
            published=[("x", "v")],
            preferences=[("r", "w", 5)],
        )

        assert len(problem.blocked) == len(problem.published) == len(problem.preferences.cost) == 0

    def test_the_same_person_in_two_pools_is_blocked_in_the_pool_of_the_request(self):
        problem = made_of(
            [request(id="1", pool="west"), request(id="2", pool="east")],
            [volunteer(pool="east"), volunteer(pool="west")],
            blocked={("1", "v")},
        )

        assert problem.blocked.tolist() == [[0, 1]]
        assert solve(problem).pairs.tolist() == [[1, 0]]


class TestRefusals:
    def test_an_id_twice(self):
        with pytest.raises(ProblemError, match="request 'r' is given more than once"):
            made_of([request(), request()])
        with pytest.raises(ProblemError, match="volunteer 'v' is given more than once in one pool"):
            made_of([], [volunteer(), volunteer()])

    def test_more_skills_than_bits(self):
        skills = {f"skill {number}" for number in range(65)}

        with pytest.raises(
            ProblemError, match="pool 'east' asks for 65 different skills, checks, vehicles and experience"
        ):
            made_of([request(required_skills=skills)])

    def test_sixty_four_skills_fit_and_so_does_any_number_that_nobody_asks_for(self):
        skills = {f"skill {number}" for number in range(64)}

        problem = made_of(
            [request(required_skills=skills)],
            [volunteer(skills=skills | {str(other) for other in range(99)})],
        )

        assert problem.requests.need_mask.tolist() == problem.volunteers.have_mask.tolist() == [2**64 - 1]
        assert len(find_candidates(problem)) == 1

    def test_more_languages_than_bits(self):
        codes = (
            "ab af ak am ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz "
        )
        codes += (
            "ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie"
        )

        with pytest.raises(ProblemError, match="pool 'east' asks for 64 different languages; at most 63"):
            made_of([request(languages=set(codes.split()))])

    def test_a_number_that_does_not_fit_its_column(self):
        with pytest.raises(
            ProblemError, match=r"request 'r' \(row 0\): quantity must be a whole number .* not 99999"
        ):
            made_of([request(quantity=99_999)])

    def test_a_radius_that_cannot_be(self):
        with pytest.raises(ProblemError, match="default_radius_m must be 0 or more, not -1"):
            made_of(default_radius_m=-1)


def test_nobody_and_nothing():
    problem = made_of()

    assert len(problem.requests) == len(problem.volunteers) == 0
    assert solve(problem).pairs.tolist() == []


def test_pools_have_maps_of_their_own():
    """Lansing and Suva, where the date line is: 1 km apart in both."""
    west, east = Point(179.995, -18.1), Point(-179.995, -18.1)

    problem = made_of(
        [
            request(id="1", is_remote=False, point=Point(-84.55, 42.73)),
            request(id="2", pool="suva", point=west),
        ],
        [volunteer(point=Point(-84.55, 42.739)), volunteer(pool="suva", point=east)],
    )

    assert problem.vocabulary.pools == ("east", "suva")
    assert problem.requests.x_m.tolist() == [0, -528]
    assert problem.volunteers.x_m.tolist() == [0, 528]
    assert problem.volunteers.y_m.tolist() == [500, 0]
