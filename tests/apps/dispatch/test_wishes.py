"""After a task each of the two may say whether they would like to meet again. Nobody else ever hears of it."""

from datetime import timedelta

import pytest
from django.test import Client

from manyhands.apps.dispatch.actions import (
    RefusedError,
    Report,
    assign,
    complete,
    say_of_helper,
    say_of_neighbour,
)
from manyhands.apps.dispatch.bridge.planning.child import answer
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.next_best import list_next_best
from manyhands.apps.dispatch.queries.asking.who_can import list_people_who_can
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.actions.receive import Asked, receive_need
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import empty_card
from manyhands.apps.people.models import BlockedPair, Person, SaidBy, Wish
from manyhands.apps.privacy.actions import export_person
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import read, status_url
from tests.worlds import make_member, make_volunteer, sign_in

LATER = NOW + timedelta(days=1)


@pytest.fixture
def done(part, ana) -> Assignment:
    task = assign(part, ana, made_by=None, by=STAFF, at=NOW)
    return complete(task, Report(outcome="done"), by=STAFF, at=NOW)


def ask_again(person: Person) -> NeedPart:
    """The same neighbour asks once more, at the same address."""
    before = NeedPart.objects.select_related("need__place", "category").get(need__person=person)
    need = receive_need(
        person.group, Asked(categories=[before.category], contact=person, place=None), by=STAFF, at=LATER
    )
    need.place = before.need.place
    need.save(update_fields=["place"])
    NeedPart.objects.filter(need=need).update(state="open")
    part = find_part(person.group, need.parts.get().pk)
    assert part is not None
    return part


def wish(done: Assignment, *, of_helper: str = "", of_neighbour: str = "") -> None:
    say_of_neighbour(done, of_helper, by=STAFF, at=NOW)
    say_of_helper(done, of_neighbour, by=STAFF, at=NOW)


def planned(group) -> dict:
    group.meeting_mode = "dispatch"
    group.save()
    return answer(read_inputs(group, at=LATER).question)


def test_it_can_be_said_changed_and_taken_back(done):
    wish(done, of_helper="again", of_neighbour="again")
    wish(done, of_helper="rather_not", of_neighbour="")

    assert list(Wish.objects.values_list("said_by", "kind")) == [("helper", "rather_not")]


def test_only_after_a_task(part, ana):
    task = assign(part, ana, made_by=None, by=STAFF, at=NOW)

    with pytest.raises(RefusedError):
        say_of_neighbour(task, "again", by=STAFF, at=NOW)


def test_the_neighbour_says_it_on_their_own_page(done, need):
    client, url = Client(), status_url(need)
    assert "Rather somebody else" in read(client, url)

    client.post(f"{url}helper/{done.pk}/again/", {"wish": "rather_not"})

    assert Wish.objects.get().said_by == SaidBy.NEIGHBOUR
    assert "Take my answer back" in read(client, url)
    assert client.post(f"{url}helper/{done.pk + 1}/again/", {"wish": "again"}).status_code == 404


def test_the_helper_says_it_on_the_page_of_the_task(group, need, part):
    member = make_member(group, ("volunteer",), name="Ana")
    mine = Helper(make_volunteer(group, "Ana Ruiz", membership=member, at=NOW))
    task = complete(
        assign(part, mine, made_by=None, by=STAFF, at=NOW), Report(outcome="done"), by=STAFF, at=NOW
    )
    client = Client()
    sign_in(client, member.user)
    url = f"/g/{group.slug}/tasks/{task.pk}/"
    assert "Would you like to help them again?" in read(client, url)

    client.post(url, {"do": "wish", "wish": "again"})

    said = Wish.objects.get()
    assert (said.said_by, said.kind, said.helper_id) == (SaidBy.HELPER, "again", task.helper_id)
    assert "Take my answer back" in read(client, url)
    assert "Take my answer back" not in read(Client(), status_url(need))


def test_wishes_of_both_add_and_decide_between_people_who_could(group, done, ana, luis):
    part = ask_again(done.part.need.person)

    def first() -> str:
        return list_next_best(part, count=1, at=LATER)[0].helper.key

    wish(done, of_helper="again", of_neighbour="again")
    assert first() == ana.key
    assert [cost for *_pair, cost in read_inputs_of(group)] == [-200]
    wish(done, of_helper="rather_not", of_neighbour="rather_not")
    assert first() == luis.key
    assert [cost for *_pair, cost in read_inputs_of(group)] == [1_000]


def read_inputs_of(group) -> list:
    group.meeting_mode = "dispatch"
    group.save()
    return sorted(read_inputs(group, at=LATER).question.context.wishes)


@pytest.mark.parametrize("style", ["balanced", "strict", "nearest"])
def test_rather_not_never_leaves_somebody_without_help(group, done, ana, style):
    group.plan_style = style
    ask_again(done.part.need.person)
    wish(done, of_helper="rather_not", of_neighbour="rather_not")

    [line] = planned(group)["lines"]

    assert line["volunteer_id"] == ana.key


@pytest.mark.parametrize("kind", ["again", "rather_not"])
def test_no_explanation_list_or_journal_tells_what_was_said(group, done, ana, luis, kind):
    part = ask_again(done.part.need.person)
    wish(done, of_neighbour=kind)

    told = str(planned(group))
    shown = list_people_who_can(part, language="en", at=LATER)
    reasons = [reason for one in [*shown.can, *shown.cannot] for reason in one.reasons]
    entries = str(list(Entry.objects.values_list("verb", "fields")))

    assert "wish" not in told
    assert not any("wish" in reason or "again" in reason for reason in reasons)
    assert kind not in entries


def test_the_order_that_staff_read_is_the_same_whatever_was_said(done, ana, luis):
    part = ask_again(done.part.need.person)

    def order() -> list[str]:
        return [one.helper.key for one in list_people_who_can(part, language="en", at=LATER).can]

    before = order()
    wish(done, of_helper="rather_not", of_neighbour="rather_not")

    assert order() == before


def test_each_gets_what_they_said_and_not_what_was_said_of_them(done):
    wish(done, of_helper="again", of_neighbour="rather_not")

    def wishes(person: Person) -> list[str]:
        extracts = export_person(person, by=STAFF, at=NOW)
        return [str(fact.value) for one in extracts if one.key == "wish" for fact in one.facts[:1]]

    assert wishes(done.helper) == ["Gladly again"]
    assert wishes(done.part.need.person) == ["Rather somebody else"]


@pytest.mark.parametrize("who", ["helper", "neighbour"])
def test_forgetting_either_forgets_both_wishes(done, who):
    wish(done, of_helper="again", of_neighbour="again")

    empty_card(done.helper if who == "helper" else done.part.need.person, by=STAFF, at=NOW)

    assert not Wish.objects.exists()


def test_a_hard_no_is_a_blocked_pair(group, done, ana):
    ask_again(done.part.need.person)
    wish(done, of_helper="again", of_neighbour="again")
    assert len(planned(group)["lines"]) == 1
    BlockedPair.objects.create(group=group, neighbour=done.part.need.person, helper=ana.person, made_at=NOW)

    assert planned(group)["lines"] == []
