"""A small group of processes that live and end together."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from manyhands.cli.main import NOT_CONFIGURED

# A process that dies again and again is restarted more and more slowly, up to this long.
LONGEST_PAUSE_SECONDS = 30
GRACE_SECONDS = 10


@dataclass
class Child:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_once: bool = False
    process: "subprocess.Popen[bytes] | None" = None
    failures: int = 0
    start_at: float = 0.0

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches the supervisor only, which ends the children in good order.
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            list(self.command), env={**os.environ, **self.environment}, start_new_session=True
        )

    @property
    def is_unfit(self) -> bool:
        """It has said so itself, in words: started again it would only repeat them."""
        return self.process is not None and self.process.poll() == NOT_CONFIGURED

    def look_after(self, now: float) -> None:
        if self.process is None:
            if now >= self.start_at:
                self.start()
        elif not self.is_once and self.process.poll() is not None:
            self.failures += 1
            pause = min(LONGEST_PAUSE_SECONDS, 0.5 * 2**self.failures)
            print(
                f"{self.name} ended with {self.process.returncode}; starting again in {pause:g} s",
                file=sys.stderr,
            )
            self.process, self.start_at = None, now + pause

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, seconds: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, seconds))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Starts the children, starts again what dies, and ends them all on SIGTERM, on Ctrl-C, or when one is unfit."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.is_ending = False
        self.code = 0

    def run(self) -> int:
        signal.signal(signal.SIGTERM, self._asked_to_end)
        signal.signal(signal.SIGINT, self._asked_to_end)
        while not self.is_ending:
            for child in self.children:
                self._look_after(child)
            time.sleep(0.25)
        for child in self.children:
            child.end()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children:
            child.wait(deadline - time.monotonic())
        return self.code

    def _look_after(self, child: Child) -> None:
        if child.is_unfit:
            self.is_ending, self.code = True, NOT_CONFIGURED
        else:
            child.look_after(time.monotonic())

    def _asked_to_end(self, signal_number: int, frame: object) -> None:
        self.is_ending = True


def run_beside(module: str) -> int:
    """Run a module in a process of its own and return its exit code.

    Django takes 50 MB: whoever only looks after other processes should not have loaded it.
    """
    command = [sys.executable, "-m", module]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own module


def web_child(*, host: str, port: int) -> Child:
    """One process that answers; what looks after it stays small, as it loads nothing of ours."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--blocking-threads", "4", "--no-access-log", "--log-level", "warning",
        "--respawn-failed-workers", "manyhands.config.wsgi:application",
    ]  # fmt: skip
    return Child("web", command, _counting())


def forking_web_child(*, host: str, port: int, processes: int) -> Child:
    """Several processes that answer, made from one."""
    command = [
        sys.executable, "-m", "manyhands.cli.running.web",
        "--host", host, "--port", str(port), "--processes", str(processes),
    ]  # fmt: skip
    return Child("web", command, _counting())


def _counting() -> dict[str, str]:
    """Where the web processes keep what they count: emptied at each start, as counters begin anew."""
    if not any(os.environ.get(f"MANYHANDS_METRICS_TOKEN{more}") for more in ("", "_FILE")):
        return {}
    folder = Path(os.environ.get("MANYHANDS_DATA_DIR", "data")).resolve() / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return {"PROMETHEUS_MULTIPROC_DIR": str(folder)}


def worker_children() -> list[Child]:
    """The worker, and what compiles the engine for it: where that fails, plans compile what they need."""
    warming = [sys.executable, "-m", "manyhands.apps.dispatch.bridge.planning.warm"]
    return [
        Child(
            "worker",
            [sys.executable, "-m", "manyhands.cli.running.worker"],
            {"MANYHANDS_DATABASE_POOL": "no"},
        ),
        Child("warming", warming, is_once=True),
    ]
