"""Checkr: https://docs.checkr.com (candidates, invitations, reports; webhooks)

`BACKGROUND_CHECK_KEY` is the API key, `BACKGROUND_CHECK_PACKAGE` the slug of the package that is asked for, and
`BACKGROUND_CHECK_PLACE` where the work is ("US-MI", "US-MI-Lansing"). `BACKGROUND_CHECK_URL` is needed only for their
staging environment. Checkr asks each person itself for what it needs and for their consent; we tell it a name and an
e-mail address.
"""

import json
from typing import Any
from urllib.parse import quote

from django.conf import settings

from manyhands.adapters.background_checks.answers import Answer, News, ask, known_so_far, text_in
from manyhands.web.webhooks.schemes import BodySignature, Scheme

CHECKR = "https://api.checkr.com"
SIGNATURE = "X-Checkr-Signature"
_INVITATION_STATUS = {"pending": "invited", "completed": "running", "expired": "expired"}
_STOPPED = frozenset({"canceled", "dispute"})
# Reports of an older kind say the result where newer ones say "complete".
_RESULTS = frozenset({"clear", "consider"})
_KINDS = ("invitation.", "report.")


class Checkr:
    name = "checkr"

    def start(self, *, name: str, email: str, reference: str, person: str = "") -> Answer:
        """Invite somebody; `reference` is ours, and the same one asked twice is one check."""
        if not person:
            first, _, last = name.strip().rpartition(" ")
            about = {"first_name": first or last, "last_name": last, "email": email, "custom_id": reference}
            made = self._post("/v1/candidates", f"{reference}-person", about)
            if isinstance(made, Answer):
                return made
            person = text_in(made, "id")
        wanted: dict[str, Any] = {
            "candidate_id": person,
            "package": settings.BACKGROUND_CHECK_PACKAGE,
            "work_locations": [_place(settings.BACKGROUND_CHECK_PLACE)],
        }
        made = self._post("/v1/invitations", f"{reference}-invitation", wanted)
        if isinstance(made, Answer):
            return known_so_far(made, person=person)
        invitation, url = text_in(made, "id"), text_in(made, "invitation_url")
        if not (person and invitation and url.startswith("https://")):
            return Answer("refused", "not_understood", person=person)
        return Answer("done", person=person, invitation=invitation, url=url)

    def read(self, *, invitation: str, report: str = "") -> Answer:
        """How it stands: the report once there is one, else the invitation."""
        if not report:
            told = self._get(f"/v1/invitations/{quote(invitation, safe='')}")
            if isinstance(told, Answer):
                return told
            report = text_in(told, "report_id")
            if not report:
                return Answer("done", status=_INVITATION_STATUS.get(text_in(told, "status"), "invited"))
        told = self._get(f"/v1/reports/{quote(report, safe='')}")
        if isinstance(told, Answer):
            return told
        status = text_in(told, "status")
        result = status if status in _RESULTS else text_in(told, "result")
        if status in _STOPPED:
            return Answer("done", status="stopped", report=report)
        if status == "complete" or status in _RESULTS:
            # Only what is plainly clear is clear.
            is_clear = result == "clear" and text_in(told, "assessment") in ("", "eligible")
            return Answer(
                "done", status="finished", report=report, result="clear" if is_clear else "consider"
            )
        return Answer("done", status="running", report=report)

    def scheme(self) -> Scheme:
        return BodySignature(SIGNATURE, [settings.BACKGROUND_CHECK_KEY])

    def understand(self, raw: bytes) -> News | None:
        """None for news of other things. Raises ValueError."""
        told = json.loads(raw)
        if not isinstance(told, dict):
            raise ValueError("not an event")  # noqa: TRY004 - of the same kind as what is no JSON at all
        if not text_in(told, "type").startswith(_KINDS):
            return None
        about = told.get("data")
        thing = about.get("object") if isinstance(about, dict) else None
        person = text_in(thing, "candidate_id") if isinstance(thing, dict) else ""
        return News(person) if person else None

    def _post(self, path: str, once: str, body: dict[str, Any]) -> dict[str, Any] | Answer:
        return ask("POST", self._url(path), json=body, headers={"Idempotency-Key": once}, auth=self._auth())

    def _get(self, path: str) -> dict[str, Any] | Answer:
        return ask("GET", self._url(path), auth=self._auth())

    def _url(self, path: str) -> str:
        return f"{(settings.BACKGROUND_CHECK_URL or CHECKR).rstrip('/')}{path}"

    def _auth(self) -> tuple[str, str]:
        return settings.BACKGROUND_CHECK_KEY, ""


def _place(text: str) -> dict[str, str]:
    # The city may be left out, and the state.
    return dict(zip(("country", "state", "city"), text.split("-", 2), strict=False))
