"""What the architecture tests read: the files of the project, the apps in their order, the import graph."""

import ast
import configparser
import functools
import os
from collections.abc import Iterator
from pathlib import Path

import grimp
import pathspec

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "manyhands"
APPS = PACKAGE / "apps"
CORE = PACKAGE / "core"


@functools.cache
def project_files() -> list[Path]:
    """Every file that belongs to the project: what .gitignore lets through, whether or not git is here."""
    ignored = pathspec.GitIgnoreSpec.from_lines([*(ROOT / ".gitignore").read_text().splitlines(), "/.git/"])
    found = []
    for folder, folder_names, file_names in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        folder_names[:] = [name for name in folder_names if not ignored.match_file(f"{here / name}/")]
        found += [ROOT / here / name for name in file_names if not ignored.match_file(here / name)]
    return sorted(found)


def files(folder: Path, *suffixes: str) -> list[Path]:
    return [path for path in project_files() if path.suffix in suffixes and path.is_relative_to(folder)]


def python_files() -> list[Path]:
    """Our own Python, without migrations: those are written once and never again."""
    return [path for path in files(PACKAGE, ".py") if "migrations" not in path.parts]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@functools.cache
def syntax_tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


@functools.cache
def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(syntax_tree(path)) if isinstance(node, ast.Call)]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Also those in classes and in others. None is in an expression, so nobody looks there."""
    waiting: list[ast.AST] = [syntax_tree(path)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        inside = ast.iter_child_nodes(node)
        waiting += [one for one in inside if isinstance(one, ast.stmt | ast.ExceptHandler | ast.match_case)]


@functools.cache
def import_graph() -> grimp.ImportGraph:
    return grimp.build_graph("manyhands", cache_dir=None)


@functools.cache
def contract_layers(contract: str) -> list[list[str]]:
    """The layers of a contract in .importlinter, the highest first; it is the one place that orders them."""
    parser = configparser.ConfigParser(comment_prefixes=(";",))
    parser.read(ROOT / ".importlinter")
    lines = parser[f"importlinter:contract:{contract}"]["layers"].split("\n")
    return [
        [name.strip().strip("()") for name in line.replace(":", "|").split("|")]
        for line in lines
        if line.strip()
    ]


@functools.cache
def height_of_apps() -> dict[str, int]:
    """How high each app stands: the journal is 0."""
    layers = reversed(contract_layers("apps"))
    return {name: height for height, layer in enumerate(layers) for name in layer}


def app_folders() -> list[Path]:
    return sorted(path.parent for path in APPS.glob("*/__init__.py"))
