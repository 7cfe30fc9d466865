"""What is written about the project is true of the project."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import (
    PACKAGE,
    ROOT,
    app_folders,
    calls,
    files,
    named,
    project_files,
    python_files,
)

DOCUMENTS = [path for path in project_files() if path.suffix == ".md"]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
SETTINGS_PAGE = ROOT / "docs" / "reference" / "settings.md"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
READERS = {"boolean", "choice", "database", "find_database", "integer", "secret", "text", "words"}

# Package indexes and mirrors: a lock says what, whoever installs says where from.
INDEX_HOSTS = re.compile(r"registry\.npmjs|pythonhosted\.org|pypi\.org/simple|npmmirror|jsdelivr|unpkg\.com")


# --- ARCHITECTURE.md ----------------------------------------------------------------------------------------


def packages() -> list[str]:
    tops = [path.parent for path in PACKAGE.glob("*/__init__.py")]
    engines = [path for path in (PACKAGE / "core").iterdir() if list(path.glob("*.py"))]
    return sorted({folder.name for folder in [*tops, *engines, *app_folders()]})


def drawn_packages() -> list[str]:
    """The folders in the tree of ARCHITECTURE.md, up to the line that leaves the package."""
    tree = (ROOT / "ARCHITECTURE.md").read_text().split("```")[1]
    inside = tree.split("src/manyhands/\n")[1].split("\n\nfrontend/")[0]
    return sorted(set(re.findall(r"^[│├└─ ]+(\w+)/ ", inside, re.MULTILINE)))


def test_every_package_is_drawn():
    assert drawn_packages() == packages()


# --- links --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_links_lead_somewhere(document):
    targets = [link.split("#")[0] for link in LINK.findall(without_code(document.read_text()))]
    broken = [
        target
        for target in targets
        if target
        and "://" not in target
        and not target.startswith("mailto:")
        and not (document.parent / target).exists()
    ]

    assert broken == []


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "index.md").read_text()))

    assert {path.name for path in folder.glob("0*.md")} == {name for name in listed if name.startswith("0")}


# --- settings -----------------------------------------------------------------------------------------------


def settings_read() -> set[str]:
    """Every name that is read from the environment with one of the typed readers."""
    return {
        f"MANYHANDS_{call.args[0].value}"
        for path in python_files()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and getattr(call.func.value, "id", "") == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_setting_is_documented():
    documented = set(re.findall(r"^\| `(MANYHANDS_\w+)`", SETTINGS_PAGE.read_text(), re.MULTILINE))

    assert settings_read() == documented


# --- dependencies -------------------------------------------------------------------------------------------


def declared() -> dict[str, list[Requirement]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = {
        name: [r for r in group if isinstance(r, str)] for name, group in project["dependency-groups"].items()
    }
    everything = {
        "build-system": project["build-system"]["requires"],
        "run": project["project"]["dependencies"],
        **project["project"]["optional-dependencies"],
        **groups,
    }
    return {name: [Requirement(text) for text in texts] for name, texts in everything.items()}


def test_every_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    reasons = [
        line.partition("#")[2].strip()
        for line in lines
        if re.match(r'\s+"[a-z][\w-]+(\[[\w,-]+\])?[<>=~!]', line)
    ]

    assert len(reasons) == sum(len(requirements) for requirements in declared().values())
    assert [reason for reason in reasons if len(reason.split()) < 3] == []


@pytest.mark.parametrize(
    ("lock", "groups"),
    [
        ("build", ["build-system", "build"]),
        ("run", ["run"]),
        ("host", ["run", "postgres"]),
        ("bench", ["bench"]),
        ("dev", ["run", "postgres", "build", "test", "lint", "docs"]),
    ],
)
def test_locks_hold_what_is_declared(lock, groups):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    pinned: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE):
        pinned.setdefault(canonicalize_name(name), set()).add(version)
    missing = [
        str(requirement)
        for group in groups
        for requirement in declared()[group]
        if not any(
            requirement.specifier.contains(v) for v in pinned.get(canonicalize_name(requirement.name), ())
        )
    ]

    assert missing == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_have_hashes_and_no_hosts(lock):
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())

    assert [
        entry for entry in entries if "--hash=sha256:" not in entry or "://" in entry or "--index" in entry
    ] == []


# --- whose machine ------------------------------------------------------------------------------------------


def test_no_file_names_the_machine_it_was_written_on():
    here = {str(ROOT), str(Path.home()), str(Path(__file__).home().resolve())}
    texts = [path for path in project_files() if path.suffix not in {".png", ".ico", ".woff2", ".xlsx"}]
    found = [
        named(path)
        for path in texts
        if path != Path(__file__) and any(f"{place}/" in path.read_text(errors="replace") for place in here)
    ]

    assert found == []


def test_no_file_names_a_package_index():
    paths = [
        path
        for path in project_files()
        if path.suffix in {".cfg", ".json", ".md", ".mjs", ".toml", ".ts", ".txt"}
    ]
    found = [named(path) for path in paths if INDEX_HOSTS.search(path.read_text(errors="replace"))]

    assert found == []


def test_the_licence_is_whole():
    licence = (ROOT / "LICENSE").read_text()

    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in licence
    assert "13. Remote Network Interaction" in licence
    assert files(ROOT / "docs", ".md")
