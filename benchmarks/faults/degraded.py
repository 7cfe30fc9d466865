"""Whatever fails underneath: people can still ask, or are told plainly what to do, and nothing they typed is lost.

    python -m benchmarks.faults.degraded [--postgresql] [--neighbours 4] [--write]

A real server and a real worker. One after the other the database is held by somebody else, the disk is full or the
database server is gone; mail server, gateway for texts and map pictures are away from the beginning. All neighbours
are browsers without scripts. PostgreSQL is a cluster of its own, so that it can be stopped and started.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.assurance import Rows, get_promise
from benchmarks.faults import degraded_world as world
from benchmarks.faults.fakes import Gateways, close_doors, doors_open
from benchmarks.faults.holding import held, without_room
from benchmarks.faults.visitor import Neighbour, Page, Visitor
from benchmarks.installation import Installation, Server, installed, running
from tests.throwaway_postgres import Cluster, throwaway_cluster

PROMISE = get_promise("R29")
HELD_SECONDS = 5
HELD_LONGER_THAN_ANYBODY_WAITS_SECONDS = 28
AT_MOST_TO_SAY_SO_SECONDS = 30
AT_MOST_TO_COME_BACK_SECONDS = 30
AT_MOST_TO_DELIVER_SECONDS = 150
MOST_TRIES = 60
BETWEEN_TRIES_SECONDS = 0.5


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--postgresql", action="store_true", help="with a cluster of its own")
    parser.add_argument("--neighbours", type=int, default=4)
    options = parser.parse_args()
    # Ended from outside, still stop what was started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    fakes = Gateways(refused=0)
    close_doors(fakes)
    settings = {**fakes.settings, "DATABASE_POOL": "no", "MAP_FILE": "/nowhere/streets.pmtiles"}
    with database(options.postgresql) as cluster, installed(**settings) as installation:
        seeded = world.seed()
        # Only this process does without a pool: its connections would not outlive what happens to the server.
        os.environ["MANYHANDS_DATABASE_POOL"] = "yes"
        with running("web", "--processes", "2") as server, world.working():
            trial = Trial(installation, server, cluster, seeded, options.neighbours)
            trial.run(fakes)
        return PROMISE.judge(installation.vendor, trial.rows, trial.problems, is_written=options.write)


@contextmanager
def database(is_postgresql: bool) -> Iterator[Cluster | None]:
    if not is_postgresql:
        yield None
        return
    with throwaway_cluster() as cluster:
        # For speed it answers before a commit is in its log, and forgets the last half second when it is stopped.
        cluster.psql("ALTER ROLE manyhands_app SET synchronous_commit = on", "postgres")
        os.environ["MANYHANDS_TEST_DATABASE_URL"] = cluster.url("manyhands_app")
        os.environ["MANYHANDS_TEST_OWNER_URL"] = cluster.url("manyhands_owner")
        yield cluster


@dataclass
class Trial:
    installation: Installation
    server: Server
    cluster: Cluster | None
    seeded: world.Seeded
    neighbours: int
    rows: Rows = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    asked: int = 0

    def run(self, fakes: Gateways) -> None:
        self.without_scripts_or_map()
        self.without_mail_and_texts()
        with doors_open(fakes):
            opened_at = time.monotonic()
            self.held_for_a_while()
            self.held_too_long()
            if self.cluster is None:
                self.disk_full()
            else:
                self.note("disk full", "not tried here: a small disk for PostgreSQL needs privileges")
                self.gone(self.cluster)
            self.everything_is_delivered(fakes, opened_at)
        self.nothing_is_lost()

    def note(self, what: str, value: object, *, unless: str = "") -> None:
        """A figure; and what is wrong with it, if anything is."""
        self.rows.append((what, value))
        if unless:
            self.problems.append(unless)

    def neighbour(self) -> Neighbour:
        self.asked += 1
        visitor = Visitor(self.server.port, f"10.2.{self.asked // 200}.{self.asked % 200 + 1}")
        return world.neighbour(visitor, self.asked)

    def remember(self, neighbour: Neighbour, is_acknowledged: bool) -> bool:
        if is_acknowledged:
            self.acknowledged.append(neighbour.name)
        return is_acknowledged

    # --- what is away from the beginning ---------------------------------------------------------------------

    def without_scripts_or_map(self) -> None:
        """Asked, opened by staff, seen in the list and taken: with plain forms, and no picture of a map."""
        neighbour = self.neighbour()
        is_asked = self.remember(neighbour, neighbour.ask()[0])
        taken = world.open_and_take(self.server.port, self.seeded)
        complete = world.pages_without_map(self.server.port, self.seeded)
        self.note("without scripts: asked, opened, taken", _yes(is_asked and taken), unless=_unless(
            is_asked and taken, "somebody without scripts did not get through"))  # fmt: skip
        self.note("without map pictures: complete pages", complete, unless=_unless(
            complete == "2 of 2", "without map pictures a page is not complete"))  # fmt: skip

    def without_mail_and_texts(self) -> None:
        asking = [self.neighbour() for _ in range(2)]
        taken = sum(self.remember(one, one.ask()[0]) for one in asking)
        waiting = world.wait_until_tried()
        self.note("mail and texts away: taken in", f"{taken} of 2", unless=_unless(
            taken == len(asking), "without mail a request was not taken"))  # fmt: skip
        self.note("and what they are told waits", waiting, unless=_unless(
            waiting.endswith("none given up"), "a message was given up at once"))  # fmt: skip

    def everything_is_delivered(self, fakes: Gateways, opened_at: float) -> None:
        """Nobody does anything for it: the worker tries again by itself."""
        left = world.wait_until_delivered(AT_MOST_TO_DELIVER_SECONDS)
        seconds = time.monotonic() - opened_at
        twice = [name for name, count in fakes.arrived().items() if count > 1]
        said = f"{fakes.arrived().total()}, the last {seconds:.0f} s after they are back"
        self.note("mail and texts back: delivered by themselves", said, unless=_unless(
            not left and not twice, f"left over: {left or 'none'}; sent twice: {len(twice)}"))  # fmt: skip

    # --- what fails while people ask -------------------------------------------------------------------------

    def held_for_a_while(self) -> None:
        asking = [self.neighbour() for _ in range(self.neighbours)]
        with held(self.installation, HELD_SECONDS), ThreadPoolExecutor(len(asking)) as pool:
            answers = list(pool.map(Neighbour.ask, asking))
        taken = sum(self.remember(one, told) for one, (told, _slowest) in zip(asking, answers, strict=True))
        slowest = max(slowest for _told, slowest in answers)
        said = f"{taken} of {len(asking)}, after {slowest:.1f} s at most"
        self.note(f"database held {HELD_SECONDS} s: taken in", said, unless=_unless(
            taken == len(asking), f"held {HELD_SECONDS} s, {taken} of {len(asking)} were taken in"))  # fmt: skip

    def held_too_long(self) -> None:
        neighbour = self._at_the_last_question()
        with held(self.installation, HELD_LONGER_THAN_ANYBODY_WAITS_SECONDS):
            page = neighbour.answer("more/")
        self._goes_on(f"database held {HELD_LONGER_THAN_ANYBODY_WAITS_SECONDS} s", neighbour, page)

    def disk_full(self) -> None:
        neighbour = self._at_the_last_question()
        with without_room(self.server.pid):
            page = _until(Page.is_not_now.fget, lambda: neighbour.answer("more/"))  # type: ignore[attr-defined]
            reading = neighbour.visitor.get(f"/g/{world.GROUP}/")
        self.note("disk full: pages can be read", _yes(reading.status == 200), unless=_unless(
            reading.status == 200, f"on a full disk a page answers {reading.status}"))  # fmt: skip
        self._goes_on("disk full", neighbour, page)

    def gone(self, cluster: Cluster) -> None:
        neighbour = self._at_the_last_question()
        cluster.stop()
        page = neighbour.answer("more/")
        ready, lives = (neighbour.visitor.get(path) for path in ("/readyz", "/healthz"))
        cluster.start()
        said = f"/readyz {ready.status} after {ready.seconds:.1f} s, /healthz {lives.status}"
        self.note("database server gone", said, unless=_unless(
            (ready.status, lives.status) == (503, 200), "it is not told that the database is gone"))  # fmt: skip
        self._goes_on("database server gone", neighbour, page)

    def _at_the_last_question(self) -> Neighbour:
        neighbour = self.neighbour()
        neighbour.answer_all_but_the_last()
        return neighbour

    def _goes_on(self, what: str, neighbour: Neighbour, page: Page) -> None:
        """The page that came, and whether its own button brings everything to a good end."""
        is_kind = (
            page.is_taken or page.gives_back(neighbour.words)
        ) and page.seconds < AT_MOST_TO_SAY_SO_SECONDS
        kept = "taken after all" if page.is_taken else "with" if is_kind else "WITHOUT"
        said = f"{page.status} after {page.seconds:.1f} s, {kept}{'' if page.is_taken else ' what was typed'}"
        self.note(f"{what}: what is said", said, unless=_unless(is_kind, f"{what}: {said}"))
        began, tries = time.monotonic(), 0
        while page.is_not_now and tries < MOST_TRIES:
            time.sleep(BETWEEN_TRIES_SECONDS)
            page, tries = neighbour.visitor.press_again(page), tries + 1
        told = self.remember(neighbour, page.is_taken and neighbour.send())
        seconds = time.monotonic() - began
        is_back = neighbour.visitor.get("/readyz").status == 200
        said = f"taken when its button is pressed {tries} times, {seconds:.1f} s" if told else "not taken"
        is_well = told and is_back and seconds < AT_MOST_TO_COME_BACK_SECONDS
        self.note(f"{what}: afterwards", said, unless=_unless(is_well, f"{what}: afterwards {said}"))

    # --- the judge -------------------------------------------------------------------------------------------

    def nothing_is_lost(self) -> None:
        stored = world.stored_names()
        lost = [name for name in self.acknowledged if stored[name] != 1]
        more = sum(stored.values()) - len(self.acknowledged)
        self.note("requests acknowledged", f"{len(self.acknowledged)} of {self.asked} asked")
        self.note("acknowledged, but not stored exactly once", len(lost), unless=_unless(
            not lost, f"{len(lost)} acknowledged requests are not stored once"))  # fmt: skip
        self.note("stored, but acknowledged to nobody", more, unless=_unless(
            more == 0, f"{more} were stored and acknowledged to nobody"))  # fmt: skip


def _until(is_reached: Callable[[Page], Any], ask: Callable[[], Page]) -> Page:
    page = ask()
    for _ in range(MOST_TRIES):
        if is_reached(page):
            break
        page = ask()
    return page


def _unless(is_well: bool, problem: str) -> str:
    return "" if is_well else problem


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


if __name__ == "__main__":
    sys.exit(main())
