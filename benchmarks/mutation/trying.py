"""Makes the changes in the copy that it is run in, draws some of them, and tries each in a process of its own.

python -m benchmarks.mutation.trying SAMPLE SEED 0|1: how each ended, as JSON, and of the others what was changed. With
a 1 nothing at all is loaded before a change is made.
"""

import json
import os
import random
import resource
import sys
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from mutmut.__main__ import create_mutants
from mutmut.configuration import ForkServerWarmup, config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import (
    copy_also_copy_files,
    copy_src_dir,
    setup_source_paths,
    walk_mutatable_files,
)
from mutmut.utils.format_utils import mangled_name_from_mutant_name
from mutmut.workers.isolation import get_mutant_runner

from benchmarks.mutation.tree import ENDS, TOLD

WHILE_LOADING = Path("mutants", "walked-while-loading.json")
NOTHING = "nothing__mutmut_0"
AT_ONCE = 2
# The plugin stops earlier whoever uses the processor without end; this is for whoever only waits.
WAIT_SECONDS = 1_800
# A test failed, or it ran on and on, or nothing could be loaded any more.
NOTICED = frozenset({"killed", "timeout", "check was interrupted by user"})
# A change that asks for memory without end shall be an error of its own, and not the end of others on this machine.
MEMORY_BYTES = 8 << 30


def main() -> None:
    sample, seed, is_set_up = (int(argument) for argument in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    os.environ["NUMBA_DISABLE_JIT"] = "1"  # each change would be compiled anew
    paths = _make_changes()
    names = sorted(paths)
    chosen = sorted(random.Random(seed).sample(names, min(sample or len(names), len(names))))
    _count()
    loading = frozenset(json.loads(WHILE_LOADING.read_text()))
    early = [name for name in chosen if is_set_up or mangled_name_from_mutant_name(name) in loading]
    late = [name for name in chosen if name not in early]
    # What runs while modules load has to be changed before any of them is; all else is changed in what is loaded.
    ends = {**_try(early, ForkServerWarmup.IMPORT), **_try(late, ForkServerWarmup.COLLECT)}
    print(TOLD, dict(Counter(ends.values())))
    for name in chosen:
        if ends[name] not in NOTICED:
            print(f"{TOLD}{ends[name]}: {name}")
            changed = (line for line in get_diff_for_mutant(name, path=paths[name]).splitlines()[3:])
            print(
                *(f"{TOLD}  {line}" for line in changed if line.startswith(("-", "+"))),
                sep="\n",
                flush=True,
            )
    ENDS.write_text(json.dumps({"of": len(names), "noticed": [ends[name] in NOTICED for name in chosen]}))


def _make_changes() -> Mapping[str, Path]:
    """In all the files of the part, each behind a switch of its own. By their names, the files."""
    set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir()
    copy_src_dir()
    copy_also_copy_files()
    setup_source_paths()
    create_mutants(AT_ONCE)
    found: dict[str, Path] = {}
    for path in walk_mutatable_files():
        changes = SourceFileMutationData(path=path)
        changes.load()
        found |= dict.fromkeys(changes.exit_code_by_key, path)
    return found


def _count() -> None:
    """Which tests walk which function, and how long each takes. They all pass as long as nothing is changed."""
    set_mutant_under_test("stats")
    os.environ["PY_IGNORE_IMPORTMISMATCH"] = "1"
    failed = get_mutant_runner(AT_ONCE).collect_stats([])
    if failed or not any(state().tests_by_mangled_function_name.values()):
        raise SystemExit(f"The tests do not pass before anything is changed, or walk none of it ({failed}).")
    set_mutant_under_test("")


def _try(names: Collection[str], loaded_before: ForkServerWarmup) -> Mapping[str, str]:
    if not names:
        return {}
    config().forkserver_warmup = loaded_before
    runner = get_mutant_runner(AT_ONCE)
    codes: dict[str, int] = {}

    def note() -> None:
        result = runner.wait_for_result()
        codes[result.mutant_name] = result.exit_code

    tests_of = {
        name: state().tests_by_mangled_function_name.get(mangled_name_from_mutant_name(name), set())
        for name in names
    }
    # As a check, all these tests where nothing is changed.
    tests_of[NOTHING] = set().union(*tests_of.values())
    runner.startup()
    for name, tests in tests_of.items():
        while not runner.has_capacity():
            note()
        runner.submit(name, sorted(tests), 2 * WAIT_SECONDS, 0.0)
    runner.signal_work_complete()
    while runner.pending_count():
        note()
    runner.shutdown()
    ends = {name: status_by_exit_code[code] for name, code in codes.items()}
    if ends.pop(NOTHING) not in {"survived", "no tests"}:
        raise SystemExit(f"The tests of {len(names)} changes fail where nothing is changed.")
    return ends


if __name__ == "__main__":
    main()
