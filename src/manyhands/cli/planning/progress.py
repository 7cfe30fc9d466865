"""How far it is: a bar that moves where somebody watches, plain lines where a file does. Always on stderr."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TextIO

WIDTH: Final = 24
SLOWEST_REDRAW_SECONDS: Final = 0.1
_CLEAR_LINE: Final = "\r\x1b[2K"


class Progress:
    """Walks through named steps; the last one ends at 100 %."""

    def __init__(self, steps: int, *, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._steps = steps
        self._done = 0
        self._label = ""
        self._drawn_at = 0.0
        self._is_watched = self._stream.isatty()

    @contextmanager
    def step(self, label: str) -> Iterator[None]:
        """One step, said before it begins."""
        self._label = label
        if self._is_watched:
            self._draw(0.0)
        else:
            print(f"[{self._done + 1}/{self._steps}] {label}", file=self._stream, flush=True)
        try:
            yield
        finally:
            self._done += 1
            self._drawn_at = 0.0

    def within(self, done: int, of: int) -> None:
        """Say how much of the step is done; drawn at most ten times a second."""
        if self._is_watched and time.monotonic() - self._drawn_at >= SLOWEST_REDRAW_SECONDS:
            self._draw(done / max(1, of))

    def end(self) -> None:
        """Take the bar away, so that what follows begins on a clean line."""
        if self._is_watched:
            print(_CLEAR_LINE, end="", file=self._stream, flush=True)

    def _draw(self, share: float) -> None:
        self._drawn_at = time.monotonic()
        total = (self._done + share) / self._steps
        filled = round(total * WIDTH)
        bar = "█" * filled + "░" * (WIDTH - filled)
        print(f"{_CLEAR_LINE}{bar} {total:4.0%}  {self._label}", end="", file=self._stream, flush=True)
