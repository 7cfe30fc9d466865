"""What is broken, and which tests have to notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORE = "core"


@dataclass(frozen=True)
class Part:
    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    # What they load sets the whole program up, with a database of its own: that is done anew for each change.
    is_set_up: bool = False

    @property
    def is_core(self) -> bool:
        return self.name.startswith(CORE)

    def list_paths(self, root: Path = ROOT) -> list[Path]:
        found = (
            root.glob(file.replace("/*", "/**/*.py") if file.endswith("/*") else file) for file in self.files
        )
        return sorted(path for paths in found for path in paths)

    def list_tests(self) -> list[str]:
        """Also the examples in what is broken."""
        modules = (
            path.relative_to(ROOT / "src").with_suffix("") for path in self.list_paths() if self.is_core
        )
        names = (".".join(module.parts).removesuffix(".__init__") for module in modules)
        return [*self.tests, *(f"tests/core/test_doctests.py::test_examples_run[{name}]" for name in names)]


def _core(name: str) -> Part:
    return Part(f"core/{name}", (f"src/manyhands/core/{name}/*",), (f"tests/core/{name}",))


def _engine(name: str, *tests: str) -> Part:
    return _of_engine(name, (f"src/manyhands/core/dispatch/{name}/*",), tests)


def _top_of_engine(name: str, modules: Iterable[str], *tests: str) -> Part:
    return _of_engine(name, (f"src/manyhands/core/dispatch/{module}.py" for module in modules), tests)


def _of_engine(name: str, files: Iterable[str], tests: Iterable[str]) -> Part:
    return Part(f"core/dispatch/{name}", tuple(files), tuple(f"tests/core/dispatch/{test}" for test in tests))


# What stands in none of the engine's folders: how people and requests are taken in, and what is read of them.
_TAKEN_IN = ("arrays", "checks", "columns", "hours", "pairs", "problem", "records", "tables")
_READ = (
    "chains",
    "conditions",
    "explanation",
    "ledger",
    "plan",
    "projection",
    "ranking",
    "words",
    "__init__",
)

# They read the text of the program, in which every change stands beside what it changes.
READERS = (
    "tests/core/dispatch/test_registry.py::test_every_reason_is_given_by_a_rule",
    "tests/core/sheets/test_vocabulary.py::test_every_message_is_used_and_every_code_has_one",
)

PARTS = (
    Part(
        "who may",
        (
            "src/manyhands/apps/*/policies.py",
            "src/manyhands/apps/groups/access/*",
            "src/manyhands/storage/scope.py",
            "src/manyhands/storage/managers.py",
        ),
        (
            *(f"tests/apps/{app}/test_policies.py" for app in ("dispatch", "groups", "messaging", "people", "privacy",
                                                               "vetting")),
            *(f"tests/apps/groups/test_{name}.py" for name in ("access", "programs", "roles", "second_step")),
            "tests/apps/vetting/test_roles.py",
            "tests/storage/test_scope.py",
        ),
        is_set_up=True,
    ),
    _core("values"),
    _core("privacy"),
    _core("equity"),
    _core("areas"),
    _core("gazetteer"),
    _core("vetting"),
    _core("sheets"),
    _top_of_engine("taken in", _TAKEN_IN, "test_arrays.py", "test_bad_input.py", "test_columns.py", "test_records.py",
                   "test_distances.py", "test_hours.py"),
    _top_of_engine("read", _READ, "test_ranking.py", "test_explain.py", "test_explain_costs.py", "test_sentences.py",
                   "test_measures.py", "test_verify.py", "test_verify_fairness.py", "test_projection.py",
                   "test_explanation.py", "test_public_interface.py"),
    _engine("candidates", "test_index.py", "test_room.py", "test_masks.py", "test_distances.py", "test_strips.py",
            "test_feasible_pairs.py"),
    _engine("constraints", "test_rules.py", "test_registry.py", "test_masks.py"),
    _engine("objectives", "test_objectives.py", "test_ranking.py", "test_edges_of_solving.py", "test_best_plan.py"),
    _engine("solvers", "test_edges_of_solving.py", "test_two_solvers.py", "test_best_plan.py", "test_augmenting.py"),
    _engine("kernels", "test_kernels.py", "test_gates.py", "test_augmenting.py", "test_looking_around.py",
            "test_strips.py", "online/test_engine.py"),
    _engine("online", "online"),
    _engine("inviting", "test_inviting.py"),
    _engine("what_if", "what_if"),
    _engine("verify", "test_certificate.py", "test_verify.py", "test_verify_fairness.py", "test_hours.py"),
    _engine("explain", "test_explain.py", "test_explain_costs.py", "test_explain_together.py"),
    _engine("sentences", "test_sentences.py", "test_sentences_of_help.py", "test_sentences_of_nobody.py",
            "test_sentences_of_people.py"),
)  # fmt: skip


def missing_files() -> list[str]:
    """Modules of the core that no part breaks."""
    named = {path for part in PARTS for path in part.list_paths()}
    every = (ROOT / "src" / "manyhands" / "core").rglob("*.py")
    return sorted(
        str(path.relative_to(ROOT)) for path in every if path not in named and path.name != "__init__.py"
    )
