"""What has to stand around an answer, whoever asks and whatever for: `list_problems` says what is missing."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse

# What each part of the content policy has to say, to the letter. Pictures under a map may come from one host more,
# which the group has chosen and the reader agreed to; the drawn description of the API keeps arrows in its own styles.
POLICY = {
    "default-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
    "object-src": {"'none'"},
    "img-src": {"'self'"},
}
# What somebody has handed in may do nothing at all, whatever is in it.
HANDED_IN = {"vetting:evidence"}
POLICY_OF_FILES = {
    "sandbox": set[str](),
    **{name: {"'none'"} for name in POLICY if name != "img-src"},
}
ALWAYS = {
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"same-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
    "X-Frame-Options": {"DENY"},
}
YEAR_SECONDS = 31_536_000
DEVICES = ("camera=()", "microphone=()", "payment=()")
# What may be kept, each for a reason; everything else is "no-store".
KEPT = {
    "places:map_base": "says nothing about anybody: which pictures lie under a map",
    "places:map_file": "says nothing about anybody: the pictures themselves",
    "dispatch:open_map": "numbers in areas, as the public map shows them; asked about again each time",
    "dispatch:staff_map_cells": "numbers in areas, as the public map shows them; asked about again each time",
    "dispatch:calendar_feed": "calendar programs keep it whatever we say; asked about again each time",
    "static": "styles, scripts and pictures: the same for everybody",
    "api:drawing": "the program that draws the description of the API: the same for everybody",
}
# Attributes that make a browser fetch something by itself, or send something there.
FETCHES = {
    "script": ("src",), "link": ("href",), "img": ("src", "srcset"), "iframe": ("src",), "source": ("src", "srcset"),
    "video": ("src", "poster"), "audio": ("src",), "embed": ("src",), "object": ("data",), "form": ("action",),
    "use": ("href", "xlink:href"), "button": ("formaction",), "input": ("src", "formaction"), "body": ("background",),
    "base": ("href",), "track": ("src",),
}  # fmt: skip
HTMX = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", "data-url", "ping")
_FETCHED_BY_STYLES = re.compile(r"(?:@import\s+|url\(\s*)[\"']?([^\"')\s;]+)", re.IGNORECASE)
_ORIGIN = re.compile(r"[\"'`]((?:https?:|wss?:)?//[\w\[][^/\s\"'`<>)\\]*)", re.IGNORECASE)
# Names of formats, and links that a reader may follow: no script asks them for anything.
NAMES = {"www.w3.org", "leafletjs.com", "github.com"}


def list_problems(route: str, response: HttpResponse, *, host: str, pictures: frozenset[str]) -> list[str]:
    """Everything that is wrong with what stands around one answer, and with what a page of it would fetch."""
    return [
        *_fixed(response),
        *_policy(response.get("Content-Security-Policy", ""), _asked(route, response), route, pictures),
        *_keeping(route, response),
        *_cookies(response),
        *_fetched(response, host),
    ]


def _fixed(response: HttpResponse) -> Iterator[str]:
    for name, values in ALWAYS.items():
        if response.get(name) not in values:
            yield f"{name} is {response.get(name)!r}"
    allowed = response.get("Permissions-Policy", "")
    yield from (f"Permissions-Policy lacks {device}" for device in DEVICES if device not in allowed)
    said = re.search(r"max-age=(\d+)", response.get("Strict-Transport-Security", ""))
    if said is None or int(said[1]) < YEAR_SECONDS:
        yield f"Strict-Transport-Security is {response.get('Strict-Transport-Security')!r}"
    yield from (
        f"{name} opens it to other sites" for name in response.headers if name.startswith("Access-Control-")
    )
    yield from (f"{name} tells what it runs on" for name in ("Server", "X-Powered-By") if name in response)
    kind = response.get("Content-Type", "")
    if kind.startswith("text/") and "charset" not in kind and not response.streaming:
        yield f"no charset in {kind!r}"


def policy_of(header: str) -> dict[str, set[str]]:
    parts = (part.split() for part in header.split(";") if part.strip())
    return {name: set(values) for name, *values in parts}


def _asked(route: str, response: HttpResponse) -> dict[str, set[str]]:
    return POLICY_OF_FILES if route in HANDED_IN and response.status_code == 200 else POLICY


def _policy(header: str, asked: dict[str, set[str]], route: str, pictures: frozenset[str]) -> Iterator[str]:
    said = policy_of(header)
    if "unsafe" in header or "*" in header:
        yield f"the policy allows too much: {header}"
    yield from (f"{name} is not said" for name in set(asked) - set(said))
    for name, values in asked.items():
        more = said.get(name, set()) - values
        if values - said.get(name, set()):
            yield f"{name} is {said.get(name)}"
        if more and not (
            name == "img-src" and more <= pictures | ({"data:"} if route == "api:docs" else set())
        ):
            yield f"{name} lets in {more}"
    yield from (f"{name} says {said[name]}, which nobody looked at" for name in set(said) - set(asked))


def _keeping(route: str, response: HttpResponse) -> Iterator[str]:
    said = response.get("Cache-Control", "")
    if response.status_code < 400 and route in KEPT:
        if "public" in said and route not in ("api:drawing", "static"):
            yield f"may be kept by anybody in between: {said}"
        return
    if "no-store" not in said or "private" not in said:
        yield f"may be kept: Cache-Control is {said!r}"


def _cookies(response: HttpResponse) -> Iterator[str]:
    for name, cookie in response.cookies.items():
        if cookie["max-age"] == 0:
            continue
        if not cookie["secure"] or not cookie["httponly"] or cookie["samesite"] not in ("Lax", "Strict"):
            yield f"cookie {name}: {cookie.OutputString()}"
        # One that is for some addresses only cannot be called "__Host-"; "__Secure-" comes next to it.
        prefix = "__Host-" if cookie["path"] == "/" else "__Secure-"
        if not name.startswith(prefix) or cookie["domain"]:
            yield f"another host can plant cookie {name}"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs: dict[str, str] = {name: value or "" for name, value in pairs}
        self.addresses += [attrs[name] for name in (*FETCHES.get(tag, ()), *HTMX) if name in attrs]
        is_data = attrs.get("type") in ("application/json", "application/ld+json")
        if (tag == "script" and "src" not in attrs and not is_data) or tag == "style":
            self.inline.append(f"<{tag}>")
        self.inline += [f"{tag} {name}" for name in attrs if name == "style" or name.startswith("on")]
        self.addresses += [attrs["content"]] if attrs.get("http-equiv", "").lower() == "refresh" else []


def _fetched(response: HttpResponse, host: str) -> Iterator[str]:
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    page = _Page()
    page.feed(response.content.decode())
    yield from (f"inline, which the policy would refuse: {one}" for one in page.inline)
    for address in page.addresses:
        parts = urlsplit(address.strip())
        if (parts.netloc and parts.netloc != host) or parts.scheme not in ("", "http", "https"):
            yield f"the page would ask another site: {address[:200]}"


def fetched_by_file(name: str, text: str) -> list[str]:
    """Addresses on other sites that a style sheet or a script of ours could ask for."""
    if name.endswith(".css"):
        found: list[Any] = _FETCHED_BY_STYLES.findall(text)
        return [one for one in found if urlsplit(one).netloc]
    return [one for one in _ORIGIN.findall(text) if urlsplit(one).hostname not in NAMES]
