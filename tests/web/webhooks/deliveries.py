"""Deliveries as their senders sign them, and every way of changing one. Also read by `make check-webhooks`."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from manyhands.web.webhooks.schemes import BodySignature, Scheme, StandardWebhooks

AT = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
KEY = "whsec_" + base64.b64encode(b"a secret of twenty-four and more").decode()
OTHER_KEY = "whsec_" + base64.b64encode(b"another secret, as long as that").decode()
BODY_HEADER = "x-checkr-signature"
BODY = b'{"id":"0f9a","type":"report.completed","data":{"object":{"id":"4722","city":"Ypsilanti \xc3\xb1"}}}'
# Each printable letter in the place of each: a header carries no others.
LETTERS = [chr(code) for code in range(0x20, 0x7F)]


@dataclass(frozen=True)
class Sent:
    headers: dict[str, str]
    body: bytes = BODY
    at: datetime = field(default=AT)


def standard(*, body: bytes = BODY, key: str = KEY, number: str = "msg_7", sent_at: datetime = AT) -> Sent:
    time = str(int(sent_at.timestamp()))
    digest = hmac.digest(
        base64.b64decode(key.removeprefix("whsec_")), f"{number}.{time}.".encode() + body, hashlib.sha256
    )
    signature = "v1," + base64.b64encode(digest).decode()
    return Sent({"webhook-id": number, "webhook-timestamp": time, "webhook-signature": signature}, body)


def of_body(*, body: bytes = BODY, key: str = KEY) -> Sent:
    return Sent({BODY_HEADER: hmac.digest(key.encode(), body, hashlib.sha256).hex()}, body)


SCHEMES: dict[str, tuple[Scheme, Sent]] = {
    "Standard Webhooks": (StandardWebhooks([KEY]), standard()),
    "signed body (Checkr)": (BodySignature(BODY_HEADER, [KEY]), of_body()),
}


def changed_bytes(sent: Sent) -> Iterator[Sent]:
    """Every byte of the body as every other byte, left out, doubled; the same with the letters of every header."""
    for place in range(len(sent.body)):
        before, byte, after = sent.body[:place], sent.body[place], sent.body[place + 1 :]
        for other in range(256):
            if other != byte:
                yield replace(sent, body=before + bytes([other]) + after)
        yield replace(sent, body=before + after)
        yield replace(sent, body=before + bytes([byte, byte]) + after)
    yield replace(sent, body=sent.body + b"\n")
    for name, value in sent.headers.items():
        for place, letter in enumerate(value):
            for other in LETTERS:
                if other != letter:
                    yield replace(
                        sent, headers=sent.headers | {name: value[:place] + other + value[place + 1 :]}
                    )
            yield replace(sent, headers=sent.headers | {name: value[:place] + value[place + 1 :]})


def without_a_header(sent: Sent) -> Iterator[Sent]:
    for name in sent.headers:
        yield replace(sent, headers={one: value for one, value in sent.headers.items() if one != name})
        yield replace(sent, headers=sent.headers | {name: ""})


def at_other_times(sent: Sent) -> Iterator[Sent]:
    """Later and earlier than a scheme with a time allows, by a second and by much."""
    for seconds in (301, 302, 600, 3_600, 86_400, 10_000_000):
        yield replace(sent, at=sent.at + timedelta(seconds=seconds))
        yield replace(sent, at=sent.at - timedelta(seconds=seconds))


def with_other_keys() -> dict[str, list[Sent]]:
    return {
        "Standard Webhooks": [standard(key=OTHER_KEY)],
        "signed body (Checkr)": [of_body(key=OTHER_KEY), of_body(key=KEY.removeprefix("whsec_"))],
    }
