"""Every locked version, and what OSV knows of it: through pip-audit for Python, by OSV's own question for scripts."""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import httpx
from packaging.utils import canonicalize_name, canonicalize_version

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "requirements"
BUNDLED = ROOT / "frontend" / "package-lock.json"
PATIENCE_S = 30

# Databases that say how bad a hole is and where it is mended. Others give it no more than one more name.
_TELLING = ("GHSA-", "PYSEC-", "MAL-")
_PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,.-]+\])?==([^\s;\\]+)", re.MULTILINE)


class CouldNotAskError(Exception):
    """Nobody answered, or with something that is no answer."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One version of one library, as a lock names it."""

    ecosystem: str
    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def question(self) -> dict[str, Any]:
        return {"package": {"ecosystem": self.ecosystem, "name": self.name}, "version": self.version}


# Known to have holes for years: a database that does not know these knows nothing, whatever it says of ours.
CANARIES = (Pin("PyPI", "jinja2", "2.4.1"), Pin("npm", "lodash", "4.17.15"))


@dataclass(frozen=True, slots=True)
class Hole:
    pin: Pin
    names: tuple[str, ...]
    """What this and other databases call it."""
    summary: str
    severities: frozenset[str]
    known_since: date
    fixed_in: tuple[str, ...]


# --- what is there -------------------------------------------------------------------------------------------------


def list_pins() -> list[Pin]:
    python = {
        Pin("PyPI", canonicalize_name(name), version)
        for lock in LOCKS.glob("*.txt")
        for name, version in _PINNED.findall(lock.read_text())
    }
    packages = json.loads(BUNDLED.read_text())["packages"]
    scripts = {
        Pin("npm", path.rpartition("node_modules/")[2], package["version"])
        for path, package in packages.items()
        if path
    }
    return sorted(python | scripts, key=str)


# --- asking --------------------------------------------------------------------------------------------------------


def find_holes(pins: Iterable[Pin], address: str) -> list[Hole]:
    asked = {*pins, *CANARIES}
    try:
        with httpx.Client(base_url=address, timeout=PATIENCE_S) as osv:
            told = [
                *_ask_about([pin for pin in asked if pin.ecosystem == "npm"], osv),
                *_ask_pip_audit([pin for pin in asked if pin.ecosystem == "PyPI"], address),
            ]
            for canary in set(CANARIES) - {pin for pin, _names in told}:
                raise CouldNotAskError(f"it says nothing of {canary}, which has known holes")
            looked_up = [_look_up(pin, names, osv) for pin, names in told if pin not in CANARIES]
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CouldNotAskError(str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CouldNotAskError(f"its answer cannot be read: {error!r}") from error
    return [hole for hole in looked_up if hole]


def _ask_about(pins: list[Pin], osv: httpx.Client) -> Iterator[tuple[Pin, set[str]]]:
    waiting = [(pin, pin.question) for pin in pins]
    while waiting:
        said = osv.post("/v1/querybatch", json={"queries": [question for _pin, question in waiting]})
        answers = said.raise_for_status().json()["results"]
        told = list(zip(waiting, answers, strict=True))
        for (pin, _question), answer in told:
            yield from ((pin, {hole["id"]}) for hole in answer.get("vulns", ()))
        waiting = [
            (pin, {**question, "page_token": answer["next_page_token"]})
            for (pin, question), answer in told
            if answer.get("next_page_token")
        ]


def _ask_pip_audit(pins: list[Pin], address: str) -> Iterator[tuple[Pin, set[str]]]:
    """It takes one version of a library at a time, and asks about nothing that this machine would not install. So it
    gets bare lists: as many as the locks have versions of one library."""
    lists: defaultdict[int, list[Pin]] = defaultdict(list)
    versions: Counter[str] = Counter()
    for pin in pins:
        lists[versions[pin.name]].append(pin)
        versions[pin.name] += 1
    for some in lists.values():
        answers = {_identity(one["name"], one["version"]): one for one in _run_pip_audit(some, address)}
        for pin in some:
            answer = answers.get(_identity(pin.name, pin.version))
            if answer is None:
                raise CouldNotAskError(f"pip-audit says nothing of {pin}")
            yield from ((pin, {hole["id"], *hole["aliases"]}) for hole in answer["vulns"])


def _identity(name: str, version: str) -> tuple[str, str]:
    return canonicalize_name(name), canonicalize_version(version)


def _run_pip_audit(pins: list[Pin], address: str) -> list[dict[str, Any]]:
    """It ends with 1 for a hole as for a network that is not there: only its answer tells them apart."""
    with tempfile.TemporaryDirectory(prefix="manyhands-holes-") as folder:
        asked, answer = Path(folder, "asked.txt"), Path(folder, "answer.json")
        asked.write_text("".join(f"{pin.name}=={pin.version}\n" for pin in pins))
        ran = subprocess.run(
            [sys.executable, "-m", "pip_audit", "--vulnerability-service", "osv", "--osv-url", f"{address}/v1/query",
             "--disable-pip", "--no-deps", "--strict", "--requirement", asked, "--format", "json", "--aliases", "on",
             "--output", answer, "--cache-dir", folder, "--progress-spinner", "off", "--timeout", str(PATIENCE_S)],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        if not answer.exists():
            said = ran.stderr.strip().splitlines() or ["it ended without a word"]
            raise CouldNotAskError(f"pip-audit: {said[-1]}")
        return json.loads(answer.read_text())["dependencies"]


# --- what is known of one ------------------------------------------------------------------------------------------


def _look_up(pin: Pin, names: set[str], osv: httpx.Client) -> Hole | None:
    """None where it was taken back."""
    known, waiting, records = set(names), sorted(names), []
    while waiting:
        name = waiting.pop()
        said = osv.get(f"/v1/vulns/{name}")
        if said.status_code == httpx.codes.NOT_FOUND:
            continue
        record = said.raise_for_status().json()
        records.append(record)
        others = set(record.get("aliases", ())) - known
        known |= others
        waiting += sorted(other for other in others if other.startswith(_TELLING))
    if not records:
        raise CouldNotAskError(f"it names {', '.join(sorted(names))} for {pin}, and then does not know it")
    standing = [record for record in records if not record.get("withdrawn")]
    return _hole(pin, known, standing) if standing else None


def _hole(pin: Pin, names: set[str], records: list[dict[str, Any]]) -> Hole:
    summaries = [record.get("summary") or record.get("details") for record in records]
    return Hole(
        pin=pin,
        names=tuple(sorted(names, key=lambda name: (not name.startswith(_TELLING), name))),
        summary=next(filter(None, summaries), "not described").splitlines()[0],
        severities=frozenset(map(_severity, records)),
        known_since=min(map(_published_on, records)),
        fixed_in=tuple(dict.fromkeys(version for record in records for version in _fixed(pin, record))),
    )


def _severity(record: dict[str, Any]) -> str:
    return str((record.get("database_specific") or {}).get("severity") or "").lower()


def _published_on(record: dict[str, Any]) -> date:
    return datetime.fromisoformat(record.get("published") or record["modified"]).date()


def _fixed(pin: Pin, record: dict[str, Any]) -> Iterator[str]:
    for one in record.get("affected") or ():
        package = one.get("package") or {}
        if (package.get("ecosystem"), str(package.get("name")).lower()) != (pin.ecosystem, pin.name.lower()):
            continue
        # In GIT's ranges a version is a commit.
        ranges = [range_ for range_ in one.get("ranges") or () if range_.get("type") != "GIT"]
        yield from (event["fixed"] for range_ in ranges for event in range_["events"] if "fixed" in event)
