"""Ways in which senders sign what they deliver: over the bytes as they came, compared whole and in constant time."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

LONGEST_DIFFERENCE_S = 300
_LONGEST_ID = 200
_MOST_SIGNATURES = 8
_MARK = "whsec_"


class WebhookRefusedError(Exception):
    """Not from whom it says, changed on the way, or too old."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """`id` is the same each time the sender tries again."""

    id: str


class Scheme(Protocol):
    def check(self, headers: Mapping[str, str], raw: bytes, *, at: datetime) -> Delivery:
        """Raises WebhookRefusedError. Never looks into `raw`. Names of headers are found in any case."""


class StandardWebhooks:
    """https://github.com/standard-webhooks/standard-webhooks: id, time and body, signed with HMAC-SHA256.

    Several secrets are believed, so that one can be changed without missing anything; so may one delivery carry several
    signatures.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = [standard_secret(secret) for secret in secrets if secret]

    def check(self, headers: Mapping[str, str], raw: bytes, *, at: datetime) -> Delivery:
        delivery, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not delivery or len(delivery) > _LONGEST_ID or not delivery.isascii() or "." in delivery:
            raise WebhookRefusedError("id")
        if not (sent_at.isascii() and sent_at.isdigit()) or len(sent_at) > len("10000000000"):
            raise WebhookRefusedError("timestamp")
        if abs(at.timestamp() - int(sent_at)) > LONGEST_DIFFERENCE_S:
            raise WebhookRefusedError("timestamp")
        given = headers.get("webhook-signature", "").split(" ")
        if len(given) > _MOST_SIGNATURES:
            raise WebhookRefusedError("signature")
        signed = f"{delivery}.{sent_at}.".encode() + raw
        expected = [
            "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode("ascii")
            for secret in self._secrets
        ]
        _insist(given, expected)
        return Delivery(delivery)


class BodySignature:
    """The hex HMAC-SHA256 of the body alone in one header. It has no time and no id: the body itself is known again."""

    def __init__(self, header: str, secrets: Sequence[str]) -> None:
        self._header, self._secrets = header, [secret.encode() for secret in secrets if secret]

    def check(self, headers: Mapping[str, str], raw: bytes, *, at: datetime) -> Delivery:
        expected = [hmac.digest(secret, raw, hashlib.sha256).hex() for secret in self._secrets]
        _insist([headers.get(self._header, "")], expected)
        return Delivery(hashlib.sha256(raw).hexdigest())


def standard_secret(secret: str) -> bytes:
    """The key in a secret as the scheme writes it, `whsec_` and base64.

    Raises:
        ValueError: when it is none, or shorter than the scheme allows (24 bytes).
    """
    try:
        key = base64.b64decode(secret.removeprefix(_MARK), validate=True)
    except ValueError as error:
        raise ValueError("A webhook secret is whsec_ and base64.") from error
    if len(key) < 24:  # noqa: PLR2004 - what the scheme says
        raise ValueError("A webhook secret has at least 24 bytes.")
    return key


def _insist(given: Sequence[str], expected: Sequence[str]) -> None:
    """All are compared, whatever the first ones say; without a secret of ours nothing is believed."""
    matches = [hmac.compare_digest(one.encode(), other.encode()) for one in given for other in expected]
    if not any(matches):
        raise WebhookRefusedError("signature")
