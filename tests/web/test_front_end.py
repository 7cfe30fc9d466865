"""What the build made, and what it is made of."""

import gzip
import json
import re
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT, files

STATIC = PACKAGE / "web" / "static" / "manyhands"
FRONTEND = ROOT / "frontend"

PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:text-align|float|clear):(?:left|right)\b"
    r"|[{;](?:left|right):"
)


def built(name: str) -> str:
    return (STATIC / name).read_text()


@pytest.mark.parametrize(
    ("name", "limit_bytes"), [("site.css", 25_000), ("public.js", 5_000), ("app.js", 30_000)]
)
def test_what_a_visitor_loads_is_small(name, limit_bytes):
    assert len(gzip.compress(built(name).encode())) <= limit_bytes


def test_one_stylesheet_serves_both_directions():
    assert PHYSICAL.findall(built("site.css")) == []


def test_the_stylesheet_fetches_nothing():
    assert "url(" not in built("site.css")
    assert "@import" not in built("site.css")


def test_every_variable_that_is_used_is_set():
    css = built("site.css")
    used = set(re.findall(r"var\((--[\w-]+)\)", css))

    assert used - set(re.findall(r"(--[\w-]+)\s*:", css)) == set()


@pytest.mark.parametrize("name", ["site.css", "public.js", "app.js"])
def test_source_maps_that_are_named_are_there(name):
    for target in re.findall(r"sourceMappingURL=(\S+)", built(name)):
        assert (STATIC / target).exists()


def test_the_licences_of_what_is_bundled_travel_along():
    assert all(name in built("licences.txt") for name in ("bootstrap", "bootstrap-icons", "htmx.org", "MIT"))


def test_the_lock_names_no_host():
    lock = json.loads((FRONTEND / "package-lock.json").read_text())

    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)


@pytest.mark.parametrize("path", files(FRONTEND / "scripts", ".ts"), ids=lambda path: path.name)
def test_scripts_are_small_and_say_nothing_themselves(path: Path):
    """Every word a person reads comes from a template, where it is translated."""
    source = path.read_text()

    assert len(source.splitlines()) <= 150
    assert re.findall(r"""(?:textContent|title|innerText)\s*=\s*["'`]\w""", source) == []
    assert "innerHTML" not in source


def test_components_that_scripts_look_for_are_drawn():
    templates = "".join(path.read_text() for path in files(PACKAGE, ".html"))
    templates += (PACKAGE / "web" / "forms" / "renderer.py").read_text()
    wanted = {
        name
        for path in files(FRONTEND / "scripts", ".ts")
        for name in re.findall(r"\[(data-[a-z-]+)[\]=]", path.read_text())
    } - {"data-sending"}

    assert len(wanted) > 10
    assert {name for name in wanted if name not in templates} == set()
