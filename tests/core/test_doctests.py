"""The examples in the docstrings of the core are true."""

import doctest
import importlib
import pkgutil

import pytest

import manyhands.core

MODULES = sorted(found.name for found in pkgutil.walk_packages(manyhands.core.__path__, "manyhands.core."))


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    failed, _attempted = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)

    assert failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    documented = {
        name for name in MODULES if any(test.examples for test in finder.find(importlib.import_module(name)))
    }

    assert {
        "manyhands.core.dispatch.ranking",
        "manyhands.core.privacy.cells",
        "manyhands.core.values.point",
    } <= documented
