"""A proof is believed whole or not at all, and by nobody but its own person."""

import json
import random
import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.vetting import proof
from manyhands.core.vetting.proof import Met, ProofError

AT = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
PRIVATE, PUBLIC = proof.make_key()
KEYS = {proof.key_id(PUBLIC): PUBLIC}
LETTERS = string.ascii_letters + string.digits + "-_.=+/ \n~"


def stated(**other):
    said = {
        "issuer_name": "Vecinos de Lansing",
        "issuer_url": "https://example.org/g/lansing/proof-key.json",
        "public_key": PUBLIC,
        "subject_name": "Rosa Ñandú",
        "contacts": ["rosa@example.org", "+15175550100"],
        "met": [
            Met("background_check", date(2027, 5, 1)),
            Met("agreement", None),
            Met("training", date(2026, 12, 1)),
        ],
        "at": AT,
        "until": date(2027, 5, 1),
    }
    return proof.state(**said | other)


@pytest.fixture(scope="module")
def statement():
    return stated()


@pytest.fixture(scope="module")
def text(statement):
    return proof.sign(statement, PRIVATE)


def refused(text, keys=KEYS, contacts=("rosa@example.org",), at=AT):
    with pytest.raises(ProofError) as refusal:
        proof.verify(text, keys, contacts=contacts, at=at)
    return refusal.value.reason


def test_its_own_person_is_believed(text, statement):
    assert proof.verify(text, KEYS, contacts=["Rosa@Example.org"], at=AT) == statement
    assert proof.verify(text, KEYS, contacts=["someone@example.org", "+15175550100"], at=AT) == statement


def test_it_may_be_broken_into_lines(text, statement):
    lines = "\r\n".join(text[start : start + 64] for start in range(0, len(text), 64))

    assert proof.verify(f"  {lines} \n", KEYS, contacts=None, at=AT) == statement


def test_any_letter_changed_is_refused(text):
    """At every place: one letter replaced, left out, and put in."""
    rng = random.Random(7)
    for place, letter in enumerate(text):
        other = rng.choice([one for one in LETTERS if one != letter and not one.isspace()])
        for changed in (
            text[:place] + other + text[place + 1 :],
            text[:place] + text[place + 1 :],
            text[:place] + other + text[place:],
        ):
            with pytest.raises(ProofError):
                proof.verify(changed, KEYS, contacts=None, at=AT)


def test_every_bit_of_the_signature_counts(text):
    signed, _, signature = text.rpartition(".")
    raw = proof.from_base64(signature)
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8

        assert refused(f"{signed}.{proof.to_base64(bytes(changed))}", contacts=None) == "signature"


def test_somebody_elses_is_refused(text):
    assert refused(text, contacts=["tom@example.org", "+15175550199", ""]) == "person"
    assert refused(text, contacts=[]) == "person"


def test_it_does_not_say_the_contacts(text, statement):
    said = proof._payload(statement).decode()

    assert "rosa@" not in said
    assert "5175550100" not in said


def test_the_same_contact_is_told_differently_each_time(statement):
    assert not set(stated().commitments) & set(statement.commitments)


def test_a_stranger_who_signs_in_its_name_is_refused(statement):
    strange_private, strange_public = proof.make_key()
    forged = proof.sign(statement, strange_private)

    assert refused(forged) == "signature"
    assert refused(forged, keys={proof.key_id(strange_public): strange_public}) == "unknown_issuer"
    # Not even where the stranger's key is put under the other's name.
    assert refused(forged, keys={statement.issuer_key: strange_public}) == "unknown_issuer"


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (AT - timedelta(minutes=11), "future"),
        (datetime(2027, 5, 2, 0, 1, tzinfo=UTC), "ended"),
    ],
)
def test_it_holds_for_its_time_only(text, at, reason):
    assert refused(text, at=at) == reason


def test_it_holds_on_its_last_day_and_with_clocks_that_differ(text, statement):
    last = datetime(2027, 5, 1, 23, 59, tzinfo=UTC)

    assert proof.verify(text, KEYS, contacts=None, at=last) == statement
    assert proof.verify(text, KEYS, contacts=None, at=AT - timedelta(minutes=9)) == statement


def test_what_has_ended_is_not_taken_along(statement):
    assert [one.kind for one in statement.list_good(date(2026, 12, 1))] == [
        "background_check",
        "agreement",
        "training",
    ]
    assert [one.kind for one in statement.list_good(date(2026, 12, 2))] == ["background_check", "agreement"]


def with_payload(change):
    """Signed by the right key over something that we would not write."""
    told = json.loads(proof._payload(stated()))
    change(told)
    signed = f"{proof.PREFIX}.{proof.to_base64(proof._canonical(told))}"
    signature = proof.Ed25519PrivateKey.from_private_bytes(PRIVATE).sign(signed.encode())
    return f"{signed}.{proof.to_base64(signature)}"


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.update(extra=1),
        lambda told: told.pop("met"),
        lambda told: told.update(id=7),
        lambda told: told.update(issued_at="2026-11-22T07:00:00"),
        lambda told: told["subject"].update(salt="00"),
        lambda told: told["subject"].update(salt="zz"),
        lambda told: told.update(met=[{"kind": "x", "until": None}] * (proof.MOST_MET + 1)),
        lambda told: told["met"].append({"kind": "x", "until": "soon"}),
        lambda told: told.update(issuer=[]),
    ],
)
def test_what_is_not_understood_is_not_believed(change):
    assert refused(with_payload(change), contacts=None) == "malformed"


@pytest.mark.parametrize("text", ["", ".", "..", f"{proof.PREFIX}..", "manyhands-proof-2.e30.e30", "é.é.é"])
def test_other_texts_are_refused(text):
    assert refused(text) == "malformed"


def test_a_text_without_end_is_refused_unread(text):
    assert refused(text + "A" * proof.LONGEST) == "malformed"


@given(st.text() | st.from_regex(r"manyhands-proof-1\.[\w-]{0,80}\.[\w-]{0,90}", fullmatch=True))
def test_any_text_is_a_proof_or_refused(text):
    with pytest.raises(ProofError):
        proof.verify(text, KEYS, contacts=None, at=AT)


def test_keys_travel_as_a_document():
    other = proof.make_key()[1]
    document = proof.key_document([PUBLIC, other], name="Vecinos")

    assert proof.read_key_document(document) == {proof.key_id(PUBLIC): PUBLIC, proof.key_id(other): other}


def test_a_key_cannot_take_anothers_name():
    told = json.loads(proof.key_document([PUBLIC], name="Vecinos"))
    told["keys"][0]["kid"] = "f" * 32

    assert set(proof.read_key_document(json.dumps(told))) == {proof.key_id(PUBLIC)}


@given(
    st.text()
    | st.just('{"keys": []}')
    | st.just('{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AA"}]}')
    | st.just("[]")
)
def test_any_text_is_a_key_document_or_refused(text):
    with pytest.raises(ProofError) as refusal:
        proof.read_key_document(text)

    assert refusal.value.reason == "malformed"


@pytest.mark.parametrize("text", ["QR", "Q", "Q===", "QQ==", "Q Q", "é"])
def test_bytes_are_read_only_as_we_write_them(text):
    with pytest.raises(ProofError) as refusal:
        proof.from_base64(text)

    assert refusal.value.reason == "malformed"
    assert proof.from_base64("QQ") == b"A"


def test_another_statement_has_another_id(statement):
    assert stated().id != statement.id
    assert replace(statement, id="x") != statement
