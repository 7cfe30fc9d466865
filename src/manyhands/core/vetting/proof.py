"""A statement that somebody carries from one group to another: what they have shown there, and until when.

The text is `manyhands-proof-1.PAYLOAD.SIGNATURE`: the payload is canonical JSON, the signature Ed25519 over everything
in front of it, both in base64url. Nobody has to be asked to verify it: the group's public key is enough. It names its
person, and commits to their e-mail address or telephone number without saying either, so that it is of no use to
anybody else. It says what kind of thing was shown and until when, and nothing of what was found.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX = "manyhands-proof-1"
KEY_BYTES = 32
LONGEST = 8_000
"""Characters of a whole proof: more is none of ours, and is not looked at."""
MOST_MET = 40
CLOCKS_DIFFER = timedelta(minutes=10)
# A telephone number can be guessed: each guess costs whoever holds the proof this much work (about 50 ms, 16 MB).
_SCRYPT = {"n": 2**14, "r": 8, "p": 1, "dklen": 24}
_SALT_BYTES = 16


class ProofError(ValueError):
    """It is not to be believed. `reason` is one of: malformed, unknown_issuer, signature, person, future, ended."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Met:
    """One kind of requirement that was met, and until when its group took it to be; None: without end."""

    kind: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a proof says.

    `commitments` stand for the person's contacts; `issuer_url` is where its group publishes its key.
    """

    id: str
    issuer_key: str
    issuer_name: str
    issuer_url: str
    subject_name: str
    salt: str
    commitments: tuple[str, ...]
    met: tuple[Met, ...]
    issued_at: datetime
    until: date

    def is_about(self, contacts: Iterable[str]) -> bool:
        """Whether one of these contacts is the person's. Each is the normalised e-mail address or telephone number."""
        return any(
            hmac.compare_digest(commit(contact, self.salt), known)
            for contact in contacts
            for known in self.commitments
            if contact
        )

    def list_good(self, on: date) -> list[Met]:
        """Leave out what has ended by that day."""
        return [one for one in self.met if one.until is None or one.until >= on]


def commit(contact: str, salt: str) -> str:
    """Stands for a contact within one proof; the same contact in another proof gives something unrelated.

    >>> commit("rosa@example.org", "00" * 16) == commit(" Rosa@Example.org ", "00" * 16)
    True
    """
    normalised = contact.strip().casefold().encode()
    return hashlib.scrypt(normalised, salt=bytes.fromhex(salt), **_SCRYPT).hex()


def state(
    *,
    issuer_name: str,
    issuer_url: str,
    public_key: bytes,
    subject_name: str,
    contacts: Sequence[str],
    met: Sequence[Met],
    at: datetime,
    until: date,
) -> Statement:
    """Make a new statement, with an id of its own that nobody can guess."""
    salt = secrets.token_hex(_SALT_BYTES)
    return Statement(
        id=secrets.token_hex(16),
        issuer_key=key_id(public_key),
        issuer_name=issuer_name,
        issuer_url=issuer_url,
        subject_name=subject_name,
        salt=salt,
        commitments=tuple(commit(contact, salt) for contact in contacts if contact),
        met=tuple(met),
        issued_at=at.astimezone(UTC).replace(microsecond=0),
        until=until,
    )


# --- keys ------------------------------------------------------------------------------------------------------------


def make_key() -> tuple[bytes, bytes]:
    """Make a new pair: private, public."""
    private = Ed25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def key_id(public_key: bytes) -> str:
    """Names a public key."""
    return hashlib.sha256(b"manyhands proof key" + public_key).hexdigest()[:32]


def key_document(keys: Sequence[bytes], *, name: str) -> str:
    """Public keys as a JSON Web Key Set (RFC 7517, RFC 8037), as a group publishes them."""
    told = [
        {"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": key_id(key), "x": to_base64(key)}
        for key in keys
    ]
    return json.dumps({"name": name, "keys": told})


def read_key_document(text: str) -> dict[str, bytes]:
    """Key id to public key. The id is worked out here and not believed; what is no key of ours is passed over.

    Raises:
        ProofError: (malformed) when there is no key in it.
    """
    try:
        told = json.loads(text)
        found = {
            key_id(public): public
            for one in told["keys"]
            if one["kty"] == "OKP"
            and one["crv"] == "Ed25519"
            and len(public := from_base64(one["x"])) == KEY_BYTES
        }
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ProofError("malformed") from error
    if not found:
        raise ProofError("malformed")
    return found


# --- signing and verifying -------------------------------------------------------------------------------------------


def sign(statement: Statement, private_key: bytes) -> str:
    """Return the text that its person carries."""
    signed = f"{PREFIX}.{to_base64(_payload(statement))}"
    signature = Ed25519PrivateKey.from_private_bytes(private_key).sign(signed.encode())
    return f"{signed}.{to_base64(signature)}"


def read_unverified(text: str) -> Statement:
    """Read what it says, to find out whose key is needed. Nothing of it is to be believed or shown as true.

    Raises:
        ProofError: (malformed) when it is no proof.
    """
    return _statement(_parts(text)[1])


def verify(
    text: str, keys: Mapping[str, bytes], *, contacts: Iterable[str] | None, at: datetime
) -> Statement:
    """Return the statement, once everything about it is right.

    Args:
        text: The whole proof; blanks and line breaks around and within it do not matter.
        keys: Public keys that are believed, by their id.
        contacts: E-mail addresses and numbers that are known to be the person's; None does not ask whose it is.
        at: Now.

    Raises:
        ProofError: `reason` says what is wrong.
    """
    signed, payload, signature = _parts(text)
    statement = _statement(payload)
    public = keys.get(statement.issuer_key)
    if public is None or key_id(public) != statement.issuer_key:
        raise ProofError("unknown_issuer")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError) as error:
        raise ProofError("signature") from error
    if statement.issued_at > at + CLOCKS_DIFFER:
        raise ProofError("future")
    if statement.until < at.astimezone(UTC).date():
        raise ProofError("ended")
    if contacts is not None and not statement.is_about(contacts):
        raise ProofError("person")
    return statement


def _parts(text: str) -> tuple[bytes, bytes, bytes]:
    """Take apart what was signed, the payload, and the signature."""
    together = "".join(text[: LONGEST * 2].split())
    if len(together) > LONGEST or not together.isascii():
        raise ProofError("malformed")
    parts = together.split(".")
    if len(parts) != 3 or parts[0] != PREFIX:  # noqa: PLR2004 - prefix, payload, signature
        raise ProofError("malformed")
    return f"{parts[0]}.{parts[1]}".encode(), from_base64(parts[1]), from_base64(parts[2])


def _payload(statement: Statement) -> bytes:
    told = {
        "id": statement.id,
        "issuer": {"key": statement.issuer_key, "name": statement.issuer_name, "url": statement.issuer_url},
        "subject": {
            "name": statement.subject_name,
            "salt": statement.salt,
            "contacts": list(statement.commitments),
        },
        "met": [
            {"kind": one.kind, "until": one.until.isoformat() if one.until else None} for one in statement.met
        ],
        "issued_at": statement.issued_at.isoformat(),
        "until": statement.until.isoformat(),
    }
    return _canonical(told)


def _canonical(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _statement(payload: bytes) -> Statement:
    try:
        told = json.loads(payload)
        statement = Statement(
            id=_text(told["id"]),
            issuer_key=_text(told["issuer"]["key"]),
            issuer_name=_text(told["issuer"]["name"]),
            issuer_url=_text(told["issuer"]["url"]),
            subject_name=_text(told["subject"]["name"]),
            salt=_text(told["subject"]["salt"]),
            commitments=tuple(_text(one) for one in told["subject"]["contacts"]),
            met=tuple(_met(one) for one in told["met"]),
            issued_at=datetime.fromisoformat(told["issued_at"]),
            until=date.fromisoformat(told["until"]),
        )
        # What differs from how we would write it holds something that we do not understand.
        is_ours = _payload(statement) == payload and len(bytes.fromhex(statement.salt)) == _SALT_BYTES
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ProofError("malformed") from error
    if not is_ours or statement.issued_at.tzinfo is None or len(statement.met) > MOST_MET:
        raise ProofError("malformed")
    return statement


def _met(told: Mapping[str, object]) -> Met:
    until = told["until"]
    return Met(_text(told["kind"]), None if until is None else date.fromisoformat(_text(until)))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def to_base64(data: bytes) -> str:
    """Write bytes in letters that addresses carry as they are, without a filling."""
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def from_base64(text: str) -> bytes:
    """Only as we write it: the last letter has bits to spare, which would let a changed text pass for the same."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ProofError("malformed") from error
    if to_base64(data) != text:
        raise ProofError("malformed")
    return data
