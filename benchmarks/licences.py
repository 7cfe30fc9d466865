"""May every library go together with our licence, and how old are they? Asked of what is installed, without a network.

    python -m benchmarks.licences

Of Python's libraries their own metadata is read (requirements/host.txt names them), of those that are built into our
scripts and styles frontend/package-lock.json. A licence that nobody has looked at is refused. It is no legal advice.
"""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from benchmarks.table import print_table

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements" / "host.txt"
BUNDLED = ROOT / "frontend" / "package-lock.json"
OURS = "AGPL-3.0-or-later"
# SECURITY.md: locks are made anew at least every three months.
OLDEST_LOCK_DAYS = 92

# By their names in the list of SPDX: what may be part of a work under ours.
FITTING = frozenset({
    "0BSD", "AGPL-3.0-or-later", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause",
    "CC0-1.0", "GPL-3.0-or-later", "ISC", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0",
    "PSF-2.0", "Unlicense", "Zlib",
})  # fmt: skip
# Each was looked at by somebody, for this library and this licence alone.
LOOKED_AT = {
    ("regex", "CNRI-Python"): "taken from CPython's `re`, which CPython itself gives under PSF-2.0",
}
# How they are called where no name of SPDX is given. "BSD" alone may mean one that does not fit: its text decides.
_SAID = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_CLASSIFIER = re.compile(r"License :: OSI Approved :: (.+)")
_NAMED_FILE = re.compile(r"licen[cs]e", re.IGNORECASE)
_DAY = re.compile(r"(20\d\d)\.(\d\d?)\.(\d\d?)")
_LONGEST_WORDS = 60
_PARTS = re.compile(r"[()]|[^\s()]+")


@dataclass(frozen=True, slots=True)
class Library:
    name: str
    version: str
    licence: str
    """An expression of SPDX; empty where it could not be told."""

    @property
    def released_on(self) -> date | None:
        """Known only of those whose version is the day. Nothing that is installed says more: its files are as old as
        their installation."""
        day = _DAY.fullmatch(self.version)
        try:
            return date(*map(int, day.groups())) if day else None
        except ValueError:
            return None

    @property
    def looked_at(self) -> str:
        """Why it may be used although its licence is none of those that fit."""
        reasons = [
            reason
            for (name, licence), reason in LOOKED_AT.items()
            if name == self.name and licence in self.licence
        ]
        return reasons[0] if reasons else ""

    @property
    def may_be_used(self) -> bool:
        also = {licence for name, licence in LOOKED_AT if name == self.name}
        return bool(self.licence) and fits(self.licence, FITTING | also)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.licences", description=__doc__.splitlines()[0]
    )
    parser.parse_args()
    libraries = [*list_installed(), *list_bundled()]
    print_table(
        f"may be part of a work under {OURS}",
        ("library", "version", "licence", ""),
        [(one.name, one.version, one.licence or "?", _verdict(one)) for one in libraries],
    )
    today = datetime.now(UTC).date()
    for name, value in rows(libraries, today=today):
        print(f"  {name}: {value}")
    wrong = list(problems(libraries, today=today))
    print("\n".join(f"NOT WELL: {problem}" for problem in wrong) or "All of them.")
    return 1 if wrong else 0


def _verdict(library: Library) -> str:
    return (library.looked_at or "yes") if library.may_be_used else "NO"


# --- what is judged ------------------------------------------------------------------------------------------------


def rows(libraries: list[Library], *, today: date) -> list[tuple[str, object]]:
    licences = Counter(one.licence for one in libraries)
    apart = "; ".join(f"{one.name} ({one.licence}): {one.looked_at}" for one in libraries if one.looked_at)
    dated = ", ".join(f"{one.name} {(today - day).days}" for one in libraries if (day := one.released_on))
    made_on = find_lock_day()
    return [
        ("libraries, in Python and in browsers", len(libraries)),
        (f"whose licence may be part of a work under {OURS}", sum(one.may_be_used for one in libraries)),
        ("of these by a look of their own", apart or 0),
        ("licences", ", ".join(f"{name} {count}" for name, count in licences.most_common())),
        ("days since the locks were made", (today - made_on).days if made_on else "not known here"),
        (
            "days since releases that tell theirs by their version; of the others nothing installed tells it",
            dated or 0,
        ),
    ]


def problems(libraries: Iterable[Library], *, today: date) -> Iterator[str]:
    for one in libraries:
        if not one.may_be_used:
            yield f"{one.name}: {one.licence or 'does not say its licence'}"
    made_on = find_lock_day()
    if made_on and is_too_old(made_on, today=today):
        yield f"the locks are of {made_on}; SECURITY.md promises new ones every three months (make lock UPGRADE=yes)"


def is_too_old(made_on: date, *, today: date) -> bool:
    return (today - made_on).days > OLDEST_LOCK_DAYS


def fits(expression: str, fitting: frozenset[str]) -> bool:
    """Whether what SPDX calls an expression may be used: each part that stands with AND, one of those with OR.

    >>> fits("MIT OR (SSPL-1.0 AND MIT)", FITTING), fits("MIT AND SSPL-1.0", FITTING)
    (True, False)
    """
    parts = _PARTS.findall(expression)
    answer = _either(parts, fitting)
    return answer and not parts


def _either(parts: list[str], fitting: frozenset[str]) -> bool:
    answer = _each(parts, fitting)
    while parts[:1] == ["OR"]:
        del parts[0]
        answer = _each(parts, fitting) or answer
    return answer


def _each(parts: list[str], fitting: frozenset[str]) -> bool:
    answer = _one(parts, fitting)
    while parts[:1] == ["AND"]:
        del parts[0]
        answer = _one(parts, fitting) and answer
    return answer


def _one(parts: list[str], fitting: frozenset[str]) -> bool:
    if not parts:
        return False
    name = parts.pop(0)
    if name == "(":
        answer = _either(parts, fitting)
        return bool(parts) and parts.pop(0) == ")" and answer
    if parts[:1] == ["WITH"]:
        name = " ".join([name, parts.pop(0), *parts[:1]])
        del parts[:1]
    return name in fitting


# --- what is there ---------------------------------------------------------------------------------------------------


def list_installed() -> list[Library]:
    """What requirements/host.txt asks for on a machine like this one."""
    asked = (
        Requirement(line.rstrip("\\ "))
        for line in LOCK.read_text().splitlines()
        if re.match(r"[\w.-]+==", line)
    )
    return [_installed(one.name) for one in asked if one.marker is None or one.marker.evaluate()]


def _installed(name: str) -> Library:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return Library(name, "not installed", "")
    return Library(name, found.version, licence_of(found))


def list_bundled() -> list[Library]:
    """What our scripts and styles are built of and with; what only other machines would install is left out."""
    packages = json.loads(BUNDLED.read_text())["packages"].items()
    return [
        Library(path.removeprefix("node_modules/"), package["version"], package.get("license", ""))
        for path, package in packages
        if path and not package.get("optional")
    ]


def licence_of(found: Distribution) -> str:
    """As the library names it; where it only says "BSD", as its text says; else in its own words, which fit nothing."""
    told = found.metadata
    if told.get("License-Expression"):
        return str(told["License-Expression"])
    classes = [match[1] for line in told.get_all("Classifier", []) if (match := _CLASSIFIER.match(line))]
    own = str(told.get("License") or "")
    for words in ([own], classes):
        names = [_SAID.get(one, one) for one in words]
        if names and set(names) <= FITTING:
            return " AND ".join(names)
    return (
        licence_in("\n".join(_texts(found))) or " ".join((own or ", ".join(classes)).split())[:_LONGEST_WORDS]
    )


def _texts(found: Distribution) -> Iterator[str]:
    for file in found.files or ():
        if ".dist-info" in str(file) and _NAMED_FILE.search(file.name):
            yield file.read_text()


def licence_in(text: str) -> str:
    """The two of BSD's that fit, by what only they say; empty for anything else."""
    words = " ".join(text.split())
    if "Redistribution and use in source and binary forms" not in words or "advertising materials" in words:
        return ""
    return "BSD-3-Clause" if "endorse or promote products" in words else "BSD-2-Clause"


def find_lock_day() -> date | None:
    """When the locks were made, as the history says. None where there is none, or not the whole of it."""
    asked = ["git", "log", "-1", "--format=%cs", "--", str(LOCK)]
    if (ROOT / ".git" / "shallow").exists():
        return None
    try:
        said = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
    return date.fromisoformat(said) if said else None


if __name__ == "__main__":
    sys.exit(main())
