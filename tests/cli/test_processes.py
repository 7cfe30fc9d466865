"""A group of processes lives and ends together."""

import os
import signal
import sys
import threading
import time

from manyhands.cli.processes import Child, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def run_for(supervisor, seconds):
    threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        return supervisor.run()
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])


def test_all_children_run_and_end_with_the_supervisor():
    children = [Child("one", SLEEPER), Child("two", SLEEPER)]

    code = run_for(Supervisor(children), 1.0)

    assert code == 0
    assert all(child.process.poll() is not None for child in children)


def test_a_child_that_dies_is_started_again(tmp_path):
    marks = tmp_path / "marks"
    code = f"open({str(marks)!r}, 'a').write('x')"
    dying = Child("dying", [sys.executable, "-c", code])

    run_for(Supervisor([dying]), 3.5)

    assert len(marks.read_text(encoding="utf-8")) >= 2


def test_what_runs_once_is_not_started_again(tmp_path):
    marks = tmp_path / "marks"
    once = Child("once", [sys.executable, "-c", f"open({str(marks)!r}, 'a').write('x')"], is_once=True)

    code = run_for(Supervisor([once]), 3.5)

    assert code == 0
    assert marks.read_text(encoding="utf-8") == "x"


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
