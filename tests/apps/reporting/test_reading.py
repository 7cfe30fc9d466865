"""Unusual reading: shown to those who look after safety, and to everybody of themselves; a person decides."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import SHIPPED_ROLES
from manyhands.apps.needs.actions import add_contact_attempt, add_note, close_need
from manyhands.apps.needs.states import CloseReason
from manyhands.apps.privacy.actions import note_reading
from manyhands.apps.privacy.models import LookedInto, Reading
from manyhands.apps.reporting.queries import list_days_of, list_unusual_days
from manyhands.core.privacy.unusual_reading import Sign
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.queries import at_most_queries
from tests.worlds import make_group, make_member, make_need, sign_in

pytestmark = pytest.mark.django_db

BY = Actor.system("test")


@pytest.fixture
def group(db):
    return make_group(slug="eastside")


@pytest.fixture
def rosa(group):
    return make_member(group, ("coordinator",), name="Rosa Marín")


@pytest.fixture
def ines(group):
    return make_member(group, ("intake",), name="Inés Vega")


@pytest.fixture
def noon() -> datetime:
    return timezone.now().replace(hour=17, minute=0) - timedelta(days=1)


def look(need, member, at) -> None:
    with group_scope(need.group_id):
        note_reading(
            need.person, label={"name": "x", "role": "intake"}, fields=["phone"], reason="request",
            reason_id=need.pk, by=Actor.member(member.pk), at=at,
        )  # fmt: skip


def client_of(member) -> Client:
    client = Client()
    sign_in(client, member.user)
    return client


def signs(group, at=None) -> list[tuple[str, Sign]]:
    with group_scope(group.pk):
        days = list_unusual_days(group, at=at or timezone.now())
        return [(day.reader.display_name, one.sign) for day in days for one in day.findings]


@pytest.fixture
def five_looks(group, ines, noon):
    needs = [make_need(group) for _ in range(5)]
    for need in needs:
        look(need, ines, noon)
    return needs


def test_looks_after_which_nothing_was_done(group, five_looks):
    assert signs(group) == [("Inés Vega", Sign.WITHOUT_CAUSE)]


@pytest.mark.parametrize("doing", ["call", "note"])
def test_whoever_called_or_wrote_had_a_cause(group, ines, five_looks, noon, doing):
    with group_scope(group.pk):
        if doing == "call":
            at = noon + timedelta(hours=1)
            add_contact_attempt(five_looks[0], outcome="no_answer", note="", member=ines, by=BY, at=at)
        else:
            add_note(five_looks[0], "Called.", author=ines, by=BY, at=noon - timedelta(hours=1))

    assert signs(group) == []


def test_what_another_did_is_no_cause(group, rosa, five_looks, noon):
    with group_scope(group.pk):
        add_note(five_looks[0], "Called.", author=rosa, by=BY, at=noon)

    assert signs(group) == [("Inés Vega", Sign.WITHOUT_CAUSE)]


def test_closed_for_a_while(group, ines, five_looks, noon):
    with group_scope(group.pk):
        for need in five_looks:
            close_need(need, reason=CloseReason.CANNOT_REACH, by=BY, at=noon - timedelta(days=8))

    assert ("Inés Vega", Sign.CLOSED) in signs(group)


def test_the_night_is_that_of_the_group(group, ines):
    at = timezone.now().astimezone(group.zone).replace(hour=3) - timedelta(days=1)
    for need in [make_need(group) for _ in range(3)]:
        look(need, ines, at)

    assert signs(group) == [("Inés Vega", Sign.AT_NIGHT)]


def test_a_helper_looks_at_what_their_task_opened(group, five_looks):
    with group_scope(group.pk):
        Reading.objects.update(reason="dispatch.assignment")

    assert signs(group) == []


def test_what_is_long_ago_is_not_watched(group, five_looks):
    assert signs(group, timezone.now() + timedelta(days=60)) == []


def test_another_group_is_not_watched(five_looks):
    assert signs(make_group()) == []


def test_in_a_fixed_number_of_queries(group, ines, five_looks, noon):
    with group_scope(group.pk), at_most_queries(8):
        list_unusual_days(group, at=timezone.now())


class TestPages:
    def test_those_who_look_after_safety_see_the_day_in_words(self, group, rosa, five_looks):
        page = client_of(rosa).get(group_path(group, "journal:reading")).content.decode()

        assert "Inés Vega" in page
        assert "5 looks, and nothing done about it within a day" in page
        assert "5 people" in page

    def test_it_speaks_spanish(self, group, rosa, five_looks):
        client = client_of(rosa)
        client.cookies["django_language"] = "es"
        page = client.get(group_path(group, "journal:reading")).content.decode()

        assert "5 miradas, y no se hizo nada" in page

    @pytest.mark.parametrize("role", sorted(SHIPPED_ROLES))
    def test_who_may_open_it(self, group, role):
        member = make_member(group, (role,) if role != "volunteer" else ())
        allowed = {"journal.read", "safety.handle"} & set(SHIPPED_ROLES[role][1])
        answer = client_of(member).get(group_path(group, "journal:reading"))

        assert answer.status_code == (200 if allowed else 403)

    def test_a_person_marks_it_and_nothing_else_happens(self, group, rosa, ines, five_looks, noon):
        client = client_of(rosa)
        day = noon.astimezone(group.zone).date().isoformat()
        told = {"reader": ines.pk, "day": day}
        for _ in range(2):
            assert client.post(group_path(group, "journal:looked_into"), told).status_code == 302

        with group_scope(group.pk):
            assert LookedInto.objects.get().by == rosa
        assert "looked into" in client.get(group_path(group, "journal:reading")).content.decode()
        assert client_of(ines).get(group_path(group, "needs:list")).status_code == 200

    def test_nobody_looks_into_their_own(self, group, rosa, noon):
        for need in [make_need(group) for _ in range(5)]:
            look(need, rosa, noon)
        day = noon.astimezone(group.zone).date().isoformat()
        client_of(rosa).post(group_path(group, "journal:looked_into"), {"reader": rosa.pk, "day": day})

        with group_scope(group.pk):
            assert not LookedInto.objects.exists()

    @pytest.mark.parametrize("told", [{}, {"reader": "1", "day": "x"}, {"reader": "0", "day": "2026-01-01"}])
    def test_what_is_not_there_cannot_be_marked(self, group, rosa, five_looks, told):
        assert client_of(rosa).post(group_path(group, "journal:looked_into"), told).status_code == 404

    def test_everybody_sees_their_own(self, group, ines, five_looks):
        page = client_of(ines).get(group_path(group, "journal:own_reading")).content.decode()

        assert "5 people" in page
        assert "unusual" in page
        with group_scope(group.pk):
            assert [day.people for day in list_days_of(ines, at=timezone.now())] == [5]

    def test_nobody_sees_anothers_on_their_own_page(self, group, rosa, five_looks):
        page = client_of(rosa).get(group_path(group, "journal:own_reading")).content.decode()

        assert "You have looked at nobody" in page
