"""What import-linter cannot say: which file of another app may be met, and that core truly stands alone."""

import subprocess
import sys

from tests.architecture.source import contract_layers, import_graph, python_files

# How an app may be met by those above it: its data, its reads, its writes, what its things and pages are called ...
FACES = {"models", "queries", "actions", "paths", "words"}
# ... by the ways in, and by rules that build on its rules, also what says who may ...
WHO_MAY = {
    "policies",
    "views",
    "ask",
    "board",
    "map",
    "partners",
    "evidence",
    "what_if",
    "importing",
    "staff",
    "status",
    "api",
    "access",
    "context",
    "templatetags",
    "middleware",
    "urls",
}
FACES_FOR_WHO_MAY = FACES | {"access", "policies"}
# ... and the small tables and readers that stand below its models.
WORDS = set(contract_layers("app")[-1])

# Each costs a second or a hundred megabytes; a page that needs one imports it where it needs it.
TOO_HEAVY_TO_START_WITH = ("numba", "numpy", "ortools", "pandas", "scipy", "shapely", "sklearn")


def test_another_app_is_met_only_through_its_faces():
    graph = import_graph()
    strangers = [
        f"{importer} imports {imported}"
        for importer in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
        if is_stranger(importer.split("."), imported.split("."))
    ]

    assert strangers == []


def is_stranger(importer: list[str], imported: list[str]) -> bool:
    if importer[1:2] != ["apps"] or imported[1:2] != ["apps"] or len(imported) < 4:
        return False
    if importer[2] == imported[2]:
        return False
    allowed = FACES_FOR_WHO_MAY if importer[3] in WHO_MAY else FACES
    return imported[3] not in allowed | WORDS


def test_core_imports_with_everything_else_blocked():
    """Run in a fresh interpreter: here Django is loaded already, and would be found."""
    modules = [name for name in sorted(import_graph().modules) if name.startswith("manyhands.core")]
    program = (
        "import importlib, sys\n"
        "for name in ('django', 'httpx', 'psycopg', 'requests'): sys.modules[name] = None\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "outside = [n for n in sys.modules if n.startswith('manyhands.') and not n.startswith('manyhands.core')]\n"
        "assert not outside, outside\n"
    )

    finished = run_python(program)

    assert finished.returncode == 0, finished.stderr


def test_starting_loads_nothing_heavy():
    program = (
        "import os, sys, django\n"
        "django.setup()\n"
        "from django.urls import get_resolver\n"
        "get_resolver().url_patterns\n"
        f"print(*sorted(set(sys.modules) & set({TOO_HEAVY_TO_START_WITH!r})))\n"
    )

    finished = run_python(program)

    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.split() == []


def test_no_module_is_a_drawer_for_everything():
    drawers = [path.name for path in python_files() if path.stem in {"common", "misc", "util", "utils"}]

    assert drawers == []


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
