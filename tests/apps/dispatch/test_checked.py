"""Tasks of people who are not checked for them any more: listed by Python's rules and counted by the database's."""

from datetime import timedelta

import pytest

from manyhands.apps.dispatch.board.queries.margin import read_margin
from manyhands.apps.dispatch.models import Assignment, SavedView
from manyhands.apps.dispatch.queries.assignments.checked import (
    count_not_checked_any_more,
    list_not_checked_any_more,
    list_with_what_is_missing,
)
from manyhands.apps.groups.models import Category
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.actions import Contact, OrganisationDetails, sign_up_organisation
from manyhands.apps.vetting.actions import end_check, exempt, hand_in
from manyhands.apps.vetting.actions.checks import decide
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import Requirement, RequirementFor
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.queries import at_most_queries
from tests.worlds import make_member, make_need, make_volunteer

TODAY = NOW.date()
GRACE_DAYS = 10


@pytest.fixture
def kind(group):
    """Asks people for two things and organisations for one."""
    category = Category.objects.get(group=group, key="groceries")
    for key, side in (("one", "person"), ("two", "person"), ("three", "organisation")):
        requirement = Requirement.objects.create(
            group=group, key=key, applies_to=side, grace_days=GRACE_DAYS, names={"en": key}
        )
        RequirementFor.objects.create(group=group, requirement=requirement, category=category)
    return category


def requirement(key: str) -> Requirement:
    return Requirement.objects.get(key=key)


def met(key: str, subject: Subject, *, days: int | None = None, begins: int = -100):
    check = hand_in(requirement(key), subject, by=STAFF, at=NOW)
    until = None if days is None else TODAY + timedelta(days=days)
    begin = TODAY + timedelta(days=begins)
    return decide(check, met=True, valid_from=begin, valid_until=until, decided_by=None, by=STAFF, at=NOW)


def make_task(group, *, kinds=("groceries",), **helper) -> Assignment:
    need = make_need(group, kinds=kinds, at=NOW)
    return Assignment.objects.create(
        group=group, part=need.parts.get(), state="accepted", began="invitation", made_at=NOW, **helper
    )


def task_of(group, name: str, *, kinds=("groceries",)) -> tuple[Assignment, Subject]:
    volunteer = make_volunteer(group, name, at=NOW)
    return make_task(group, kinds=kinds, helper=volunteer.person, volunteer=volunteer), Subject(
        volunteer.person
    )


def task_of_organisation(group, name: str) -> tuple[Assignment, Subject]:
    contact = Contact(name="Nina Nowak", email=f"{name}@example.org", reach_by="email")
    details = OrganisationDetails(name=name, kind="food_bank")
    card = sign_up_organisation(group, contact, details, by=STAFF, at=NOW)
    return make_task(group, helper=card.contact, organisation=card), Subject(card)


def listed(group) -> set[int]:
    found = {one.pk for one in list_not_checked_any_more(group, at=NOW)}
    assert count_not_checked_any_more(group, at=NOW) == len(found)
    return found


def test_each_thing_that_is_asked_of_people_counts(group, kind):
    nothing, _of_nothing = task_of(group, "Nothing Shown")
    half, of_half = task_of(group, "Half Shown")
    _everything, of_everything = task_of(group, "All Shown")
    met("one", of_half)
    met("one", of_everything)
    met("two", of_everything, days=30)

    assert listed(group) == {nothing.pk, half.pk}


@pytest.mark.parametrize(
    ("days", "begins", "is_listed"),
    [(0, -9, False), (-GRACE_DAYS, -99, False), (-GRACE_DAYS - 1, -99, True), (40, 0, False), (40, 1, True)],
)
def test_a_check_holds_from_its_first_day_until_some_time_after_its_last(
    group, kind, days, begins, is_listed
):
    task, subject = task_of(group, "Ana Ruiz")
    met("one", subject)
    met("two", subject, days=days, begins=begins)

    assert listed(group) == ({task.pk} if is_listed else set())


def test_staff_read_what_is_missing(group, kind, staff_client):
    half, of_half = task_of(group, "Half Shown")
    nothing, _of_nothing = task_of(group, "Nothing Shown")
    house, _of_house = task_of_organisation(group, "Pantry")
    met("one", of_half)
    found = list_with_what_is_missing(group, language="en", at=NOW)
    page = staff_client.get(group_path(group, "dispatch:not_checked")).content.decode()

    assert found == [(half, ["two"]), (nothing, ["one", "two"]), (house, ["three"])]
    assert page.index("Half Shown") < page.index("Missing: two") < page.index("Nothing Shown")
    assert "Missing: one, two" in page


def test_what_was_ended_by_hand_holds_no_longer_and_what_was_spared_holds(group, kind):
    member = make_member(group, ("organiser",), at=NOW)
    ended, of_ended = task_of(group, "Ended By Hand")
    _spared, of_spared = task_of(group, "Spared One")
    for subject in (of_ended, of_spared):
        met("one", subject)
    end_check(met("two", of_ended), note="", decided_by=member, by=STAFF, at=NOW)
    exempt(requirement("two"), of_spared, reason="Known", until=TODAY, given_by=member, by=STAFF, at=NOW)

    assert listed(group) == {ended.pk}


def test_organisations_are_asked_for_what_is_theirs(group, kind):
    bare, _subject = task_of_organisation(group, "Bare Hands")
    _checked, of_checked = task_of_organisation(group, "Checked Hands")
    met("three", of_checked)

    assert listed(group) == {bare.pk}


@pytest.mark.parametrize("side", ["person", "organisation"])
def test_a_kind_that_needs_protection_is_closed_to_the_side_that_was_forgotten(group, kind, side):
    person, of_person = task_of(group, "Ana Ruiz")
    organisation, of_organisation = task_of_organisation(group, "Many Hands")
    for key in ("one", "two"):
        met(key, of_person)
    met("three", of_organisation)
    Requirement.objects.filter(applies_to=side).update(is_active=False)
    assert listed(group) == set()

    Category.objects.filter(pk=kind.pk).update(is_sensitive=True)

    assert listed(group) == {person.pk if side == "person" else organisation.pk}


def test_only_tasks_that_somebody_holds_and_whose_kind_asks_for_something(group, kind):
    over, _subject = task_of(group, "Ana Ruiz")
    Assignment.objects.filter(pk=over.pk).update(state="completed", ended_at=NOW)
    task_of(group, "Luis Vega", kinds=("prepared_meal",))

    assert listed(group) == set()


def test_counting_asks_once_however_many_there_are(group, kind):
    for number in range(3):
        task_of(group, f"Helper {number}")
    count_not_checked_any_more(group, at=NOW)

    with at_most_queries(1):
        assert count_not_checked_any_more(group, at=NOW) == 3


def test_beside_the_board_they_are_counted_once_for_each_line_of_the_journal(group, kind):
    member = make_member(group, ("coordinator",))
    for name in ("Today", "Mine"):
        SavedView.objects.create(group=group, member=member, name=name, query="show=mine", made_at=NOW)

    def count(head: bytes, *, days: int = 0) -> int:
        with at_most_queries(1):
            margin = read_margin(group, member, head=head, at=NOW + timedelta(days=days))
        assert [(view.name, view.query) for view in margin.views] == [
            ("Mine", "show=mine"),
            ("Today", "show=mine"),
        ]
        return margin.not_checked

    task_of(group, "Ana Ruiz")
    assert [count(b"one"), count(b"")] == [1, 1]

    task_of(group, "Luis Vega")
    assert [count(b"one"), count(b"one", days=1), count(b""), count(b"two")] == [1, 2, 2, 2]


def test_of_many_groups_only_the_last_counts_are_kept(group, kind, monkeypatch):
    monkeypatch.setattr("manyhands.apps.dispatch.board.queries.counted._MOST_GROUPS", 0)
    member = make_member(group, ("coordinator",))
    task_of(group, "Ana Ruiz")

    assert [read_margin(group, member, head=head, at=NOW).not_checked for head in (b"a", b"b")] == [1, 1]
