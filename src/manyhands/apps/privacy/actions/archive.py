"""What is held of somebody as one file that they can keep: to read in a browser, and for programs."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from manyhands.apps.groups.models import Group
from manyhands.apps.privacy.queries import Extract

MEDIA_TYPE = "application/zip"
Collect = Callable[[], Iterable[Extract]]


def make_archive(group: Group, collect: Collect, *, at: datetime) -> bytes:
    """A ZIP with one page in each language and one JSON. Nothing of it stays with us.

    `collect` is asked once in each language: what it says is said in the language of the moment.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                extracts = list(collect())
                page = render_to_string(
                    "privacy/archive.html",
                    {"group": group, "extracts": extracts, "at": at, "language": language},
                )
            archive.writestr(f"{language}.html", page)
            if language == settings.LANGUAGE_CODE:
                archive.writestr("data.json", json.dumps(as_json(group, extracts, at=at), **_READABLE))
    return packed.getvalue()


_READABLE: dict[str, Any] = {"ensure_ascii": False, "indent": 2}


def as_json(group: Group, extracts: Iterable[Extract], *, at: datetime) -> dict[str, Any]:
    return {
        "group": group.name,
        "exported_at": at.isoformat(),
        "records": [
            {"record": extract.key, **{fact.key: fact.value for fact in extract.facts}}
            for extract in extracts
        ],
    }
