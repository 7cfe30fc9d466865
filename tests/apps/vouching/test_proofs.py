"""What somebody has shown in one group is believed in another, by hand; changed, borrowed or taken back it is not."""

import json
import re
from datetime import date, datetime, timedelta
from html.parser import HTMLParser

import pytest
import segno
from django.urls import reverse

from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.actions import erase_person, list_all_extracts
from manyhands.apps.vetting.actions import decide, hand_in
from manyhands.apps.vetting.models import Check, CheckState, Requirement
from manyhands.apps.vetting.queries import Subject, find_subject, read_sheet
from manyhands.apps.vouching.actions.giving import NothingToSayError, give_proof, scannable_link
from manyhands.apps.vouching.actions.taking import ProofError, read_proof
from manyhands.apps.vouching.models import IssuedProof, KnownIssuer, ProofKey
from manyhands.cli.main import main
from manyhands.core.vetting import proof
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope, system_scope
from manyhands.web.templatetags.manyhands import qr_code
from tests.apps.vouching.conftest import AT
from tests.queries import application_queries
from tests.worlds import make_group, make_member, make_volunteer, sign_in

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
ENDS = date(2027, 5, 1)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    clock = {"at": AT}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


@pytest.fixture
def here(group):
    """Ana has an account and shown her identity here; her background check ends, and something else is met, too."""
    member = make_member(group, (), name="Ana R.", at=AT)
    person = make_volunteer(group, "Ana Ruiz", membership=member, at=AT).person
    with group_scope(group.pk):
        person = Person.objects.select_related("group").get(pk=person.pk)
        meet(person, "identity", None)
        meet(person, "background_check", ENDS)
        meet(person, "references", AT.date() - timedelta(days=3))
    return person


@pytest.fixture
def there(here):
    """The same Ana, as another group knows her."""
    group = make_group("Northside", at=AT)
    person = make_volunteer(group, "Ana Ruiz", at=AT).person
    with group_scope(group.pk):
        Person.objects.filter(pk=person.pk).update(email=here.email, phone="")
        return Person.objects.select_related("group").get(pk=person.pk)


@pytest.fixture
def checker(there):
    return make_member(there.group, ("vetter",), name="Nora N.", at=AT)


def meet(person, key, until):
    requirement, subject = (
        Requirement.objects.get(key=key, group=person.group),
        find_subject(person.group, f"p{person.pk}"),
    )
    check = hand_in(requirement, subject, by=BY, at=AT)
    decide(check, met=True, valid_from=date(2026, 11, 1), valid_until=until, decided_by=None, by=BY, at=AT)


def given(person):
    with group_scope(person.group_id):
        subject = find_subject(person.group, f"p{person.pk}")
        return give_proof(person, read_sheet(subject, at=AT), by=BY, at=AT)


def as_if_from_elsewhere(person):
    """A proof of another installation, and the page with its key."""
    text = given(person)
    with system_scope("test"):
        document = proof.key_document([bytes.fromhex(ProofKey.objects.get().public_key)], name="Elsewhere")
        IssuedProof.objects.all().delete()
    return text, document


def refusal(person, text, **more):
    with group_scope(person.group_id), pytest.raises(ProofError) as refused:
        read_proof(person, text, at=more.pop("at", AT), **more)
    return refused.value.reason


def test_it_says_what_is_met_and_no_more(here):
    statement = proof.read_unverified(given(here))

    assert {(one.kind, one.until) for one in statement.met} == {
        ("identity", None),
        ("background_check", ENDS),
    }
    assert (statement.issuer_name, statement.subject_name) == (here.group.name, "Ana Ruiz")
    assert statement.until == date(2027, 1, 21)


def test_what_it_says_is_not_kept_and_its_key_only_sealed(here):
    from django.db import connection

    text = given(here)
    with group_scope(here.group_id), connection.cursor() as cursor:
        cursor.execute("SELECT private_key FROM vouching_proofkey")
        (stored,) = cursor.fetchone()
        cursor.execute("SELECT token_hash FROM vouching_issuedproof")
        (hashed,) = cursor.fetchone()
    with group_scope(here.group_id):
        assert ProofKey.objects.get().private_key not in stored
    assert proof.read_unverified(text).id not in hashed


def test_another_group_of_this_installation_believes_it(here, there):
    text = given(here)
    with group_scope(there.group_id):
        taken = read_proof(there, text, at=AT)

    assert {item.requirement.kind: item.until for item in taken.items} == {
        "identity": None,
        "background_check": ENDS,
    } or all(item.until is not None for item in taken.items)
    assert (taken.is_from_here, taken.is_new_issuer) == (True, False)


def test_somebody_else_cannot_use_it(here, there):
    text = given(here)
    tom = make_volunteer(there.group, "Ana Ruiz", at=AT).person
    with group_scope(there.group_id):
        tom = Person.objects.select_related("group").get(pk=tom.pk)

    assert refusal(tom, text) == "person"


def test_taken_back_it_is_believed_no_more(client, here, there):
    text = given(here)
    with group_scope(here.group_id):
        number = IssuedProof.objects.get().pk
    with group_scope(here.group_id):
        user = here.volunteer.membership.user
    sign_in(client, user)
    client.post(group_path(here.group, "vouching:take_back", proof_id=number))

    assert refusal(there, text) == "taken_back"


def test_forgetting_somebody_takes_their_proofs_back(here, there, monkeypatch):
    monkeypatch.setattr("manyhands.storage.forgetting._empty_log", lambda: None)
    text = given(here)
    with group_scope(here.group_id):
        erase_person(here, by=BY, at=AT)

    assert refusal(there, text) == "taken_back"


def test_from_elsewhere_it_needs_the_key(here, there):
    text, document = as_if_from_elsewhere(here)
    strange = proof.key_document([proof.make_key()[1]], name="Strange")

    assert refusal(there, text) == "unknown_issuer"
    assert refusal(there, text, key_document=strange) == "unknown_issuer"
    assert refusal(there, text, key_document="{}") == "malformed"
    with group_scope(there.group_id):
        assert read_proof(there, text, key_document=document, at=AT).is_new_issuer


def test_it_runs_out(here, there):
    assert refusal(there, given(here), at=AT + timedelta(days=61)) == "ended"


def test_who_has_shown_nothing_gets_none(volunteer):
    with group_scope(volunteer.group_id):
        person = Person.objects.select_related("group").get(pk=volunteer.person_id)
    with pytest.raises(NothingToSayError):
        given(person)


# --- pages ------------------------------------------------------------------------------------------------------------


class Area(HTMLParser):
    """The text in the first text area."""

    def __init__(self):
        super().__init__()
        self.text, self._inside = "", False

    def handle_starttag(self, tag, attrs):
        self._inside = tag == "textarea" and not self.text

    def handle_data(self, data):
        if self._inside:
            self.text += data

    def handle_endtag(self, tag):
        self._inside = False


def proof_on(page):
    reader = Area()
    reader.feed(page)
    return reader.text.strip()


class Clock(datetime):
    @classmethod
    def now(cls, tz=None):  # noqa: ARG003 - as it is called
        return AT


def test_the_code_can_be_scanned_and_verifies_by_itself(client, here, there, tmp_path, monkeypatch):
    """All kinds of requirement, and long names: as many squares as telephones can tell apart, and not more."""
    with group_scope(here.group_id):
        for key in ("training", "driving_licence", "vehicle_insurance"):
            meet(here, key, ENDS)
        user = here.volunteer.membership.user
        Person.objects.filter(pk=here.pk).update(name="María Fernanda Rodríguez de la Concepción y Núñez")
    here.group.name = "Asociación de Vecinas y Vecinos del Barrio de San Cristóbal de los Ángeles"
    here.group.save()
    sign_in(client, user)
    mine = group_path(here.group, "vouching:mine")
    page = client.post(mine, {"as": "text"}).content.decode()
    link = scannable_link(proof_on(page))
    squares = int(re.search(r'aria-label="QR code of the proof"><svg viewBox="0 0 (\d+)', page)[1]) - 4
    code = segno.make(link, error="m")

    assert qr_code(link) in page
    assert 17 + 4 * code.version == squares
    assert code.version <= 25
    assert code.error in "MQH"
    scanned, key = tmp_path / "scanned.txt", tmp_path / "proof-key.json"
    scanned.write_text(link)
    key.write_bytes(client.get(group_path(here.group, "vouching:proof_key")).content)
    monkeypatch.setattr("manyhands.cli.commands.proof.datetime", Clock)
    said = ["--contact", here.email]
    assert main(["proof", "--language", "en", "verify", str(scanned), "--key", str(key), *said]) == 0
    taken = refusal(there, link.partition("#")[2][:-1])
    assert taken == "malformed"
    with group_scope(there.group_id):
        assert len(read_proof(there, link.partition("#")[2], at=AT).items) == 5


def test_one_that_is_too_long_is_given_as_a_text_alone(client, here, monkeypatch):
    monkeypatch.setattr("manyhands.apps.vouching.actions.giving.MOST_SCANNED", 100)
    with group_scope(here.group_id):
        user = here.volunteer.membership.user
    sign_in(client, user)
    page = client.post(group_path(here.group, "vouching:mine"), {"as": "text"}).content.decode()
    assert proof_on(page)
    assert "QR code" not in page


def test_the_whole_way(client, here, there, checker):
    """Ana makes a proof, Nora pastes its link, looks at what it says, and lets one thing count."""
    with group_scope(here.group_id):
        user = here.volunteer.membership.user
    sign_in(client, user)
    mine = group_path(here.group, "vouching:mine")
    assert proof_on(client.get(mine).content.decode()) == ""
    text = proof_on(client.post(mine, {"as": "text"}).content.decode())
    sign_in(client, checker.user)
    take = group_path(there.group, "vouching:take", person_id=there.pk)
    page = client.post(take, {"proof": f"https://example.org/proof/#{text}"}).content.decode()
    assert "Eastside Neighbours" in page
    with group_scope(there.group_id):
        identity = Requirement.objects.get(key="identity")
        assert not Check.objects.exists()
    answer = client.post(take, {"proof": text, "step": "accept", "chosen": [str(identity.pk)]})

    assert answer.status_code == 302
    with group_scope(there.group_id):
        (check,) = Check.objects.all()
    assert (check.requirement_id, check.state, check.provider) == (identity.pk, CheckState.MET, "proof")
    assert check.decided_by_id == checker.pk
    assert check.provider_reference.startswith("Eastside Neighbours: ")


def test_nothing_counts_that_was_not_chosen(client, here, there, checker):
    text = given(here)
    sign_in(client, checker.user)
    take = group_path(there.group, "vouching:take", person_id=there.pk)
    answer = client.post(take, {"proof": text, "step": "accept"})

    assert answer.status_code == 422
    assert client.post(take, {"proof": text, "step": "accept", "chosen": ["999999"]}).status_code == 422
    with group_scope(there.group_id):
        assert not Check.objects.exists()


def test_a_key_that_was_brought_is_known_afterwards(client, here, there, checker):
    text, document = as_if_from_elsewhere(here)
    sign_in(client, checker.user)
    take = group_path(there.group, "vouching:take", person_id=there.pk)
    with group_scope(there.group_id):
        number = str(Requirement.objects.get(key="background_check").pk)
    page = client.post(take, {"proof": text, "key": document})
    assert "You brought the key along yourself" in page.content.decode()
    client.post(take, {"proof": text, "key": document, "step": "accept", "chosen": [number]})

    with group_scope(there.group_id):
        assert KnownIssuer.objects.get().name == "Eastside Neighbours"
        assert Check.objects.get().valid_until == ENDS
        assert not read_proof(there, text, at=AT).is_new_issuer


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text[:-6] + "AAAAAA", "signature is wrong"),
        (lambda text: text[:-5], "not a whole proof"),
        (lambda text: f"hello {text[:9]}", "not a whole proof"),
    ],
)
def test_what_is_wrong_is_said_in_words(client, here, there, change, says):
    sign_in(client, make_member(there.group, ("vetter",), at=AT).user)
    take = group_path(there.group, "vouching:take", person_id=there.pk)
    answer = client.post(take, {"proof": change(given(here))})

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_only_those_who_check_people_take_proofs(client, here, there):
    sign_in(client, make_member(there.group, ("coordinator",), at=AT).user)

    assert client.get(group_path(there.group, "vouching:take", person_id=there.pk)).status_code == 403


def test_another_groups_person_is_not_found(client, here, there, checker):
    sign_in(client, checker.user)

    assert client.get(group_path(there.group, "vouching:take", person_id=here.pk)).status_code == 404


def test_it_can_be_saved_as_a_file(client, here):
    with group_scope(here.group_id):
        user = here.volunteer.membership.user
    sign_in(client, user)
    answer = client.post(group_path(here.group, "vouching:mine"), {"as": "file"})

    assert answer["Content-Disposition"] == 'attachment; filename="proof.txt"'
    assert answer.content.decode().startswith(proof.PREFIX)
    assert "no-store" in answer["Cache-Control"]


def test_the_key_is_public(client, here):
    given(here)
    answer = client.get(group_path(here.group, "vouching:proof_key"))
    document = json.loads(answer.content)

    assert [key["kty"] for key in document["keys"]] == ["OKP"]
    assert set(document["keys"][0]) == {"kty", "crv", "use", "kid", "x"}


def test_the_link_leads_to_a_page_that_says_what_it_is(client):
    assert client.get(reverse("vouching:about")).status_code == 200


def test_who_does_not_help_has_no_page(client, group):
    sign_in(client, make_member(group, ("reader",), at=datetime(2026, 11, 1, tzinfo=AT.tzinfo)).user)

    assert client.get(group_path(group, "vouching:mine")).status_code == 404


def test_who_has_nothing_to_take_along_is_told_what_could_be(client, group):
    """What has begun and what has not; promises are not among it."""
    member = make_member(group, (), name="Ana R.", at=AT)
    person = make_volunteer(group, "Ana Ruiz", membership=member, at=AT).person
    with group_scope(group.pk):
        hand_in(Requirement.objects.get(key="identity"), Subject(person), by=BY, at=AT)
        names = {one.kind: one.name_in("en") for one in Requirement.objects.filter(applies_to="person")}
    sign_in(client, member.user)
    page = client.get(group_path(group, "vouching:mine")).content.decode()
    rows = dict(
        re.findall(r'class="row-title">([^<]+)</h3></div><div class="row-end"><span[^>]*>(.*?)</span>', page)
    )

    assert "handed in" in rows[names["identity"]]
    assert rows[names["background_check"]] == "not begun"
    assert names["agreement"] not in rows
    assert group_path(group, "vetting:mine") in page
    assert "need not be shown again elsewhere" in page


def test_where_nothing_could_be_told_nobody_is_sent_anywhere(client, group):
    member = make_member(group, (), name="Ana R.", at=AT)
    make_volunteer(group, "Ana Ruiz", membership=member, at=AT)
    with group_scope(group.pk):
        Requirement.objects.exclude(kind="agreement").update(is_active=False)
    sign_in(client, member.user)
    page = client.get(group_path(group, "vouching:mine")).content.decode()

    assert "You need not do anything" in page


def test_the_page_reads_whoever_it_is_about_once(client, here):
    with group_scope(here.group_id):
        user = here.volunteer.membership.user
    sign_in(client, user)
    with application_queries() as asked:
        client.get(group_path(here.group, "vouching:mine"))

    cards = [one for one in asked.captured_queries if 'FROM "people_person"' in one["sql"]]
    assert len(cards) == 1


# --- their own copy ---


def told_of(person, key):
    with group_scope(person.group_id):
        return [
            {fact.key: fact.value for fact in one.facts}
            for one in list_all_extracts(person)
            if one.key == key
        ]


def test_their_copy_says_which_proofs_they_took_along_and_not_by_what_they_are_found(here):
    given(here)

    (said,) = told_of(here, "proof")
    assert set(said) == {"issued_at", "until"}
    assert said["until"] == "2027-01-21"


def test_who_trusted_a_key_reads_it_in_their_copy_and_is_not_named_once_forgotten(there, here):
    member = make_member(there.group, ("vetter",), name="Nora N.", at=AT)
    card = make_volunteer(there.group, "Nora N.", membership=member, at=AT).person
    with group_scope(there.group_id):
        KnownIssuer.objects.create(
            group=there.group, key_id="k", public_key="00", name="Eastside", added_by=member, added_at=AT
        )
        card = Person.objects.select_related("group").get(pk=card.pk)
    assert [said["name"] for said in told_of(card, "known_issuer")] == ["Eastside"]
    assert told_of(here, "known_issuer") == told_of(there, "known_issuer") == []

    with group_scope(there.group_id):
        erase_person(card, by=BY, at=AT)
        assert KnownIssuer.objects.get().added_by is None
