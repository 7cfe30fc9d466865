"""A group of processes lives and ends together."""

import os
import signal
import sys
import threading
import time

from manyhands.cli import processes
from manyhands.cli.processes import Child, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def run_for(supervisor, seconds):
    ending = threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGTERM))
    ending.start()
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        return supervisor.run()
    finally:
        ending.cancel()
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])


def test_all_children_run_and_end_with_the_supervisor():
    children = [Child("one", SLEEPER), Child("two", SLEEPER)]

    code = run_for(Supervisor(children), 0.6)

    assert code == 0
    assert all(child.process.poll() is not None for child in children)


def test_a_child_that_dies_is_started_again_and_what_runs_once_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "LONGEST_PAUSE_SECONDS", 0)
    marks = {name: tmp_path / name for name in ("dying", "once")}
    dying, once = (
        Child(name, [sys.executable, "-c", f"open({str(mark)!r}, 'a').write('x')"], is_once=name == "once")
        for name, mark in marks.items()
    )

    code = run_for(Supervisor([dying, once]), 1.5)

    assert code == 0
    assert len(marks["dying"].read_text(encoding="utf-8")) >= 2
    assert marks["once"].read_text(encoding="utf-8") == "x"


def test_a_child_that_dies_often_is_started_more_and_more_slowly():
    child = Child("dying", [sys.executable, "-c", "raise SystemExit(3)"])
    pauses = []
    for _ in range(8):
        child.start()
        child.process.wait(10)
        now = time.monotonic()
        child.look_after(now)
        pauses.append(child.start_at - now)

    assert pauses == sorted(pauses)
    assert max(pauses) == 30


def test_a_child_that_does_not_listen_is_ended_all_the_same():
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('x', flush=True); time.sleep(60)"
    child = Child("deaf", [sys.executable, "-c", deaf])
    child.start()
    time.sleep(0.7)

    child.end()
    child.wait(0.5)

    assert child.process.wait(5) == -signal.SIGKILL
