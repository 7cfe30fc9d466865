"""What is broken on purpose, and how sure a figure is when not all was."""

import runpy
from functools import partialmethod
from pathlib import Path

import pytest

from benchmarks.assurance import Promise
from benchmarks.mutation import __main__ as mutation
from benchmarks.mutation.parts import PARTS, missing_files
from benchmarks.mutation.scores import Score, Together
from benchmarks.mutation.tree import undecorated

WRAPPED = '''\
from contextlib import contextmanager
from functools import cache, partial


def twice(function):
    return lambda *args: 2 * function(*args)


def more(by):
    return lambda function: lambda *args: by + function(*args)


@twice
@more(
    by=3,
)
def number(of):
    """A number."""
    return of


@contextmanager
def inside(log):
    log.append("in")
    yield
    log.append("out")


class Thing:
    @property
    def name(self):
        return "thing"

    @classmethod
    def made(cls):
        return cls()

    @staticmethod
    @cache
    def kept():
        return 5
'''


def run(folder: Path, source: str) -> list[object]:
    (folder / "program.py").write_text(source)
    made = runpy.run_path(str(folder / "program.py"))
    log: list[str] = []
    with made["inside"](log):
        log.append("between")
    thing = made["Thing"]
    return [made["number"](4), log, thing().name, type(thing.made()) is thing, thing.kept()]


def test_without_its_decorators_a_program_does_the_same(tmp_path):
    plain = undecorated(WRAPPED)

    assert run(tmp_path, plain) == run(tmp_path, WRAPPED) == [14, ["in", "between", "out"], "thing", True, 5]
    assert "number = twice(more(by=3)(number))" in plain
    assert [line.strip() for line in plain.splitlines() if line.strip().startswith("@")] == [
        "@classmethod",
        "@staticmethod",
        "@cache",
    ]


def test_nothing_of_the_core_is_spared():
    assert missing_files() == []
    assert len({part.name for part in PARTS}) == len(PARTS)


def test_who_may_is_not_the_core():
    assert [part.name for part in PARTS if not part.is_core] == ["who may"]


@pytest.mark.parametrize(("noticed", "lowest"), [(100, 0.974), (90, 0.840), (50, 0.419), (0, 0.0)])
def test_of_a_sample_it_is_said_how_low_the_whole_may_be(noticed, lowest):
    score = Score("core", tried=100, of=5_000, noticed=noticed)

    assert score.share == noticed / 100
    assert score.lowest == pytest.approx(lowest, abs=0.001)


def test_where_all_was_tried_the_figure_is_what_it_is():
    assert Score("core", tried=40, of=40, noticed=36).lowest == 0.9
    assert Score("core", tried=0, of=0, noticed=0).lowest == 0.0


def test_what_the_page_says_of_a_part_is_kept_while_another_is_tried(tmp_path, monkeypatch):
    page = tmp_path / "assurance.md"
    monkeypatch.setattr(mutation, "PAGE", page)
    monkeypatch.setattr(Promise, "write", partialmethod(Promise.write, page=page))
    scores = {part.name: Score(part.name, 30, 1_500, 27) for part in PARTS[:3]}

    mutation.judge(scores, is_written=True)

    assert mutation.read_scores(page) == scores
    assert mutation.judge(scores, is_written=False) == 1
    assert mutation.read_scores(tmp_path / "none.md") == {}


def test_a_large_part_counts_for_more_than_a_small_one():
    small, large = Score("a", 30, 100, 15), Score("b", 30, 900, 30)
    both = Together("both", [small, large])

    assert (both.tried, both.of) == (60, 1_000)
    assert both.share == pytest.approx(0.95)
    assert 0.85 < both.lowest < 0.95


def test_parts_of_one_kind_are_as_sure_as_one_sample_of_all():
    parts = [Score("a", 50, 5_000, 45), Score("b", 50, 5_000, 45)]

    assert Together("both", parts).lowest == pytest.approx(Score("one", 100, 10_000, 90).lowest, abs=0.01)


def test_a_sample_without_a_miss_does_not_make_it_certain():
    parts = [Score("a", 30, 5_000, 30), Score("b", 5_000, 5_000, 4_000)]

    assert 0.85 < Together("both", parts).lowest < Together("both", parts).share == 0.9
