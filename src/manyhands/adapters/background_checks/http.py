"""Any provider that speaks JSON, or a small script of your own in front of one that does not.

`BACKGROUND_CHECK_URL` is its address; `BACKGROUND_CHECK_KEY` is sent as `Authorization: Bearer …`, and is, written as
`whsec_…`, the secret of its Standard Webhooks.

    POST {URL}/checks    Idempotency-Key: manyhands-12
    {"reference": "manyhands-12", "name": "…", "email": "…", "package": "…"}
    → {"id": "…", "url": "https://…"}

    GET {URL}/checks/{id}
    → {"status": "invited" | "running" | "finished" | "expired" | "stopped", "result": "clear" | "consider"}

    a webhook of yours: {"id": "…"}
"""

import json
from urllib.parse import quote

from django.conf import settings

from manyhands.adapters.background_checks.answers import Answer, News, ask, text_in
from manyhands.web.webhooks.schemes import Scheme, StandardWebhooks

_STATUSES = frozenset({"invited", "running", "finished", "expired", "stopped"})


class HttpProvider:
    name = "http"

    def start(self, *, name: str, email: str, reference: str, person: str = "") -> Answer:
        body = {
            "reference": reference,
            "name": name,
            "email": email,
            "package": settings.BACKGROUND_CHECK_PACKAGE,
        }
        made = ask("POST", f"{_base()}/checks", json=body, headers={**_key(), "Idempotency-Key": reference})
        if isinstance(made, Answer):
            return made
        number, url = text_in(made, "id"), text_in(made, "url")
        if not (number and url.startswith("https://")):
            return Answer("refused", "not_understood")
        return Answer("done", person=number, invitation=number, url=url)

    def read(self, *, invitation: str, report: str = "") -> Answer:
        told = ask("GET", f"{_base()}/checks/{quote(invitation, safe='')}", headers=_key())
        if isinstance(told, Answer):
            return told
        status = text_in(told, "status")
        if status not in _STATUSES:
            return Answer("later", "not_understood")
        is_clear = text_in(told, "result") == "clear"
        result = ("clear" if is_clear else "consider") if status == "finished" else ""
        return Answer("done", status=status, result=result)

    def scheme(self) -> Scheme:
        return StandardWebhooks([settings.BACKGROUND_CHECK_KEY])

    def understand(self, raw: bytes) -> News | None:
        """Raises ValueError."""
        told = json.loads(raw)
        if not isinstance(told, dict) or not text_in(told, "id"):
            raise ValueError("no id")
        return News(text_in(told, "id"))


def _base() -> str:
    return str(settings.BACKGROUND_CHECK_URL).rstrip("/")


def _key() -> dict[str, str]:
    return {"Authorization": f"Bearer {settings.BACKGROUND_CHECK_KEY}"}
