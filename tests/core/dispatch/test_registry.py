"""Every rule and every measure is a file of its own, with a sentence that justifies it, and with tests of its own."""

import pkgutil
from importlib import import_module

import pytest

from manyhands.core.dispatch import constraints, objectives
from manyhands.core.dispatch.constraints.registry import RULES, check_all
from manyhands.core.dispatch.constraints.verdict import Outcome, Reason
from tests.core.dispatch import test_measures, test_rules
from tests.core.dispatch.worlds import context, request, volunteer

FILES = sorted({found.name for found in pkgutil.iter_modules(constraints.__path__)} - {"registry", "verdict"})


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_a_rule(name):
    assert [rule.name for rule in RULES].count(name) == 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_the_name_of_its_file(rule):
    assert rule.check.__module__.rpartition(".")[2] == rule.name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_both_forms_of_a_rule_are_in_its_file(rule):
    assert rule.mask.__module__ == rule.check.__module__
    assert (rule.check.__name__, rule.mask.__name__) == ("check", "mask")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_justified_in_one_sentence(rule):
    assert rule.justification[0].isupper()
    assert rule.justification.endswith(".")
    assert rule.justification.count(".") == 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_tests_of_its_own(rule):
    tests = vars(test_rules)[f"Test{rule.name.title().replace('_', '')}"]

    assert len([name for name in vars(tests) if name.startswith("test_")]) > 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_only_the_own_limit_is_soft(rule):
    assert rule.is_soft == (rule.name == "capacity")


def test_all_rules_are_asked_in_order_even_after_one_has_failed():
    world = request(required_skills={"x"}), volunteer(pool="west", capacity_per_week=0), context()

    verdicts = check_all(*world)

    assert list(verdicts) == [rule.name for rule in RULES]
    assert verdicts == {rule.name: rule.check(*world) for rule in RULES}
    assert sum(verdict.is_failure for verdict in verdicts.values()) > 1


def test_somebody_without_anything_against_them_passes_everything():
    verdicts = check_all(request(), volunteer(), context())

    assert {verdict.outcome for verdict in verdicts.values()} == {Outcome.PASSES}


def test_every_reason_is_given_by_a_rule():
    sources = [vars(import_module(f"{constraints.__name__}.{name}")) for name in FILES]
    given = {
        name for source in sources for name in source["check"].__code__.co_names if name in Reason.__members__
    }

    assert given == set(Reason.__members__)


# What puts measures together, and what a group chooses between, is no measure itself.
MEASURES = sorted(
    {found.name for found in pkgutil.iter_modules(objectives.__path__)} - {"costs", "styles", "weights"}
)
TESTS_OF_MEASURES = {"load_spread": "TestLoad", "switching": "TestSwitch", "tie_break": "TestTie"}


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_is_justified_in_the_first_sentence_of_its_file(name):
    sentence = import_module(f"{objectives.__name__}.{name}").__doc__.strip().splitlines()[0]

    assert sentence[0].isupper()
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_tests_of_its_own(name):
    assert hasattr(test_measures, TESTS_OF_MEASURES.get(name, f"Test{name.title()}"))
