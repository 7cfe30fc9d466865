"""One process answers many plans, and whatever goes wrong with it costs one question at most."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from manyhands.apps.dispatch.bridge.planning import process as plan_process
from manyhands.apps.dispatch.bridge.planning import question as plan_question
from manyhands.apps.dispatch.bridge.planning.process import PlanFailedError, end_waiting, work_out
from manyhands.apps.dispatch.bridge.planning.question import Question
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.values.point import Point

AT = datetime(2026, 3, 11, 14, tzinfo=UTC)
# Answers by its own number; dies of whatever is asked with this limit.
DIES_OF = 99
ECHO = f"""
import os, sys
from manyhands.apps.dispatch.bridge.planning.pipes import serve
def answer(question):
    if question.limit_seconds == {DIES_OF}:
        os._exit(3)
    return {{"pid": os.getpid()}}
sys.exit(serve(answer))
"""


@pytest.fixture(autouse=True)
def _ended():
    end_waiting()
    yield
    end_waiting()


@pytest.fixture
def _echo(monkeypatch):
    monkeypatch.setattr(plan_process, "COMMAND", [sys.executable, "-c", ECHO])


def question(number: int = 1, *, limit_seconds: int = 50, places: int = 1) -> Question:
    spot = Point(-84.55, 42.73)
    return Question(
        requests=tuple(RequestRecord(id=f"p{number + n}", pool="a", point=spot) for n in range(places)),
        volunteers=(VolunteerRecord(id="v1", pool="a", point=spot, radius_m=900, capacity_per_week=2),),
        context=MatchContext(at=AT, zone=ZoneInfo("UTC")),
        published=frozenset(),
        weights=Weights(),
        limit_seconds=limit_seconds,
    )


def ask(asked: Question) -> dict[str, object]:
    return work_out(asked, on_progress=lambda _percent: None)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_engine_answers_one_question_after_another():
    answers = [ask(question(number)) for number in (1, 7)]

    assert [answer["lines"][0]["request_id"] for answer in answers] == ["p1", "p7"]
    assert all(answer["certificate"]["is_optimal"] for answer in answers)


@pytest.mark.usefixtures("_echo")
def test_the_same_process_is_asked_again():
    assert ask(question())["pid"] == ask(question())["pid"] != os.getpid()


@pytest.mark.usefixtures("_echo")
def test_after_so_many_questions_its_memory_goes_back(monkeypatch):
    monkeypatch.setattr(plan_process, "_QUESTIONS_EACH", 2)
    first, second, third = (ask(question())["pid"] for _ in range(3))

    assert first == second != third
    assert not is_alive(first)


@pytest.mark.usefixtures("_echo")
def test_after_a_large_one_too(monkeypatch):
    monkeypatch.setattr(plan_question, "LARGE", 2)
    large = ask(question(places=2))["pid"]

    assert not is_alive(large)


@pytest.mark.usefixtures("_echo")
def test_nobody_asks_for_a_while_and_it_ends(monkeypatch):
    monkeypatch.setattr(plan_process, "_IDLE_SECONDS", 0.05)
    idle = ask(question())["pid"]
    deadline = time.monotonic() + 5
    while is_alive(idle) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert not is_alive(idle)
    assert ask(question())["pid"] != idle


@pytest.mark.usefixtures("_echo")
def test_one_that_was_killed_while_it_waited_costs_nothing():
    killed = ask(question())["pid"]
    os.kill(killed, signal.SIGKILL)

    assert ask(question())["pid"] != killed


@pytest.mark.usefixtures("_echo")
def test_one_that_dies_of_a_question_is_not_asked_it_twice():
    """Else what kills a process would take two of them each time."""
    ask(question())
    with pytest.raises(PlanFailedError, match="engine"):
        ask(question(limit_seconds=DIES_OF))

    assert ask(question())["pid"]


@pytest.mark.usefixtures("_echo")
def test_after_a_fork_the_pipes_belong_to_the_other(monkeypatch):
    mine = ask(question())["pid"]
    [child] = plan_process._waiting
    with monkeypatch.context() as forked:
        forked.setattr(plan_process.os, "getpid", lambda: -1)
        theirs = ask(question())["pid"]

    assert theirs != mine
    assert is_alive(mine)
    child.end()


def test_it_ends_with_the_worker_that_asked():
    """Nothing is left behind by a worker that is killed: the pipe closes."""
    script = (
        "import os, signal, sys\n"
        "from tests.apps.dispatch.test_plan_process import ECHO, ask, plan_process, question\n"
        "plan_process.COMMAND = [sys.executable, '-c', ECHO]\n"
        "print(ask(question())['pid'], flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    worker = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    pid, deadline = int(worker.stdout), time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert worker.returncode == -signal.SIGKILL
    assert not is_alive(pid)


def test_it_is_given_no_keys(monkeypatch):
    tells = ECHO.replace('{"pid": os.getpid()}', '{"names": sorted(os.environ)}')
    monkeypatch.setattr(plan_process, "COMMAND", [sys.executable, "-c", tells])
    monkeypatch.setenv("MANYHANDS_CONTACT_KEYS", "canary")

    names = ask(question())["names"]

    assert "PATH" in names
    assert [name for name in names if name.startswith("MANYHANDS_")] == []
