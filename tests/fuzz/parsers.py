"""Everything that reads what others have written, with what it may say when it cannot read it."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx
import openpyxl
from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.translation import get_language_from_request
from hypothesis import strategies as st

from manyhands.adapters.http import Reply
from manyhands.adapters.nominatim import _understand
from manyhands.adapters.sms import read_json
from manyhands.apps.dispatch.views.open_list import page_number
from manyhands.apps.places.views.maps import _RANGE
from manyhands.core.areas.geojson import AreaFileError, read_geojson
from manyhands.core.gazetteer.zip_codes import find_zip
from manyhands.core.privacy.dwellings import DwellingsError, read_areas, spread_dwellings
from manyhands.core.sheets import SheetError, parse_needs, parse_volunteers, read_table, understand
from manyhands.core.values.languages import is_language, language_code
from manyhands.core.values.names import first_name, initial_form, name_tokens
from manyhands.core.values.phones import NotAPhoneNumberError, indexable_phone, read_phone
from manyhands.core.values.text import TextTooLongError, clean_text
from manyhands.core.vetting.proof import ProofError, read_key_document, verify
from manyhands.web.api.cursors import make_cursor, read_cursor
from manyhands.web.api.problems import ProblemError
from manyhands.web.client_address import client_address
from manyhands.web.forms.answers import PhoneField, PlainTextField, email_field
from manyhands.web.languages import plain_language
from manyhands.web.logging import redact_links
from manyhands.web.once import _key
from manyhands.web.webhooks.schemes import BodySignature, StandardWebhooks, WebhookRefusedError

LONGEST_SECONDS = 1.0
AT = datetime(2026, 3, 7, 12, tzinfo=UTC)
PIECES = st.sampled_from(
    ["+1517", "a@b.c", "48912", "9-5", "mañana", "9" * 30, "1e309", "\x00", "\u202e",
     "\ud800", "٣", "½", "ﷺ", "😀", "e\u0301" * 9,
     "<b>", "{0}", "%s", "&l9;", "=1+1", "..", "/", "%2F", "/r/", "T12:00Z", "-84.5,42.7", "NaN", "{", "[",
     '"', "\r\n", "\t", "mh_", "bytes=",
     "q=0.5", ";", ",", "v1,", "1607965200", "=" * 9]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=8).map("".join), PIECES.map(lambda piece: piece * 3000)
)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "features", "geometry", "properties", "keys", "name"])
            | st.text(max_size=3),
            inner | st.sampled_from(["Polygon", "MultiPolygon", "FeatureCollection"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)
DEEP = ["[" * 100_000, '{"a":' * 50_000, '{"type":"Polygon","coordinates":' + "[" * 60_000]
JSON_TEXTS = st.one_of(
    JSONS.map(json.dumps), TEXTS, st.integers(0, len(DEEP) - 1).map(lambda place: DEEP[place])
)
# A server reads the bytes of a header as these letters.
HEADERS = TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass").decode("latin-1"))
BYTES = st.one_of(st.binary(max_size=300), TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")))


@dataclass(frozen=True)
class Parser:
    name: str
    given: st.SearchStrategy[Any]
    read: Callable[[Any], Any]
    # What it may raise; anything else is a crash.
    says: tuple[type[Exception], ...] = ()
    # At most so many examples, where each is large.
    most: int = 100_000

    def time(self, given: Any) -> float:
        """Seconds of a processor that one reading took; whoever is first pays for what is loaded only then."""
        seconds = self._time_once(given)
        return self._time_once(given) if seconds > LONGEST_SECONDS else seconds

    def _time_once(self, given: Any) -> float:
        began = time.thread_time()
        with suppress(*self.says):
            self.read(given)
        return time.thread_time() - began


@cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["Name", "Phone", "ZIP", "What do you need?"], ["Ana", "517 555 0100", "48912", "Food"]):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def altered_workbook(change: tuple[int, str, bytes]) -> bytes:
    """One part of a workbook replaced, or a byte of the archive itself."""
    place, how, put = change
    data = workbook()
    if how == "byte":
        place %= len(data)
        return data[:place] + put + data[place + len(put) :]
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        names = before.namelist()
        for name in names:
            text = before.read(name)
            chosen = name == names[place % len(names)]
            if chosen and how == "bomb":
                text = text + b" " * 30_000_000
            elif chosen and how == "part":
                middle = place % (len(text) + 1)
                text = text[:middle] + put + text[middle:]
            if not (chosen and how == "gone"):
                after.writestr(name, text)
    return made.getvalue()


def read_sheet(data: bytes, filename: str) -> None:
    table = read_table(data, filename=filename)
    parse_needs(table, understand(table, "needs"))
    parse_volunteers(table, understand(table, "volunteers"))


def _request(**meta: str) -> Any:
    request = RequestFactory().get("/", headers={})
    request.META |= meta
    return request


def _posted_key(text: str) -> Any:
    request = _request()
    request.POST = QueryDict(mutable=True)
    request.POST["once"] = text
    return _key(request)


def _cursor(text: str) -> Any:
    made = make_cursor([1, "a"], of={"list": "runs"})
    return read_cursor(text if len(text) % 2 else made + text, of={"list": "runs"})


CHANGES = st.tuples(
    st.integers(0, 10**5), st.sampled_from(["byte", "part", "gone", "part", "byte"]), st.binary(max_size=40)
)
CSV_ROWS = st.lists(st.lists(TEXTS.map(lambda text: text[:200]), max_size=6), min_size=1, max_size=5)
PARSERS = [
    Parser("a sheet of bytes", BYTES, lambda data: read_sheet(data, "a.csv"), (SheetError,)),
    Parser("a sheet of rows", CSV_ROWS.map(lambda rows: "\n".join(map(",".join, rows))),
           lambda text: read_sheet(text.encode("utf-8", "surrogatepass"), "a.csv"), (SheetError,)),
    Parser("a workbook", CHANGES, lambda change: read_sheet(altered_workbook(change), "a.xlsx"), (SheetError,)),
    Parser("a workbook that is a bomb", st.integers(0, 8),
           lambda place: read_sheet(altered_workbook((place, "bomb", b"")), "a.xlsx"), (SheetError,), most=2),
    Parser("a phone number", TEXTS, lambda text: read_phone(text, region="US"), (NotAPhoneNumberError,)),
    Parser("a phone number to look for", TEXTS, indexable_phone, (NotAPhoneNumberError,)),
    Parser("a name", TEXTS, lambda text: (name_tokens(text), first_name(text), initial_form(text))),
    Parser("a text", TEXTS, lambda text: clean_text(text, max_length=200, multiline=True), (TextTooLongError,)),
    Parser("a language", TEXTS,
           lambda text: (is_language(text), language_code(text), plain_language(text)), (ValueError,)),
    Parser("a ZIP code", TEXTS, find_zip),
    Parser("an area", JSON_TEXTS, lambda text: read_geojson(text.encode("utf-8", "surrogatepass")), (AreaFileError,)),
    Parser("dwellings in JSON", JSON_TEXTS,
           lambda text: spread_dwellings(read_areas([("a.geojson", text)])), (DwellingsError,)),
    Parser("dwellings in a sheet", TEXTS,
           lambda text: spread_dwellings(read_areas([("a.csv", text)])), (DwellingsError,)),
    Parser("a proof", TEXTS, lambda text: verify(text, {}, contacts=None, at=AT), (ProofError,)),
    Parser("keys of others", JSON_TEXTS, read_key_document, (ProofError,)),
    Parser("a signed delivery", st.tuples(HEADERS, HEADERS, HEADERS, BYTES),
           lambda said: StandardWebhooks(["whsec_" + "YWJj" * 8]).check(
               {"webhook-id": said[0], "webhook-timestamp": said[1], "webhook-signature": said[2]}, said[3], at=AT),
           (WebhookRefusedError,)),
    Parser("a signed body", st.tuples(HEADERS, BYTES),
           lambda said: BodySignature("x-signature", ["a secret"]).check({"x-signature": said[0]}, said[1], at=AT),
           (WebhookRefusedError,)),
    Parser("where a list goes on", TEXTS, _cursor, (ProblemError,)),
    Parser("the number of a page", TEXTS, page_number),
    Parser("the key of a form", TEXTS, _posted_key, (BadRequest,)),
    Parser("languages that a browser names", TEXTS,
           lambda text: get_language_from_request(_request(HTTP_ACCEPT_LANGUAGE=text))),
    Parser("addresses that proxies name", TEXTS,
           lambda text: client_address(_request(HTTP_X_FORWARDED_FOR=text))),
    Parser("a line of the log", TEXTS, redact_links),
    Parser("a range of bytes", TEXTS, _RANGE.fullmatch),
    Parser("how long a gateway asks to wait", TEXTS.filter(str.isascii),
           lambda text: Reply(503, _headers(text), b"").wait_seconds(now=0.0)),
    Parser("what a gateway answers", JSON_TEXTS, lambda text: read_json(_reply(text))),
    Parser("what a geocoder answers", JSON_TEXTS, lambda text: _understand(_reply(text))),
    Parser("a text field", TEXTS, lambda text: PlainTextField(longest=80).clean(text), (ValidationError,)),
    Parser("a field for a phone number", TEXTS, lambda text: PhoneField().clean(text), (ValidationError,)),
    Parser("a field for an address of mail", TEXTS, lambda text: email_field().clean(text), (ValidationError,)),
]  # fmt: skip


def _headers(text: str) -> httpx.Headers:
    return httpx.Headers([(b"Retry-After", text.encode("ascii"))])


def _reply(text: str) -> Reply:
    return Reply(200, httpx.Headers(), text.encode("utf-8", "surrogatepass"))
