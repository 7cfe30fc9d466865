"""Every rule is in the list, and the list is a sentence per rule."""

import pkgutil

import pytest

from manyhands.core.dispatch import constraints
from manyhands.core.dispatch.constraints.registry import RULES, check_all
from manyhands.core.dispatch.constraints.verdict import Outcome, Reason
from tests.core.dispatch.worlds import context, request, volunteer

NOT_RULES = {"registry", "verdict"}


def test_every_file_is_a_rule_of_its_own_name():
    files = {found.name for found in pkgutil.iter_modules(constraints.__path__)} - NOT_RULES

    assert [rule.name for rule in RULES] == [rule.check.__module__.rpartition(".")[2] for rule in RULES]
    assert {rule.name for rule in RULES} == files
    assert len(RULES) == len(files)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_both_forms_of_a_rule_are_in_its_file(rule):
    assert rule.mask.__module__ == rule.check.__module__
    assert (rule.check.__name__, rule.mask.__name__) == ("check", "mask")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_justified_in_one_sentence(rule):
    assert rule.justification[0].isupper()
    assert rule.justification.endswith(".")
    assert rule.justification.count(".") == 1


def test_only_the_own_limit_is_soft():
    assert [rule.name for rule in RULES if rule.is_soft] == ["capacity"]


def test_all_rules_are_asked_in_order_even_after_one_has_failed():
    verdicts = check_all(request(required_skills={"x"}), volunteer(pool="west"), context())

    assert list(verdicts) == [rule.name for rule in RULES]
    assert [name for name, verdict in verdicts.items() if verdict.is_failure] == ["same_pool", "skills"]


def test_somebody_without_anything_against_them_passes_everything():
    verdicts = check_all(request(), volunteer(), context())

    assert {verdict.outcome for verdict in verdicts.values()} == {Outcome.PASSES}


def test_every_reason_is_given_by_a_rule():
    sources = [rule.check.__globals__ for rule in RULES]
    given = {
        name for source in sources for name in source["check"].__code__.co_names if name in Reason.__members__
    }

    assert given == set(Reason.__members__)
