"""The build hook builds what is missing, nothing twice, and stops when something is wrong."""

import gettext
import json
from pathlib import Path

import pytest

import hatch_build
from hatch_build import BuildError, build_frontend, compile_catalogue, is_built, run

HEADER = (
    'msgid ""\nmsgstr ""\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "locale" / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    return path


@pytest.fixture
def frontend(tmp_path, monkeypatch) -> Path:
    """A front end of one source and one output, built by something quicker than Node."""
    source, static = tmp_path / "frontend", tmp_path / "static"
    source.mkdir()
    static.mkdir()
    (source / "build.mjs").write_text("first")
    monkeypatch.setattr(hatch_build, "FRONTEND", source)
    monkeypatch.setattr(hatch_build, "STATIC", static)
    monkeypatch.setattr(hatch_build, "STAMP", static / ".built.json")
    monkeypatch.setattr(hatch_build, "install_packages", lambda: None)

    def node(arguments, cwd):
        (static / "site.css").write_text((cwd / arguments[0]).read_text())
        return 0

    monkeypatch.setattr(hatch_build, "node", node)
    return source


def test_a_catalogue_is_compiled_so_that_gettext_reads_it(catalogue):
    catalogue.write_text(
        HEADER + 'msgid "task"\nmsgid_plural "tasks"\nmsgstr[0] "tarea"\nmsgstr[1] "tareas"\n'
    )

    changed = compile_catalogue(catalogue)

    with catalogue.with_suffix(".mo").open("rb") as file:
        spanish = gettext.GNUTranslations(file)
    assert changed
    assert [spanish.ngettext("task", "tasks", n) for n in (1, 2)] == ["tarea", "tareas"]


def test_a_catalogue_that_did_not_change_is_left_alone(catalogue):
    catalogue.write_text(HEADER + 'msgid "task"\nmsgstr "tarea"\n')
    compile_catalogue(catalogue)

    assert not compile_catalogue(catalogue)


def test_a_translation_that_would_break_its_page_stops_the_build(catalogue):
    catalogue.write_text(
        HEADER + '#, python-format\nmsgid "%(name)s said yes"\nmsgstr "%(nombre)s dijo que sí"\n'
    )

    with pytest.raises(BuildError, match="said yes"):
        compile_catalogue(catalogue)


def test_the_front_end_is_built_once(frontend):
    build_frontend()
    hatch_build.STATIC.joinpath("site.css").write_text("touched by hand")

    build_frontend()

    assert hatch_build.STATIC.joinpath("site.css").read_text() == "touched by hand"


def test_a_changed_source_is_built_anew(frontend):
    build_frontend()
    (frontend / "build.mjs").write_text("second")

    build_frontend()

    assert hatch_build.STATIC.joinpath("site.css").read_text() == "second"


def test_a_lost_output_is_built_anew(frontend):
    build_frontend()
    source = json.loads(hatch_build.STAMP.read_text())["source"]
    hatch_build.STATIC.joinpath("site.css").unlink()

    assert not is_built(source)


def test_a_missing_front_end_is_said(frontend):
    (frontend / "build.mjs").unlink()

    with pytest.raises(BuildError, match=r"build\.mjs is missing"):
        build_frontend()


def test_a_failing_command_is_named():
    with pytest.raises(BuildError, match="`npm ci` in frontend/ ended with code 7"):
        run("npm ci", 7)
