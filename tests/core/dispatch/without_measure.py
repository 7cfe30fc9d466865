"""A pytest plugin that lets one measure cost nothing, before any test, or what it tests, is imported.

MANYHANDS_WITHOUT_MEASURE=travel pytest -p tests.core.dispatch.without_measure tests/core/dispatch
"""

import os

import numpy as np
from hypothesis import settings

from manyhands.core.dispatch.objectives import costs

MEASURES = {
    "unserved": "unserved_cost",
    "load": "marginal_costs",
    "travel": "travel_costs",
    "preference": "preference_cost",
    "switch": "switching_cost",
    "tie": "tie_cost",
}
NAME = os.environ["MANYHANDS_WITHOUT_MEASURE"]
whole = getattr(costs, MEASURES[NAME])


def nothing(*numbers):
    """As many costs as otherwise, of nothing."""
    return np.zeros_like(np.asarray(whole(*numbers)))


setattr(costs, MEASURES[NAME], nothing)

# As in conftest, which is not loaded with this.
settings.register_profile("without", deadline=None, database=None)
settings.load_profile("without")


def pytest_report_collectionfinish(items):
    """Say which tests declare that they are about the measure."""
    about = [item for item in items if any(NAME in marker.args for marker in item.iter_markers("measure"))]
    return [f"ABOUT {item.nodeid}" for item in about]
