"""Every example in the documentation of the package runs."""

import doctest
import importlib
import pkgutil

import pytest

from manyhands.core import sheets

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(sheets.__path__, prefix=f"{sheets.__name__}.")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    module = importlib.import_module(name)
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL

    assert doctest.testmod(module, optionflags=options).failed == 0


def test_most_modules_have_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = sum(
        len(test.examples) for name in MODULES for test in finder.find(importlib.import_module(name))
    )

    assert examples > 60
