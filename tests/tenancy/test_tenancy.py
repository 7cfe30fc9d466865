"""A short walk of the long one (`make check-tenants`): every route, as whoever may do most, with others' things."""

import logging

import pytest
from django.http import HttpResponse
from django.utils import timezone

from manyhands.apps.people.models import Household, Person
from manyhands.storage.scope import group_scope, system_scope
from tests.tenancy.asks import GET, POST, Ask, Guest
from tests.tenancy.canaries import phone_of, private_mark, unknown_fields
from tests.tenancy.cases import Cases
from tests.tenancy.tenants import BOTH, make_tenants
from tests.tenancy.watching import Watch

pytestmark = pytest.mark.django_db


def test_of_every_text_somebody_has_said_whether_people_write_it():
    assert unknown_fields() == []


def test_nothing_crosses_for_whoever_may_do_most(monkeypatch):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    tenants = make_tenants(2, at=timezone.now())
    watch = Watch(tenants)
    asks = [ask for ask in Cases(*tenants).of_routes((BOTH,)) if ask.case in ("their things", "all theirs")]
    found = [problem for ask in asks for problem in watch.ask(ask)[1]]

    assert {ask.method for ask in asks} == {GET, POST}
    assert len(asks) > 300
    assert found == []
    assert_it_would_be_seen(watch, *tenants, monkeypatch)
    assert watch.anything_stayed() == []


def assert_it_would_be_seen(watch, mine, theirs, monkeypatch):
    """What the watch is there for, or all of the above would be true of any program."""
    ask = Ask(
        "people:list", "people.read", GET, f"/g/{theirs.slug}/people/", Guest(mine, "organiser"), "own",
        slug_of=theirs.number,
    )  # fmt: skip

    def show(*_args, **_more):
        return HttpResponse(private_mark(theirs.number))

    def ring(*_args, **_more):
        return HttpResponse(f"tel:1{phone_of(theirs.number, 7).removeprefix('+1')}")

    def change(*_args, **_more):
        with group_scope(theirs.group.pk):
            Person.objects.update(language="es")
        return HttpResponse("")

    def cross(*_args, **_more):
        with system_scope("test"):
            Household.objects.filter(group=mine.group).update(person_id=theirs.values["person_id"])
        return HttpResponse("")

    for mistake, said in (
        (show, f"shows b'{private_mark(theirs.number)}' of group 2"),
        (ring, f"shows b'51755{theirs.number}' of group 2"),
        (change, "changes people_person of group 2"),
        (cross, "people_household.person_id points into another group"),
    ):
        monkeypatch.setattr(watch.client, "get", mistake)
        assert [said in problem for problem in watch.ask(ask)[1]].count(True) == 1, said
