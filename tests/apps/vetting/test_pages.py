"""The pages of checking: who opens them, and what is done on them."""

from datetime import timedelta

import pytest
from django.test import Client

from manyhands.apps.dispatch.queries.asking.who_can import list_people_who_can
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.groups.models import Category
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import SHIPPED_ROLES
from manyhands.apps.privacy.models import Consent
from manyhands.apps.vetting.actions import ask_for, exempt, hand_in
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import Check, CheckState, Exemption, Requirement
from manyhands.storage.scope import group_scope
from tests.apps.vetting.conftest import NOON, STAFF, TODAY
from tests.queries import at_most_queries
from tests.worlds import make_checked, make_group, make_member, make_need, make_volunteer, sign_in

pytestmark = pytest.mark.usefixtures("_clock")
SEE, MANAGE, SETTINGS, ANY = {"people.read", "vetting.manage"}, {"vetting.manage"}, {"group.settings"}, set()


@pytest.fixture
def _clock(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def client_of(group):
    def make(*roles: str) -> Client:
        client = Client()
        sign_in(client, make_member(group, roles, at=NOON).user)
        return client

    return make


@pytest.fixture
def things(required, ana, vetter):
    """One handed in, one spared."""
    check = hand_in(required["references"], ana, by=STAFF, at=NOON)
    spared = exempt(
        required["training"],
        ana,
        reason="A teacher",
        until=TODAY + timedelta(days=9),
        given_by=vetter,
        by=STAFF,
        at=NOON,
    )
    return {
        "who": ana.key,
        "check_id": check.pk,
        "requirement_id": required["identity"].pk,
        "exemption_id": spared.pk,
    }


PAGES = [
    ("list", (), "get", SEE),
    ("of", ("who",), "get", SEE),
    ("ask", ("who",), "post", MANAGE),
    ("exempt", ("who", "requirement_id"), "get", MANAGE),
    ("exempt", ("who", "requirement_id"), "post", MANAGE),
    ("check", ("check_id",), "get", MANAGE),
    ("check", ("check_id",), "post", MANAGE),
    ("end", ("check_id",), "post", MANAGE),
    ("move", ("check_id",), "post", MANAGE),
    ("end_exemption", ("exemption_id",), "post", MANAGE),
    ("requirements", (), "get", SETTINGS),
    ("requirement_new", (), "get", SETTINGS),
    ("requirement", ("requirement_id",), "get", SETTINGS),
    ("take_shipped", (), "post", SETTINGS),
    ("mine", (), "get", ANY),
    ("hand_in", ("who", "requirement_id"), "post", ANY),
]


@pytest.mark.parametrize("role", SHIPPED_ROLES)
def test_who_opens_what(group, things, client_of, role):
    client = client_of(role)
    held = {name for each in {role, "volunteer"} for name in SHIPPED_ROLES[each][1]}
    for name, keys, method, permissions in PAGES:
        path = group_path(group, f"vetting:{name}", **{key: things[key] for key in keys})
        status = getattr(client, method)(path).status_code
        assert (status == 403) == bool(permissions and not permissions & held), (name, method, status)
        assert status in (200, 302, 403, 404, 422), (name, method, status)


@pytest.fixture
def stranger(db):
    """An organiser of another group."""
    group, client = make_group(at=NOON), Client()
    sign_in(client, make_member(group, ("organiser",), at=NOON).user)
    return group, client


def test_nothing_of_another_group_is_found(stranger, group):
    other, client = stranger
    with group_scope(group.pk):
        person = make_volunteer(group, at=NOON).person
        identity = Requirement.objects.get(key="identity")
        check = hand_in(identity, Subject(person), by=STAFF, at=NOON)
    theirs = {
        "who": f"p{person.pk}",
        "check_id": check.pk,
        "requirement_id": identity.pk,
        "exemption_id": 1,
    }
    for name, keys, method, _permissions in PAGES:
        if keys:
            path = group_path(other, f"vetting:{name}", **{key: theirs[key] for key in keys})
            assert getattr(client, method)(path).status_code == 404, (name, method)


def test_asked_looked_at_and_decided(group, required, ana, client_of):
    client = client_of("vetter")
    of_ana = group_path(group, "vetting:of", who=ana.key)
    client.post(
        group_path(group, "vetting:ask", who=ana.key), {"requirement": required["background_check"].pk}
    )
    check = Check.objects.get()
    page = group_path(group, "vetting:check", check_id=check.pk)

    assert "Choose yes or no." in client.post(page, {"decision": ""}).content.decode()
    wrong = {"decision": "met", "valid_from": "2026-03-04", "valid_until": "2026-03-03"}
    assert "It cannot end before it begins." in client.post(page, wrong).content.decode()
    for days, problem in (
        ({"valid_from": "2026-03-05"}, "This day is still to come."),
        ({"valid_from": "2025-03-03", "valid_until": "2026-03-03"}, "This day is over."),
    ):
        assert problem in client.post(page, {"decision": "met", **days}).content.decode()
        check.refresh_from_db()
        assert check.state != CheckState.MET
    client.post(group_path(group, "vetting:move", check_id=check.pk), {"do": "take_up"})
    answer = client.post(
        page, {"decision": "met", "valid_from": "2026-03-01", "valid_until": "2028-03-01"}, follow=True
    )

    check.refresh_from_db()
    assert check.state == CheckState.MET
    assert str(check.valid_until) == "2028-03-01"
    shown = answer.content.decode()
    assert "Until 1 March 2028." in shown
    assert client.get(of_ana).content.decode().count("Background check") >= 1

    ended = client.post(
        group_path(group, "vetting:end", check_id=check.pk), {"note": "Something has come up."}
    )
    assert ended.status_code == 302
    assert "not met" in client.get(of_ana).content.decode()


def test_who_is_spared_something_and_who_is_not_any_more(group, required, ana, client_of):
    client = client_of("vetter")
    path = group_path(group, "vetting:exempt", who=ana.key, requirement_id=required["identity"].pk)

    assert client.post(path, {"reason": "Known", "until": "2030-01-01"}).status_code == 422
    assert client.post(path, {"reason": "Known", "until": "2026-06-01"}).status_code == 302

    spared = Exemption.objects.get()
    assert "Known" in client.get(group_path(group, "vetting:of", who=ana.key)).content.decode()
    client.post(group_path(group, "vetting:end_exemption", exemption_id=spared.pk))
    spared.refresh_from_db()
    assert spared.ended_at == NOON


def test_somebodys_own_page_says_what_is_missing_and_takes_it(group, required, ana):
    client = Client()
    sign_in(client, ana.card.volunteer.membership.user)
    Category.objects.filter(key="childcare").update(is_active=True)
    page = group_path(group, "vetting:mine")

    shown = client.get(page).content.decode()
    assert (
        "Still missing: Two references, Who you are, Background check, Training: keeping children safe, Our promise."
        in shown
    )
    assert "We send you a link." in shown

    for key in ("agreement", "references"):
        client.post(group_path(group, "vetting:hand_in", who=ana.key, requirement_id=required[key].pk))

    assert {check.requirement.key: check.state for check in Check.objects.all()} == {
        "agreement": CheckState.MET,
        "references": CheckState.SUBMITTED,
    }
    assert "I help as a neighbour." in Consent.objects.get(purpose="agreement:agreement").text.shown
    shown = client.get(page).content.decode()
    assert (
        "Still missing: Two references, Who you are, Background check, Training: keeping children safe."
        in shown
    )


def test_nobody_hands_in_for_somebody_else(group, required, ana, client_of):
    path = group_path(group, "vetting:hand_in", who=ana.key, requirement_id=required["references"].pk)
    assert client_of().post(path).status_code == 404
    assert not Check.objects.exists()


def test_what_is_asked_for_is_the_organisers_to_say(group, scope, client_of):
    client = client_of("organiser")
    new = {
        "kind": "agreement", "applies_to": "person", "stage": "onboarding", "name_en": "Our house rules",
        "agreement_en": "We wash our hands.", "validity_days": "", "renewal_days": "30", "grace_days": "14",
        "categories": ["prepared_meal"], "evidence_viewers": "vetters", "is_active": "on",
    }  # fmt: skip
    path = group_path(group, "vetting:requirement_new")
    assert "Write the text that they sign." in client.post(path, {**new, "agreement_en": ""}).content.decode()
    assert client.post(path, {**new, "grace_days": "0"}).status_code == 422
    assert client.post(path, new).status_code == 302

    made = Requirement.objects.get(key="our_house_rules")
    assert [link.category.key for link in made.needed_for.all()] == ["prepared_meal"]
    change = group_path(group, "vetting:requirement", requirement_id=made.pk)
    client.post(change, {**new, "agreement_en": "We wash our hands twice.", "categories": []})
    made.refresh_from_db()
    assert made.agreement_version == 2
    assert not made.needed_for.exists()


def test_the_text_to_sign_is_asked_for_below_the_kind_that_has_one(group, scope, client_of):
    """It waits for that kind in the browser, which is where the kind is chosen; an error keeps it in sight."""
    page = client_of("organiser").get(group_path(group, "vetting:requirement_new")).content.decode()
    kind, text = page.index('name="kind"'), page.index('name="agreement_en"')
    waiting = page.index('class="form follows follows-agreement"')

    assert kind < waiting < text < page.index("</div>", text) < page.index('name="applies_to"')
    assert page.count('name="agreement_en"') == 1


def test_the_usual_set_is_offered_where_it_is_not(group, scope, client_of):
    client = client_of("organiser")
    page = group_path(group, "vetting:requirements")
    assert "Take the usual set" not in client.get(page).content.decode()
    Requirement.objects.all().delete()
    assert "Take the usual set" in client.get(page).content.decode()
    client.post(group_path(group, "vetting:take_shipped"))
    assert Requirement.objects.filter(needed_for__category__key="childcare").count() == 10


def test_the_list_asks_as_often_however_many_there_are(group, required, client_of, vetter):
    client, page = client_of("vetter"), group_path(group, "vetting:list")
    for count in (1, 5):
        for number in range(count):
            person = make_volunteer(group, f"Helper {number}", at=NOON).person
            hand_in(required["references"], Subject(person), by=STAFF, at=NOON)
            ask_for(required["identity"], Subject(person), by=STAFF, at=NOON)
        client.get(page)
        with at_most_queries(8):
            assert "Helper 0" in client.get(page).content.decode()


def test_a_kind_is_closed_to_who_is_not_checked_and_says_why(group, required, ana):
    part = make_need(group, ("childcare",), at=NOON).parts.get()
    Category.objects.filter(pk=part.category_id).update(leads_needed=0)
    (one,) = list_people_who_can(find_part(group, part.pk), language="en", at=NOON).cannot
    assert "is not checked for this yet: " in one.reasons[0]
    assert "Background check" in one.reasons[0]
    make_checked(ana.card.volunteer, at=NOON)
    found = list_people_who_can(find_part(group, part.pk), language="en", at=NOON)
    assert len(found.can) == 1
