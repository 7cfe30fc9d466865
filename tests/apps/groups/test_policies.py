"""The one table of who may, and what rests of it while somebody lacks what a role needs."""

import pytest
from django.utils import timezone

from manyhands.apps.groups import policies
from manyhands.apps.groups.models import Membership, MembershipState
from manyhands.apps.groups.models.held import HeldRole
from manyhands.apps.groups.permissions import PERMISSIONS
from manyhands.apps.groups.policies import RoleChecks, holds, list_missing, may, rest_roles

READER = HeldRole(1, "reader", "", ("reports.read",))
CHECKED = HeldRole(2, "coordinator", "", ("needs.triage",), asks=True)
OTHER = HeldRole(3, "vetter", "", ("vetting.manage",), asks=True)


def member(
    *held: HeldRole, pk: int = 1, group_id: int = 5, state: str = MembershipState.ACTIVE
) -> Membership:
    found = Membership(pk=pk, group_id=group_id, state=state)
    if state == MembershipState.ACTIVE:
        found.know_roles(held)
    else:
        found.held_roles = held
    return found


@pytest.fixture
def asked(monkeypatch):
    """What is asked of the app that knows who lacks what, and its answers, by the numbers of members and roles."""
    questions, answers = [], {}

    def list_missing(members, role_ids, *, at):
        questions.append(([one.pk for one in members], sorted(role_ids), at))
        return {
            pair: lacks
            for pair, lacks in answers.items()
            if pair[1] in role_ids and pair[0] in [one.pk for one in members]
        }

    monkeypatch.setattr(policies, "_role_checks", [RoleChecks(lambda _role: None, list_missing)])
    return questions, answers


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_each_permission_is_a_rule_for_those_whose_roles_give_it(permission):
    holder = member(HeldRole(1, "role", "", (permission,)))
    others = member(HeldRole(1, "role", "", tuple(PERMISSIONS.keys() - {permission})))

    assert may(holder, permission) is True
    assert may(others, permission) is False
    assert may(None, permission) is False


def test_a_permission_counts_in_ones_own_group_alone():
    reader = member(READER)

    assert may(reader, "reports.read", member(group_id=5))
    assert not may(reader, "reports.read", member(group_id=6))
    assert may(reader, "reports.read", "a thing of no group")


def test_nobody_holds_what_has_no_name():
    assert not holds("no.such")(member(READER))
    assert holds("reports.read").name == "holds:reports.read"


def test_an_unknown_rule_is_an_error_and_never_a_yes():
    with pytest.raises(LookupError, match=r"No rule is called 'no\.such'\."):
        may(member(READER), "no.such")


def test_a_role_rests_while_something_is_missing(asked):
    questions, answers = asked
    answers[1, CHECKED.pk] = ["Who you are"]
    at, ana, ben = timezone.now(), member(READER, CHECKED), member(READER, CHECKED, pk=2)
    rest_roles([ana, ben], at=at)

    assert not may(ana, "needs.triage")
    assert may(ana, "reports.read")
    assert [(one.role, one.missing, one.is_kept) for one in ana.resting] == [
        (CHECKED, ("Who you are",), False)
    ]
    assert may(ben, "needs.triage")
    assert not ben.resting
    assert questions == [([1, 2], [CHECKED.pk], at)]


def test_each_role_rests_for_what_it_lacks_itself(asked):
    _questions, answers = asked
    answers |= {(1, CHECKED.pk): ["Who you are"], (2, OTHER.pk): ["Driving"]}
    ana, ben = member(CHECKED, OTHER), member(CHECKED, OTHER, pk=2)
    rest_roles([ana, ben], at=timezone.now())

    assert [may(ana, rule) for rule in ("needs.triage", "vetting.manage")] == [False, True]
    assert [may(ben, rule) for rule in ("needs.triage", "vetting.manage")] == [True, False]


def test_groups_are_asked_of_one_by_one(asked):
    questions, answers = asked
    answers[2, OTHER.pk] = ["Driving"]
    here, there = member(CHECKED), member(OTHER, pk=2, group_id=6)
    rest_roles([here, there], at=timezone.now())

    assert [(members, roles) for members, roles, _at in questions] == [([1], [CHECKED.pk]), ([2], [OTHER.pk])]
    assert may(here, "needs.triage")
    assert not may(there, "vetting.manage")


@pytest.mark.parametrize(
    "others",
    [member(READER), member(CHECKED, state=MembershipState.APPLICANT), member(CHECKED, state="left")],
)
def test_nothing_is_asked_about_roles_without_needs_or_of_who_is_not_in(asked, others):
    questions, _answers = asked
    rest_roles([others], at=timezone.now())

    assert questions == []


def test_nothing_is_missing_where_nobody_is_asked_about_or_nobody_knows(asked, monkeypatch):
    questions, answers = asked
    answers[1, CHECKED.pk] = ["Who you are"]
    at = timezone.now()

    assert list_missing([], [CHECKED.pk], at=at) == {}
    assert list_missing([member(CHECKED)], [], at=at) == {}
    assert questions == []
    assert list_missing([member(CHECKED)], [CHECKED.pk], at=at) == {(1, CHECKED.pk): ["Who you are"]}
    monkeypatch.setattr(policies, "_role_checks", [])
    assert list_missing([member(CHECKED)], [CHECKED.pk], at=at) == {}
