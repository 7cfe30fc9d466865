"""Small enough to hold in one's head."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, files, functions, named, python_files

FILE_LINES = 300
TEST_FILE_LINES = 500
FUNCTION_LINES = 50
README_LINES = 120

OUR_SOURCES = python_files() + files(ROOT / "frontend", ".css", ".mjs", ".scss", ".ts")
OUR_TEMPLATES = files(ROOT / "src", ".html", ".txt")


def too_long(paths: list[Path], most: int) -> list[str]:
    lengths = {named(path): len(path.read_text().splitlines()) for path in paths}
    return [f"{name}: {length} lines" for name, length in lengths.items() if length > most]


def test_source_files():
    assert too_long(OUR_SOURCES + OUR_TEMPLATES, FILE_LINES) == []


def test_test_files():
    assert too_long(files(ROOT / "tests", ".py"), TEST_FILE_LINES) == []


def test_readme():
    assert too_long([ROOT / "README.md"], README_LINES) == []


@pytest.mark.parametrize("folder", ["src", "tests", "."])
def test_functions(folder):
    paths = list((ROOT / folder).glob("*.py")) if folder == "." else files(ROOT / folder, ".py")
    long = [
        f"{named(path)}:{one.lineno} {one.name}: {lines(one)} lines"
        for path in paths
        if "migrations" not in path.parts
        for one in functions(path)
        if lines(one) > FUNCTION_LINES
    ]

    assert long == []


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Without the docstring: explaining is not what makes a function long."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is None:
        return total
    return total - ((first.end_lineno or first.lineno) - first.lineno + 1)
