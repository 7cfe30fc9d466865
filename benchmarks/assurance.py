"""docs/reference/assurance.md: what is promised, and what shows it.

Each command that proves a promise hands its figures over here; those of the others stay as they are.
"""

import argparse
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.table import as_markdown, print_table

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "assurance.md"
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
BOTH = (SQLITE, POSTGRESQL)
HEAD = """# What is promised, and what shows it

Each figure is written by a command that anybody can run: with `ARGS=--write` it writes its own part of this page anew,
without it only says whether the promise holds. What is missed stands below the table, with what is missing.
"""
NOT_MEASURED = "not measured"
WRITTEN = "write the figures into docs/reference/assurance.md"
_PART = re.compile(r"<!-- (?P<code>R\d+)(?: (?P<part>[^>]+))? -->\n(?P<text>.*?)<!-- /(?P=code)", re.DOTALL)
_MISSED = re.compile(r"\*\*Missed: (?P<why>.*?)\*\*\.", re.DOTALL)

Rows = list[tuple[str, object]]
# By code and part ("R4", "SQLite"); a promise that knows no parts has the part "".
Figures = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Promise:
    code: str
    title: str
    command: str
    parts: tuple[str, ...] = ("",)

    def parser(self, description: str) -> argparse.ArgumentParser:
        main = sys.modules["__main__"].__spec__
        parser = argparse.ArgumentParser(
            prog=f"python -m {main.name}" if main else None, description=description
        )
        parser.add_argument("--write", action="store_true", help=WRITTEN)
        return parser

    def judge(
        self,
        part: str,
        rows: Sequence[Sequence[object]],
        missed: Sequence[str],
        *,
        heads: Sequence[str] = ("", ""),
        more: str = "",
        is_written: bool,
    ) -> int:
        """Print what was found, write it down when asked to, and say by the exit code whether all is well."""
        print_table(f"{self.code}: {self.title} {part}".rstrip(), heads, rows)
        for problem in missed:
            print(f"NOT WELL: {problem}")
        if is_written:
            table = as_markdown(heads, rows, align="---" if len(heads) == len(("", "")) else "--:")
            self.write(f"{table}\n\n{more}", missed, part=part)
        return 1 if missed else 0

    def write(self, text: str, missed: Iterable[str], *, part: str = "", page: Path = PAGE) -> None:
        if part not in self.parts:
            raise ValueError(f"{self.code} is promised of {', '.join(self.parts)}, not of {part}")
        figures = read_figures(page) if page.exists() else {}
        why = "; ".join(missed)
        verdict = f"**Missed: {why}**." if why else "Held."
        when = f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}."
        figures[self.code, part] = f"{verdict} {when}\n\n{text.strip()}"
        page.write_text(render(figures), encoding="utf-8")


PROMISES = (
    Promise("R1", "nothing crosses from one group into another", "make check-tenants", BOTH),
    Promise("R2", "the database keeps groups apart by itself", "make check-tenants", (POSTGRESQL,)),
    Promise("R3", "what it costs that the database keeps groups apart", "make check-row-security", (POSTGRESQL,)),
    Promise("R4", "nobody goes for nothing", "make check-claims", BOTH),
    Promise("R5", "a form sent twice is one request and one message", "make check-idempotency", BOTH),
    Promise("R6", "one message per person and event, whatever dies", "make check-outbox", BOTH),
    Promise("R7", "what was acknowledged is stored", "make check-crash", BOTH),
    Promise("R8", "a backup under load brings everything back", "make check-backup", BOTH),
    Promise("R9", "migrations are safe, and each can be taken back", "make check-migrations-safe", BOTH),
    Promise("R10", "what a request costs (R10 to R12)", "make check-requests", BOTH),
    Promise("R15", "whoever sends too much is slowed down, and nobody else", "make check-throttle", BOTH),
    Promise("R16", "OWASP ASVS 5.0, level 2, is classified", "make check-asvs"),
    Promise("R17", "what stands around every answer", "make check-headers", (SQLITE,)),
    Promise("R18", "whatever is sent, nothing of ours breaks", "make check-fuzz", BOTH),
    Promise("R19", "what other servers deliver is theirs, fresh, and taken once", "make check-webhooks"),
    Promise("R20", "whatever a gateway does, nothing is lost silently", "make check-gateways", BOTH),
    Promise("R21", "the map finds no home", "make check-location", BOTH),
    Promise("R23", "who sees what is as the table says", "make check-disclosure", BOTH),
    Promise("R24", "whoever is forgotten is nowhere", "make check-retention", BOTH),
    Promise("R25", "the log knows nobody", "make check-retention", BOTH),
    Promise("R26", "the journal shows every change", "make check-journal", BOTH),
    Promise("R27", "a stolen database shows nobody, and keys can be changed", "make check-stolen-database", BOTH),
    Promise("R29", "whatever fails underneath, people can ask or are told what to do", "make check-degraded", BOTH),
    Promise("R30", "tests walk every branch, notice what breaks, and are quick", "make coverage, mutate, check-suite",
            ("branches", "changes", "time")),
    Promise("R31", "what is delivered", "make check-wheel"),
)  # fmt: skip


def get_promise(code: str) -> Promise:
    return next(promise for promise in PROMISES if promise.code == code)


def read_figures(page: Path) -> Figures:
    found = _PART.finditer(page.read_text(encoding="utf-8"))
    return {(one["code"], one["part"] or ""): one["text"].strip() for one in found}


# --- the page ------------------------------------------------------------------------------------------------


def render(figures: Mapping[tuple[str, str], str]) -> str:
    overview = as_markdown(
        ["", "promised", "shown by", "holds"],
        [[one.code, one.title, f"`{one.command}`", _state(one, figures)] for one in PROMISES],
        align="---",
    )
    missed = "\n".join(_list_missed(figures))
    below = ["## What is missed", missed] if missed else []
    sections = [section for promise in PROMISES for section in _section(promise, figures)]
    return "\n\n".join([HEAD.strip(), overview, *below, *sections]) + "\n"


def _state(promise: Promise, figures: Mapping[tuple[str, str], str]) -> str:
    said = {NOT_MEASURED: f"**{NOT_MEASURED}**", "": "yes"}
    states = [said.get(why, "**missed**") for _part, why in _list_parts(promise, figures)]
    named = zip(promise.parts, states, strict=True)
    return ", ".join(f"{part}: {state}" if part else state for part, state in named)


def _list_missed(figures: Mapping[tuple[str, str], str]) -> Iterator[str]:
    for promise in PROMISES:
        for part, why in _list_parts(promise, figures):
            if why:
                yield f"- {promise.code} ({part}): {why}." if part else f"- {promise.code}: {why}."


def _list_parts(promise: Promise, figures: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """(part, why it does not hold); "" where it does."""
    for part in promise.parts:
        text = figures.get((promise.code, part))
        if text is None:
            yield part, NOT_MEASURED
            continue
        missed = _MISSED.match(text)
        yield part, missed["why"] if missed else ""


def _section(promise: Promise, figures: Mapping[tuple[str, str], str]) -> Iterator[str]:
    if not any((promise.code, part) in figures for part in promise.parts):
        return
    yield f"## {promise.code}: {promise.title}\n\n`{promise.command}`"
    for part in promise.parts:
        if (promise.code, part) in figures:
            mark = f"{promise.code} {part}".strip()
            head = f"### {promise.code}: {part}\n\n" if part else ""
            yield f"{head}<!-- {mark} -->\n{figures[promise.code, part]}\n<!-- /{mark} -->"
