"""The engine is compiled beside a worker that starts, never in a web process, and not at all where nothing can be."""

import os
import shutil
import subprocess
import sys

import pytest

from manyhands.cli.running.processes import web_child, worker_children

COMMAND = next(list(child.command) for child in worker_children() if child.is_once)
LOADED = "import sys; print([name for name in ('numba', 'numpy', 'django') if name in sys.modules])"


def test_a_worker_has_it_and_the_web_has_not():
    assert COMMAND[-1] == "manyhands.apps.dispatch.bridge.planning.warm"
    assert not web_child(host="127.0.0.1", port=1).is_once


def test_a_worker_forks_and_so_shares_no_pool_of_connections():
    worker = next(child for child in worker_children() if not child.is_once)
    code = "from manyhands.config.settings import DATABASES; print('pool' in DATABASES['default']['OPTIONS'])"
    environment = {**os.environ, "MANYHANDS_TESTING": "yes", "MANYHANDS_DATABASE_URL": "postgresql://u:p@h/n"}

    for more, said in ({}, "True"), (worker.environment, "False"):
        told = subprocess.run(
            [sys.executable, "-c", code],
            env={**environment, **more},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.strip() == said


def test_what_is_compiled_is_kept_for_every_planning_process(tmp_path):
    """One step of a plan and one of a change are not there yet; to compile all takes half a minute."""
    pytest.importorskip("numba")
    from manyhands.core.dispatch.kernels import compiled

    name = compiled.name_sources()
    kept = tmp_path / "manyhands" / name
    # Other tests may be compiling at this moment.
    shutil.copytree(compiled.find_cache_folder(name), kept, ignore=shutil.ignore_patterns("*.tmp.*"))
    for step in ("by_request.fill_rows", "changes.switch_off"):
        for file in kept.rglob(f"{step}-*"):
            file.unlink()

    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path), "NUMBA_DISABLE_JIT": "0"}
    subprocess.run(COMMAND, env=environment, check=True, timeout=240)

    for step in ("by_request.fill_rows", "changes.switch_off"):
        assert {file.suffix for file in kept.rglob(f"{step}-*")} == {".nbi", ".nbc"}


@pytest.mark.parametrize("missing", ["", "numba", "numpy"])
def test_where_nothing_can_be_compiled_nothing_is_loaded(missing):
    script = (
        "import importlib.util\n"
        "find = importlib.util.find_spec\n"
        f"importlib.util.find_spec = lambda name: None if name == {missing!r} else find(name)\n"
        "from manyhands.apps.dispatch.bridge.planning import warm\n"
        f"assert warm.main() == 0\n{LOADED}"
    )
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "0" if missing else "1"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert done.stdout.strip() == "[]"
