"""A pytest plugin that takes one rule out of the registry before any test, or what it tests, is imported.

MANYHANDS_WITHOUT_RULE=skills pytest -p tests.core.dispatch.without tests/core/dispatch
"""

import os

from hypothesis import settings

from manyhands.core.dispatch.constraints import registry

NAME = os.environ["MANYHANDS_WITHOUT_RULE"]
LEFT = tuple(rule for rule in registry.RULES if rule.name != NAME)
assert len(LEFT) == len(registry.RULES) - 1, f"there is no rule called {NAME}"
registry.RULES = LEFT

# As in conftest, which is not loaded with this.
settings.register_profile("without", deadline=None, database=None)
settings.load_profile("without")


def pytest_report_collectionfinish(items):
    """Say which tests declare that they are about the rule."""
    about = [item for item in items if any(NAME in marker.args for marker in item.iter_markers("rule"))]
    return [f"ABOUT {item.nodeid}" for item in about]
