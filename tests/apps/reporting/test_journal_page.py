"""Organisers read in plain words what happened, and no more of anybody than elsewhere."""

import ast
import re
from datetime import timedelta
from functools import cache

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone, translation

from manyhands.apps.dispatch.states import AskState
from manyhands.apps.groups.actions import add_role
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import PERMISSIONS
from manyhands.apps.journal.actions import record_about
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.events import EVENTS
from manyhands.apps.messaging.models import MessageState
from manyhands.apps.people.models import OrganisationState, Person
from manyhands.apps.privacy.actions import erase_person, note_reading
from manyhands.apps.reporting.queries import LINES_PER_PAGE
from manyhands.apps.reporting.words import KINDS, SENTENCES, say_line
from manyhands.apps.reporting.words.names import Names
from manyhands.apps.vetting.models import CheckState
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.architecture.source import PACKAGE
from tests.worlds import make_group, make_member, make_need, make_volunteer, sign_in

NO_VERBS = {*PERMISSIONS, *(model._meta.label_lower for model in apps.get_models())}
# Names of forms sent once, of limits and of files.
NOT_WRITTEN = {"needs.import", "groups.start", "dispatch.own_task", "data.json"}
# Their ends are states and events.
FAMILIES = {
    *(f"message.{state}" for state in MessageState.values),
    *(f"organisation.{state}" for state in OrganisationState.values),
    *(f"partner_ask.{state}" for state in AskState.values),
    *(f"check.{state}" for state in (CheckState.MET, CheckState.NOT_MET)),
}


@pytest.fixture
def group(db):
    return make_group(slug="eastside")


@pytest.fixture
def rosa(group):
    return make_member(group, ("organiser",), name="Rosa Marín")


@pytest.fixture
def need(group):
    return make_need(group, name="Ada Lovelace")


def open_page(member, language: str = "en", **query: object) -> str:
    client = Client(headers={"accept-language": language})
    sign_in(client, member.user)
    client.cookies["django_language"] = language
    answer = client.get(group_path(member.group, "journal:list"), query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def texts(page: str) -> list[str]:
    return re.findall(r'<div class="row-main"> <p>(.*?)</p>', page)


def look_at(need, member, *, at=None) -> None:
    with group_scope(need.group_id):
        note_reading(
            Person.objects.get(pk=need.person_id),
            label={"name": member.display_name, "role": "organiser"},
            fields=["phone"],
            reason="request",
            reason_id=need.pk,
            by=Actor.member(member.pk),
            at=at or timezone.now(),
        )


@cache
def verbs_in_source() -> set[str]:
    """What the program writes: whatever looks like a verb where actions and jobs are."""
    found = set()
    for path in (PACKAGE / "apps").rglob("*.py"):
        if not {part.removesuffix(".py") for part in path.parts} & {"actions", "tasks"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"^[a-z][a-z_]*\.[a-z][a-z_]*$", node.value))
    return found - NO_VERBS - NOT_WRITTEN


@pytest.mark.parametrize("verb", sorted(verbs_in_source() | FAMILIES))
def test_everything_that_happens_has_words(verb):
    assert verb in SENTENCES


def test_no_words_for_what_never_happens():
    assert set(SENTENCES) - verbs_in_source() - FAMILIES == set()


def test_every_verb_is_of_one_kind_at_least():
    known = {word for _label, words in KINDS.values() for word in words}

    assert [verb for verb in SENTENCES if not known & {verb, verb.partition(".")[0]}] == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", ["member", "neighbour", "system", "visitor", "link", "user", "program"])
def test_every_sentence_can_be_said_of_everybody(language, kind):
    names = Names()
    with translation.override(language):
        for verb in [*SENTENCES, *(f"message.{event}" for event in EVENTS)]:
            line = Entry(
                number=1, at=timezone.now(), verb=verb, actor_kind=kind, actor_id=1, subject_kind="x"
            )
            said = say_line(line, names)
            assert said.text
            assert "%(" not in said.text
            assert said.text[0].isupper() or not said.text[0].isalpha()


def test_a_look_is_said_with_its_reason(group, rosa, need):
    look_at(need, rosa)

    page = open_page(rosa)
    assert texts(page)[0] == "Rosa Marín looked at the phone number of Ada L."
    assert f"Because of request {need.reference}" in page
    assert texts(open_page(rosa, "es"))[0] == "Rosa Marín miró el número de teléfono de Ada L."


def test_it_is_narrowed(group, rosa, need):
    other = make_need(group, name="Ben Hill")
    look_at(need, rosa, at=timezone.now() - timedelta(days=3))

    assert len(texts(open_page(rosa, kind="looks"))) == 1
    assert all(
        "Ada L." in one or need.reference in one for one in texts(open_page(rosa, request=need.reference))
    )
    assert any("looked at" in one for one in texts(open_page(rosa, request=need.reference)))
    assert texts(open_page(rosa, person="Lovelace", kind="looks"))
    assert not any(other.reference in one for one in texts(open_page(rosa, person="Lovelace")))
    assert len(texts(open_page(rosa, by=str(rosa.pk)))) == 1
    assert not texts(open_page(rosa, by="system", kind="looks"))
    day = (timezone.now() - timedelta(days=2)).astimezone(group.zone).date()
    assert not any("looked at" in one for one in texts(open_page(rosa, since=day)))
    assert len(texts(open_page(rosa, until=day, kind="looks"))) == 1


@pytest.mark.parametrize(
    "query",
    [{"since": "9999-12-31"}, {"until": "0001-01-01"}, {"by": "0"}, {"before": "-1"}, {"before": "9" * 30}],
)
def test_nonsense_narrows_nothing(group, rosa, need, query):
    assert texts(open_page(rosa, **query))


def test_it_goes_back_page_by_page(group, rosa):
    with group_scope(group.pk):
        for _line in range(LINES_PER_PAGE + 5):
            record_about(
                group.pk, "run.done", "dispatch.run", 1, by=Actor.system("planner"), at=timezone.now()
            )
        last = Entry.objects.order_by("-number").first().number
    first = open_page(rosa)
    assert len(texts(first)) == LINES_PER_PAGE
    assert f"before={last - LINES_PER_PAGE + 1}" in first
    assert f"line {last - LINES_PER_PAGE}<" in open_page(rosa, before=last - LINES_PER_PAGE + 1)


def test_names_only_as_far_as_the_reader_may_see_them(group, rosa, need):
    volunteer = make_volunteer(group, "Ana Ruiz")
    look_at(need, rosa)
    with group_scope(group.pk):
        role = add_role(group, "Auditor", ["journal.read"], by=Actor.member(rosa.pk), at=timezone.now())
    auditor = make_member(group, (role.key,), name="Aud")

    page = open_page(auditor)
    assert "Rosa Marín looked at the phone number of somebody" in page
    for hidden in ("Ada", "Lovelace", need.reference, "Ana"):
        assert hidden not in page
    assert "Ana R." in open_page(rosa)
    assert volunteer.person.name not in open_page(rosa)


def test_members_without_the_permission_stay_out(group):
    client = Client()
    sign_in(client, make_member(group, ("coordinator",)).user)

    assert client.get(group_path(group, "journal:list")).status_code == 403


def test_who_was_forgotten_is_somebody(group, rosa, need):
    look_at(need, rosa)
    with group_scope(group.pk):
        erase_person(Person.objects.get(pk=need.person_id), by=Actor.member(rosa.pk), at=timezone.now())

    page = open_page(rosa)
    assert "Rosa Marín looked at the phone number of somebody" in page
    assert "Ada" not in page


def test_another_group_is_not_in_it(group, rosa, need):
    other = make_group("Westside", slug="westside")
    theirs = make_need(other, name="Carl Jung")

    assert theirs.reference not in open_page(rosa)


def test_more_lines_cost_no_more_queries(group, rosa, django_assert_max_num_queries):
    for name in ("Ada Lovelace", "Ben Hill", "Cem Kara"):
        look_at(make_need(group, name=name), rosa)
        make_volunteer(group, f"Ana {name}")
    client = Client()
    sign_in(client, rosa.user)
    with django_assert_max_num_queries(20):
        client.get(group_path(group, "journal:list"))
