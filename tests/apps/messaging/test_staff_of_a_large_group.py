"""Telling staff reads staff, not the whole group."""

from manyhands.apps.groups.models import Membership, MembershipState, Role
from manyhands.apps.groups.queries import list_members_with
from tests.apps.messaging.conftest import NOON
from tests.worlds import make_user


def test_members_without_the_permission_are_not_read(group, coordinator, scope, monkeypatch):
    everybody = Role.objects.get(group=group, key="volunteer")
    for _ in range(30):
        volunteer = Membership.objects.create(
            group=group, user=make_user(), state=MembershipState.ACTIVE, applied_at=NOON
        )
        volunteer.roles.set([everybody])
    read = []
    from_db = Membership.from_db.__func__
    monkeypatch.setattr(
        Membership, "from_db", classmethod(lambda cls, *row: read.append(1) or from_db(cls, *row))
    )

    told = list_members_with(group, "needs.triage", at=NOON)

    assert coordinator in told
    assert len(told) == 2
    assert len(read) <= 2 * len(told), "a row for each of their roles, and of nobody else"


def test_somebody_with_two_such_roles_is_told_once(group, coordinator, scope):
    coordinator.roles.add(Role.objects.get(group=group, key="organiser"))

    assert [member.pk for member in list_members_with(group, "needs.triage", at=NOON)].count(
        coordinator.pk
    ) == 1


def test_who_has_left_is_not_told(group, coordinator, scope):
    Membership.objects.filter(pk=coordinator.pk).update(state=MembershipState.LEFT)

    assert coordinator not in list_members_with(group, "needs.triage", at=NOON)
