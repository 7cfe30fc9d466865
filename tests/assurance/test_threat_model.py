"""What the threat model names as standing in the way is there."""

import re

import pytest

from benchmarks.asvs import ROOT, is_test

MODEL = (ROOT / "THREAT_MODEL.md").read_text()
NAMED = re.compile(r"`(tests/[\w/]+\.py|…)(::\w+(?:::\w+)?)?`")

ADVERSARIES = ["ex-partner", "member", "coordinator", "spammer", "thief", "runs the machine", "Another group"]
ADVERSARIES += ["state", "library", "shared telephone"]
COMPONENTS = ["web process", "worker", "planning process", "database", "backups", "gateway", "geocoder"]
COMPONENTS += ["tracker of errors"]
COMPONENTS += ["browser", "private link", "API token", "secret key", "contact keys", "blind index key"]


def names() -> list[str]:
    """Each with its file; a name that begins with … is in the file that was named last."""
    found, file = [], ""
    for path, test in NAMED.findall(MODEL):
        file = file if path == "…" else path
        found.append(file + test)
    return found


def test_every_test_it_names_exists():
    missing = [name for name in names() if not (is_test(name) if "::" in name else (ROOT / name).is_file())]

    assert len(names()) > 30
    assert missing == []


@pytest.mark.parametrize("adversary", ADVERSARIES)
def test_each_adversary_has_what_remains(adversary):
    sections = re.split(r"^### ", MODEL.split("## By component")[0], flags=re.MULTILINE)[1:]
    theirs = [section for section in sections if adversary in section.splitlines()[0]]

    assert len(theirs) == 1
    assert "**Remains.**" in theirs[0]


@pytest.mark.parametrize("component", COMPONENTS)
def test_each_component_says_what_it_surrenders(component):
    rows = [
        line for line in MODEL.splitlines() if line.startswith("| **") and component in line.split("|")[1]
    ]

    assert rows
    assert all(line.count("|") == 5 for line in rows)
