"""What is delivered: the same each time it is built, with a list of everything that runs with it."""

import importlib.util
import re
from pathlib import Path

import pytest

from benchmarks.wheel import list_libraries

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements" / "run.txt"


def test_every_library_that_runs_is_listed_with_its_hash():
    listed = list_libraries(LOCK)
    locked = re.findall(r"^([\w.-]+)==", LOCK.read_text(), re.MULTILINE)

    assert {one["name"].lower() for one in listed} == {name.lower() for name in locked}
    assert all(one["has_hash"] for one in listed)


@pytest.mark.parametrize("year", [2001, 2031])
def test_a_compiled_catalogue_does_not_tell_when_it_was_made(tmp_path, time_machine, year):
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    source = tmp_path / "locale" / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr ""\n"Language: es\\n"\n\nmsgid "Help"\nmsgstr "Ayuda"\n')

    time_machine.move_to(f"{year}-05-01")
    build.compile_catalogue(source)

    assert str(year).encode() not in source.with_suffix(".mo").read_bytes()
