"""R26: whether the journal shows every change, how fast it is read, and what chaining costs a line.

    python -m benchmarks.journal [--lines 100000] [--write]

On an installation of its own, SQLite or beside tests/throwaway_postgres.py PostgreSQL. Damage is done to what an export
holds: one byte, one row, two rows swapped, the end cut off, two groups' chains spliced, each at random places.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice

from benchmarks.assurance import get_promise
from benchmarks.installation import installed

PROMISE = get_promise("R26")
LINES, AT_ONCE, SINGLE = 100_000, 1_000, 300
WANTED_LINES, MOST_SECONDS = 1_000_000, 60
DAMAGES, EXCERPT = 2_000, 60


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument(
        "--lines", type=int, default=LINES, help=f"how many are written and read (default: {LINES})"
    )
    options = parser.parse_args()
    with installed() as installation:
        rows = measure(options.lines)
        vendor = installation.vendor
    return PROMISE.judge(
        vendor,
        rows,
        [f"{name}: {measured}" for name, measured, _wanted, verdict in rows if verdict == "missed"],
        heads=["", "measured", "wanted", ""],
        more=f"{options.lines:,} lines, on {os.cpu_count()} processors that were asked for {os.getloadavg()[0]:.0f} "
        "times one processor's work at the time.",
        is_written=options.write,
    )


def measure(lines: int) -> list[tuple[str, str, str, str]]:
    from manyhands.apps.journal.actions import forget_in_journal
    from manyhands.apps.journal.queries import read_chain, verify_journal
    from manyhands.storage.scope import group_scope

    with group_scope(1, 2):
        together_us, alone_us, chain_us = write_lines(lines)
        started, began = time.perf_counter(), time.process_time()
        found = verify_journal(1)
        seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - began
        mine = list(islice(read_chain(1, to_number=lines), EXCERPT))
        theirs = list(islice(read_chain(2, to_number=lines), EXCERPT))
        detected, tried = damage(mine, theirs)
        forgotten = forget_in_journal(1, "people.person", 7, actor_kind="neighbour", keep_verbs=())
        still_whole = verify_journal(1).fault is None
    for_a_million = seconds * WANTED_LINES / found.count
    return [
        ("changes that were detected", f"{detected:,} of {tried:,}", "all", verdict(detected == tried)),
        ("whole after forgetting somebody", f"{forgotten:,} lines changed", "whole", verdict(still_whole)),
        ("lines verified", f"{found.count:,} in {seconds:.1f} s", "all", verdict(found.fault is None)),
        (
            "a million lines, reckoned from these",
            f"{for_a_million:.0f} s",
            f"under {MOST_SECONDS} s",
            verdict(for_a_million < MOST_SECONDS),
        ),
        ("of it, busy in this process", f"{cpu_seconds * WANTED_LINES / found.count:.0f} s", "", ""),
        ("writing a line among a thousand", f"{together_us:.0f} µs", "", ""),
        ("writing a line alone", f"{alone_us:.0f} µs", "", ""),
        ("of it sealing and hashing", f"{chain_us:.1f} µs", "", ""),
    ]


def verdict(is_met: bool) -> str:
    return "met" if is_met else "missed"


def write_lines(lines: int) -> tuple[float, float, float]:
    """Microseconds a line: many together, each alone, and the part of it that chaining is."""
    from django.utils import timezone

    from manyhands.apps.journal.actions import record_about, recorded_together
    from manyhands.apps.journal.bridge import chain_entry
    from manyhands.apps.journal.models import Entry
    from manyhands.storage.actors import Actor

    def write(group: int, person: int) -> None:
        by = Actor.member(person % 17)
        record_about(
            group, "person.read", "people.person", person, by=by, at=timezone.now(), fields=["name", "phone"]
        )

    started = time.perf_counter()
    for first in range(0, lines - SINGLE, AT_ONCE):
        with recorded_together():
            for person in range(first, min(first + AT_ONCE, lines - SINGLE)):
                write(1, person % 1_000)
    together = (time.perf_counter() - started) / max(1, lines - SINGLE)
    started = time.perf_counter()
    for person in range(SINGLE):
        write(1, person)
    alone = (time.perf_counter() - started) / SINGLE
    for person in range(EXCERPT):
        write(2, person)
    entries = list(Entry.objects.filter(group_id=1)[:AT_ONCE])
    started = time.perf_counter()
    for entry in entries:
        chain_entry(entry, bytes(32))
    return together * 1e6, alone * 1e6, (time.perf_counter() - started) / len(entries) * 1e6


def damage(mine: list, theirs: list) -> tuple[int, int]:
    from manyhands.core.privacy.chain import Checkpoint, start_of, verify

    chance = random.Random(26)
    head = Checkpoint(1, len(mine), mine[-1][1])
    detected = 0
    for kind in islice(_kinds(), DAMAGES):
        rows = list(mine)
        kind(rows, theirs, chance)
        found = verify(rows, start_of(1))
        detected += found.fault is not None or found.last != head
    return detected, DAMAGES


def _kinds() -> Iterator[Callable[..., None]]:
    while True:
        yield from (_flip_hash, _flip_commitment, _change_word, _leave_out, _swap, _cut_off, _splice)


def _flip_hash(rows: list, _theirs: list, chance: random.Random) -> None:
    place = chance.randrange(len(rows))
    rows[place] = (rows[place][0], _flipped(rows[place][1], chance))


def _flip_commitment(rows: list, _theirs: list, chance: random.Random) -> None:
    place, name = chance.randrange(len(rows)), chance.choice(["actor", "subject"])
    line, given = rows[place]
    rows[place] = (line._replace(**{name: _flipped(getattr(line, name), chance)}), given)


def _change_word(rows: list, _theirs: list, chance: random.Random) -> None:
    place, name = (
        chance.randrange(len(rows)),
        chance.choice(["verb", "subject_kind", "actor_kind", "actor_role"]),
    )
    line, given = rows[place]
    rows[place] = (line._replace(**{name: getattr(line, name) + "x"}), given)


def _leave_out(rows: list, _theirs: list, chance: random.Random) -> None:
    del rows[chance.randrange(len(rows))]


def _swap(rows: list, _theirs: list, chance: random.Random) -> None:
    first, second = chance.sample(range(len(rows)), 2)
    rows[first], rows[second] = rows[second], rows[first]


def _cut_off(rows: list, _theirs: list, chance: random.Random) -> None:
    del rows[chance.randrange(len(rows)) :]


def _splice(rows: list, theirs: list, chance: random.Random) -> None:
    """The other group's lines from some place on, as if they had always been ours."""
    place = chance.randrange(len(rows))
    rows[place:] = [(line._replace(group_id=1), given) for line, given in theirs[place:]]


def _flipped(value: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(value) * 8)
    changed = bytearray(value)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


if __name__ == "__main__":
    sys.exit(main())
