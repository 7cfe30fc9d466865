"""What a plan was made from is kept encrypted, and goes when nobody needs it or somebody is forgotten."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions.plans.changes import PLANNER
from manyhands.apps.dispatch.actions.plans.run import finish_run, forget_old_runs, request_run, take_run
from manyhands.apps.dispatch.bridge.planning.kept_question import UnreadableQuestionError, keep, open_kept
from manyhands.apps.dispatch.bridge.planning.question import Question
from manyhands.apps.dispatch.models import Run
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.privacy.actions import erase_person
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.values.point import Point
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import WeekSlots
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.planning import answer_of, plan_by_hand
from tests.worlds import make_need, make_volunteer


@pytest.fixture
def meeting_mode():
    return "dispatch"


def kept_in(run_id: int) -> str:
    return Run.objects.get(pk=run_id).inputs


def question() -> Question:
    """Every field says something else than it does by itself."""
    at = datetime(2026, 3, 9, 12, tzinfo=UTC)
    return Question(
        requests=(
            RequestRecord(
                id="p1", pool="1:a", point=Point(-84.55123456, 42.73), is_remote=True,
                required_skills={"drive", "cook"}, requirements={"check"}, languages={"es", "so"},
                window=TimeWindow(at, at + timedelta(hours=2)), week_slots=WeekSlots(255), needs_vehicle=True,
                quantity=3, minutes=90, weight=7,
            ),
        ),
        volunteers=(
            VolunteerRecord(
                id="v1", pool="1:a", point=Point(-84.5, 42.7), skills={"cook"}, requirements_met={"check"},
                languages={"en"}, week_slots=WeekSlots(1), radius_m=5, capacity_per_week=2, load_this_week=1,
                recent_load=4, paused_until=at, has_vehicle=False,
            ),
            VolunteerRecord(id="o2", pool="1:a"),
        ),
        context=MatchContext(
            at=at, zone=ZoneInfo("America/Detroit"), blocked={("p1", "v1")}, declined={("p1", "o2")}
        ),
        published=frozenset({("p1", "v1")}),
        weights=Weights(unserved=9, load=8, travel=7, switch=6, preference=5),
        limit_seconds=12,
    )  # fmt: skip


def test_what_is_kept_is_read_back_to_the_last_digit():
    kept = open_kept(keep(question(), [("p1", "v1")]))

    assert kept.question == question()
    assert kept.pairs == {("p1", "v1")}
    assert kept.mentions({"o2"})
    assert not kept.mentions({"v2"})


def test_what_another_version_kept_is_refused_and_not_guessed(monkeypatch):
    text = keep(question(), [])
    monkeypatch.setattr(
        "manyhands.apps.dispatch.bridge.planning.kept_question._KINDS", {"Question": lambda **_: None}
    )

    with pytest.raises(UnreadableQuestionError):
        open_kept(text)
    with pytest.raises(UnreadableQuestionError):
        open_kept("nonsense")


def test_the_question_of_a_real_group_is_kept_with_its_plan(group, part, ana):
    [line] = plan_by_hand(group, [(part, ana)])
    kept = open_kept(kept_in(line.run_id))

    # The plan that was just stored is what the next question has published.
    assert kept.question == replace(read_inputs(group, at=NOW).question, published=frozenset())
    assert kept.pairs == {(f"p{part.pk}", ana.key)}


def test_it_stands_encrypted_in_the_table(group, part, ana):
    [line] = plan_by_hand(group, [(part, ana)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT inputs FROM dispatch_run WHERE id = %s", [line.run_id])
        [raw] = cursor.fetchone()

    assert kept_in(line.run_id)
    assert kept_in(line.run_id) not in raw


def test_a_newer_plan_takes_the_inputs_of_one_that_nobody_decided_anything_by(group, part, ana):
    [first] = plan_by_hand(group, [(part, ana)])
    [second] = plan_by_hand(group, [(part, ana)])

    assert not kept_in(first.run_id)
    assert kept_in(second.run_id)


@pytest.mark.parametrize("decide", ["approve", "dismiss"])
def test_what_was_decided_can_be_asked_about_for_two_months(group, part, ana, decide):
    [line] = plan_by_hand(group, [(part, ana)])
    if decide == "approve":
        actions.approve_proposals([line], made_by=None, by=STAFF, at=NOW)
    else:
        actions.dismiss_proposal(line, decided_by=None, by=STAFF, at=NOW)
    plan_by_hand(group, [])
    assert kept_in(line.run_id)

    plan_by_hand(group, [], at=NOW + timedelta(days=70))
    forget_old_runs(group, at=NOW + timedelta(days=70))

    assert not kept_in(line.run_id)


def test_a_plan_that_failed_keeps_nothing(group, part, ana):
    request_run(group, cause="requested", by=STAFF, at=NOW)
    run = take_run(group, by=PLANNER, at=NOW)
    answer = answer_of([(part, ana)], is_feasible=False)
    failed = finish_run(run, read_inputs(group, at=NOW), answer, by=PLANNER, at=NOW)

    assert (failed.state, kept_in(failed.pk)) == ("failed", "")


# --- somebody is forgotten --------------------------------------------------------------------------------


def test_forgetting_a_helper_takes_the_plans_that_could_have_sent_them(group, part, ana, luis):
    """Also those who were not chosen: where they start from stands in the question."""
    [line] = plan_by_hand(group, [(part, ana)])
    actions.approve_proposals([line], made_by=None, by=STAFF, at=NOW)

    erase_person(luis.person, by=STAFF, at=NOW)

    assert not kept_in(line.run_id)


@pytest.mark.parametrize("who", ["person", "asked_by"])
def test_forgetting_a_neighbour_takes_the_plans_of_their_requests(group, part, ana, luis, who):
    need = part.need
    if who == "asked_by":
        need.asked_by = make_need(group, name="Ben Hill", is_open=False, at=NOW).person
        need.save()
    [line] = plan_by_hand(group, [(part, ana)])

    erase_person(getattr(need, who), by=STAFF, at=NOW)

    assert not kept_in(line.run_id)


def test_what_says_nothing_about_them_stays(group, part, ana):
    [line] = plan_by_hand(group, [(part, ana)])
    stranger = make_volunteer(group, "Newcomer", at=NOW)

    erase_person(stranger.person, by=STAFF, at=NOW)

    assert kept_in(line.run_id)


def test_what_cannot_be_read_could_be_about_anybody(group, part, ana):
    [line] = plan_by_hand(group, [(part, ana)])
    Run.objects.filter(pk=line.run_id).update(inputs="of another version")

    erase_person(make_volunteer(group, "Newcomer", at=NOW).person, by=STAFF, at=NOW)

    assert not kept_in(line.run_id)


def test_forgetting_while_a_plan_is_worked_out_is_not_overtaken_by_it(group, part, ana, luis):
    request_run(group, cause="requested", by=STAFF, at=NOW)
    run = take_run(group, by=PLANNER, at=NOW)
    inputs = read_inputs(group, at=NOW)
    erase_person(luis.person, by=STAFF, at=NOW)

    finish_run(run, inputs, answer_of([(part, ana)]), by=PLANNER, at=NOW)

    assert (Run.objects.get().state, kept_in(run.pk)) == ("done", "")


def test_sixty_requests_and_two_hundred_helpers_take_little_room():
    """Measured: under 9 KB for invented people who all differ; the cipher adds a third."""
    at = datetime(2026, 3, 9, 12, tzinfo=UTC)
    requests = tuple(
        RequestRecord(id=f"p{n}", pool="1:a", point=Point(-84.5 - n / 997, 42.7 + n / 1009), weight=n + 1)
        for n in range(60)
    )
    volunteers = tuple(
        VolunteerRecord(
            id=f"v{n}", pool="1:a", point=Point(-84.5 + n / 991, 42.7 - n / 983), languages={"en"},
            skills={f"skill{n % 7}", f"skill{n % 5}"}, week_slots=WeekSlots(1 + n * 977 % 2**40),
            radius_m=1_000 * (n % 20), capacity_per_week=n % 4,
        )
        for n in range(200)
    )  # fmt: skip
    context = MatchContext(at=at, zone=ZoneInfo("UTC"))
    asked = replace(question(), requests=requests, volunteers=volunteers, context=context)

    assert len(keep(asked, [(f"p{n}", f"v{n}") for n in range(60)])) < 10_000
