"""A proof that is packed for a code is the same proof; nothing that is packed otherwise is taken."""

import contextlib
import zlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.vetting import proof
from manyhands.core.vetting.packed import PACKED_PREFIX, pack, unpack
from manyhands.core.vetting.proof import LONGEST, Met, ProofError, to_base64

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PRIVATE, PUBLIC = proof.make_key()
KEYS = {proof.key_id(PUBLIC): PUBLIC}


@pytest.fixture(scope="module")
def text():
    statement = proof.state(
        issuer_name="Vecinos",
        issuer_url="https://example.org/g/v/proof-key.json",
        public_key=PUBLIC,
        subject_name="Rosa",
        contacts=["rosa@example.org"],
        met=[Met("identity", None)],
        at=AT,
        until=date(2027, 1, 1),
    )
    return proof.sign(statement, PRIVATE)


def test_it_is_shorter_and_the_same(text):
    packed = pack(text)
    assert len(packed) < 0.8 * len(text)
    assert unpack(packed) == text
    assert unpack("\n".join((packed[:50], packed[50:]))) == text
    assert proof.verify(unpack(packed), KEYS, contacts=["rosa@example.org"], at=AT).subject_name == "Rosa"


def test_what_is_not_packed_stays(text):
    assert unpack(text) == text
    assert unpack("something else") == "something else"


def test_a_changed_one_is_refused_or_says_the_same(text):
    packed = pack(text)
    for place in range(len(PACKED_PREFIX) + 1, len(packed), 7):
        changed = packed[:place] + ("A" if packed[place] != "A" else "B") + packed[place + 1 :]
        try:
            told = proof.verify(unpack(changed), KEYS, contacts=None, at=AT)
        except ProofError:
            continue
        assert told == proof.read_unverified(text)


@pytest.mark.parametrize(
    "payload",
    [
        zlib.compress(b"0" * (LONGEST + 1)),
        zlib.compress(b"0" * 10_000_000),
        zlib.compress(b"{}") + b"more",
        zlib.compress(b"{}" * 40)[:-3],
        b"not compressed",
    ],
)
def test_what_is_packed_otherwise_is_refused(payload):
    with pytest.raises(ProofError) as refused:
        unpack(f"{PACKED_PREFIX}.{to_base64(payload)}.AAAA")

    assert refused.value.reason == "malformed"


@pytest.mark.parametrize("rest", ["", "AAAA", "AAAA.AAAA.AAAA", "é.AAAA"])
def test_what_has_other_parts_is_refused(rest):
    with pytest.raises(ProofError) as refused:
        unpack(f"{PACKED_PREFIX}.{rest}")

    assert refused.value.reason == "malformed"


@given(st.text(max_size=300))
def test_any_text_is_unpacked_or_refused(rest):
    with contextlib.suppress(ProofError):
        unpack(f"{PACKED_PREFIX}.{rest}")
