"""A group of processes lives and ends together."""

import os
import signal
import sys
import threading
import time

from manyhands.cli.running import processes
from manyhands.cli.running.processes import Child, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


AT_MOST_SECONDS = 30


def wait_until(is_so):
    """A machine that runs everything at once takes its time."""
    began = time.monotonic()
    while not is_so() and time.monotonic() - began < AT_MOST_SECONDS:
        time.sleep(0.02)


def run_until(supervisor, is_enough):
    def end():
        wait_until(is_enough)
        os.kill(os.getpid(), signal.SIGTERM)

    ending = threading.Thread(target=end)
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    ending.start()
    try:
        return supervisor.run()
    finally:
        ending.join()
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])


def test_all_children_run_and_end_with_the_supervisor():
    children = [Child("one", SLEEPER), Child("two", SLEEPER)]

    code = run_until(Supervisor(children), lambda: all(child.process for child in children))

    assert code == 0
    assert all(child.process.poll() is not None for child in children)


def test_a_child_that_dies_is_started_again_and_what_runs_once_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "LONGEST_PAUSE_SECONDS", 0)
    marks = {name: tmp_path / name for name in ("dying", "once")}
    dying, once = (
        Child(name, [sys.executable, "-c", f"open({str(mark)!r}, 'a').write('x')"], is_once=name == "once")
        for name, mark in marks.items()
    )

    code = run_until(Supervisor([dying, once]), lambda: len(read(marks["dying"])) > 1 and read(marks["once"]))

    assert code == 0
    assert len(read(marks["dying"])) > 1
    assert read(marks["once"]) == "x"


def read(path):
    return path.read_text(encoding="utf-8") if path.exists() else ""


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


def test_a_child_that_does_not_listen_is_ended_all_the_same(tmp_path):
    mark = tmp_path / "deaf"
    deaf = (
        f"import signal as s, time; s.signal(s.SIGTERM, s.SIG_IGN); open({str(mark)!r}, 'w'); time.sleep(60)"
    )
    child = Child("deaf", [sys.executable, "-c", deaf])
    child.start()
    wait_until(mark.exists)

    child.end()
    child.wait(0.5)

    assert child.process.wait(5) == -signal.SIGKILL
