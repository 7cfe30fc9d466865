"""The named choices of weights, which the platform and the command line share."""

import pytest

from manyhands.apps.groups.models import PlanStyle
from manyhands.core.dispatch.objectives.styles import STYLES, weights_of


def test_a_group_can_choose_every_style_and_no_other() -> None:
    assert set(STYLES) == set(PlanStyle.values)


@pytest.mark.parametrize("name", STYLES)
def test_each_says_in_a_sentence_why(name: str) -> None:
    assert STYLES[name].reason.endswith(".")


def test_a_second_task_outweighs_any_way_only_where_the_load_is_strict() -> None:
    longest_way, second_task = 5_000, {name: 2 * weights_of(name).load for name in STYLES}

    assert second_task["strict"] > longest_way > second_task["balanced"] > second_task["nearest"]
