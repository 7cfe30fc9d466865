"""Tells mutmut which tests can notice a change, where it would see only some of them, and stops what runs on and on.

What runs while modules load, in a fixture of many tests, or once for all because its answer is kept, mutmut counts for
whichever test happened to be first. Any test after it may be the one that notices.
"""

import json
import os
import resource
import sys
from collections.abc import Generator, Iterable
from functools import _lru_cache_wrapper
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from mutmut.state import state

# The quickest tests of a function that take no longer than this together: what they do not notice counts as unnoticed.
MOST_SECONDS = 12.0
# Whoever uses the processor longer than this many times as long as before, and a few seconds to load, never ends.
MOST_TIMES, LOADING_SECONDS = 3, 10
# Beside the changes, where whoever tries them looks for it.
WHILE_LOADING = "walked-while-loading.json"
_OURS = ("manyhands.", "tests.")

_while_loading: set[str] = set()
_of_fixtures: dict[int, set[str]] = {}


def _is_counting() -> bool:
    return os.environ.get("MUTANT_UNDER_TEST") == "stats"


def _is_trying() -> bool:
    return "__mutmut_" in os.environ.get("MUTANT_UNDER_TEST", "")


def _stop_after(seconds: float) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (round(process_time() + seconds), hard))


def pytest_configure() -> None:
    if _is_trying():
        _stop_after(LOADING_SECONDS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quickest first: most changes are noticed by many tests, and one is enough."""
    if _is_trying():
        seconds = state().duration_by_test
        items.sort(key=lambda item: (seconds.get(item.nodeid, 0.0), item.nodeid))
        _stop_after(LOADING_SECONDS + MOST_TIMES * sum(seconds.get(item.nodeid, 0.0) for item in items))


def pytest_collection_finish() -> None:
    if _is_counting():
        _while_loading.update(_walked())
    elif _is_trying():
        _forget_answers()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any) -> Generator[None, Any, Any]:
    before = _walked() if _is_counting() else set()
    answer = yield
    if _is_counting():
        walked = _walked()
        if fixturedef.scope != "function":
            _of_fixtures[id(fixturedef)] = walked
        state()._stats.update(before, walked)
    return answer


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: Any) -> Generator[None, Any, Any]:
    """How long a test takes is told in seconds of a processor: others may want it too."""
    before = process_time()
    answer = yield
    if _is_counting():
        state().duration_by_test[item.nodeid] = process_time() - before
    return answer


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: Any) -> None:
    if _is_counting():
        _forget_answers()
        for fixtures in item._fixtureinfo.name2fixturedefs.values():
            for fixture in fixtures:
                state()._stats.update(_of_fixtures.get(id(fixture), ()))


def pytest_sessionfinish() -> None:
    if not _is_counting():
        return
    tests_by_function, seconds = state().tests_by_mangled_function_name, state().duration_by_test
    for name in _while_loading:
        tests_by_function[name] |= set(seconds)
    for name, tests in tests_by_function.items():
        tests_by_function[name] = set(_quickest(tests, seconds))
    Path(WHILE_LOADING).write_text(json.dumps(sorted(_while_loading)))


def _quickest(tests: Iterable[str], seconds: dict[str, float]) -> Iterable[str]:
    together = 0.0
    for place, test in enumerate(sorted(tests, key=lambda test: (seconds[test], test))):
        together += seconds[test]
        if place and together > MOST_SECONDS:
            return
        yield test


def _walked() -> set[str]:
    walked = set(state()._stats)
    state()._stats.clear()
    return walked


def _forget_answers() -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith(_OURS):
            for thing in list(vars(module).values()):
                if isinstance(thing, _lru_cache_wrapper):
                    thing.cache_clear()
