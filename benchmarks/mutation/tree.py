"""A copy of all that is committed, in which things are broken."""

import ast
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.mutation.parts import READERS, ROOT, Part

# Where it is written in the copy how each change ended, and what lines begin with that others are to read.
ENDS, TOLD = Path("ends.json"), "told: "
# What the tests of each change load anew is only what is ours; all else is loaded once.
_LOADED_ONCE = ("numpy", "django.db.models", "django.forms", "django.template", "django.test")
_PRELOAD = "loaded-once.txt"
# These two mutmut breaks as they are.
_LEFT = frozenset({"staticmethod", "classmethod"})


def copy_tree(tree: Path, part: Part) -> None:
    """With what has been built beside it; what is to be broken comes in a form that mutmut can break."""
    git = shutil.which("git") or "git"
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        target = tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    for built in ("src/manyhands/web/static/manyhands", *_catalogues()):
        if (ROOT / built).is_dir():
            shutil.copytree(ROOT / built, tree / built, dirs_exist_ok=True)
        elif (ROOT / built).exists():
            shutil.copy2(ROOT / built, tree / built)
    for path in part.list_paths(tree):
        path.write_text(undecorated(path.read_text()))
    (tree / _PRELOAD).write_text("\n".join(_LOADED_ONCE))
    with (tree / "pyproject.toml").open("a") as settings:
        settings.write(_settings(part))


def _catalogues() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in (ROOT / "src").rglob("*.mo")]


def undecorated(source: str) -> str:
    """The same program, with `f = wrapped(f)` below each function instead of `@wrapped` above it.

    mutmut breaks no function that wears a decorator: half of what says who may, and every kernel, would be left out.
    """
    lines = source.splitlines()
    for function in sorted(_decorated(ast.parse(source)), key=lambda found: found.lineno, reverse=True):
        wrapped = function.name
        for decorator in reversed(function.decorator_list):
            wrapped = f"{ast.unparse(decorator)}({wrapped})"
        indent = " " * function.col_offset
        lines.insert(function.end_lineno or function.lineno, f"{indent}{function.name} = {wrapped}")
        del lines[function.decorator_list[0].lineno - 1 : function.lineno - 1]
    return "\n".join(lines) + "\n"


def _decorated(module: ast.Module) -> Iterator[ast.FunctionDef]:
    bodies = [module.body, *(node.body for node in module.body if isinstance(node, ast.ClassDef))]
    for node in (node for body in bodies for node in body):
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            names = {ast.unparse(decorator) for decorator in node.decorator_list}
            if not names & _LEFT:
                yield node


def _settings(part: Part) -> str:
    listed = {
        "source_paths": ["src/manyhands"],
        "only_mutate": list(part.files),
        "also_copy": ["benchmarks", "examples", "docs", "README.md"],
        "pytest_add_cli_args_test_selection": part.list_tests(),
        "pytest_add_cli_args": [
            "-p", "no:randomly", "-p", "benchmarks.mutation.plugin", "--hypothesis-profile=broken", "-q",
            *(f"--deselect={test}" for test in READERS),
        ],
        # Each change in a process that has loaded nothing of ours: what runs while modules load is broken too,
        # and nothing is remembered from when all was well.
        "process_isolation": "forkserver",
        "forkserver_warmup": "import",
        "preload_modules_file": _PRELOAD,
        "use_git_change_detection": False,
        "track_dependencies": False,
    }  # fmt: skip
    lines = [f"{name} = {json.dumps(value)}" for name, value in listed.items()]
    return "\n".join(["", "[tool.mutmut]", *lines, ""])
