"""The forms and links that people are shown: what they would send, and where to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

MARK = re.compile(r"zq\d+(?:prv|pub|acc)")


@dataclass(frozen=True)
class FoundForm:
    action: str
    fields: Mapping[str, Any]

    @property
    def shape(self) -> tuple[str, ...]:
        """What two groups' forms for the same thing have in common."""
        return tuple(sorted(self.fields))


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[FoundForm] = []
        self.links: list[str] = []
        self._form: dict[str, Any] | None = None
        self._action, self._select, self._area = "", "", ""

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in pairs}
        if tag in ("a", "form") and "?" in attrs.get("href", "") and attrs["href"].startswith("/"):
            self.links.append(attrs["href"])
        for name in ("hx-get", "data-url"):
            if "?" in attrs.get(name, ""):
                self.links.append(attrs[name])
        if tag == "form":
            self._form, self._action = {}, attrs.get("action") or self.path
            if attrs.get("method", "get").lower() != "post":
                self._form = None
        elif self._form is not None:
            self._field(tag, attrs)

    def _field(self, tag: str, attrs: dict[str, str]) -> None:
        assert self._form is not None
        name = attrs.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "textarea" and name:
            self._form[name] = "Words"
        elif tag == "option" and self._select and attrs.get("value"):
            # The last one: the first is often "nobody".
            self._form[self._select] = attrs["value"]
        elif tag in ("input", "button") and name and name != "csrfmiddlewaretoken":
            value = attrs.get("value", "")
            if attrs.get("type") == "checkbox":
                self._form.setdefault(name, [])
                self._form[name] = [*self._form[name], value or "on"]
            elif tag == "button":
                self._form.setdefault(name, value)
            else:
                self._form[name] = "Words" if MARK.search(value) else value

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "form" and self._form is not None:
            self.forms.append(FoundForm(self._action.split("#", maxsplit=1)[0], dict(self._form)))
            self._form = None


def read_page(path: str, text: str) -> tuple[list[FoundForm], list[str]]:
    reader = _Reader(path)
    reader.feed(text)
    return reader.forms, reader.links


def ids_in(fields: Mapping[str, Any]) -> Iterator[str]:
    """Names of fields whose values name a thing: a number, v12, p3, a reference, a key."""
    for name, value in fields.items():
        values = value if isinstance(value, list) else [value]
        if any(re.fullmatch(r"[a-z]?\d+|[A-Z]\d-\d{3}|errand-\d", str(one)) for one in values):
            yield name
