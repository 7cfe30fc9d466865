"""The engine's names, and what it takes to load them."""

import subprocess
import sys

import pytest

import manyhands.core.dispatch as engine


@pytest.mark.parametrize("name", engine.__all__)
def test_every_name_is_there(name):
    assert getattr(engine, name).__module__.startswith("manyhands.core.dispatch.")
    assert name in dir(engine)


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="has no attribute 'magic'"):
        _ = engine.magic


@pytest.mark.parametrize(
    ("imports", "loaded"),
    [
        ("import manyhands.core.dispatch", []),
        ("import manyhands.core.dispatch.ranking", []),
        ("from manyhands.core.dispatch import solve, certify, from_records", ["numpy"]),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(imports, loaded):
    heavy = ("django", "numpy", "ortools", "pandas")

    run = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{imports}\nimport sys\nprint([name for name in {heavy} if name in sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.strip() == str(loaded)
