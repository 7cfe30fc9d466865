"""Checkr on the loopback: candidates, invitations and reports, as its documentation says; and signed webhooks."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.servers import Heard, HttpServer, Say

KEY = "checkr-test-key"


@dataclass
class Account:
    """What happened at Checkr. `trouble` is said instead of the next answers."""

    candidates: dict[str, dict[str, Any]] = field(default_factory=dict)
    invitations: dict[str, dict[str, Any]] = field(default_factory=dict)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    once: dict[str, Say] = field(default_factory=dict)
    trouble: list[Say] = field(default_factory=list)

    def __call__(self, heard: Heard) -> Say:
        if self.trouble:
            return self.trouble.pop(0)
        if heard.basic_auth != f"{KEY}:":
            return Say(401, {"error": "Bad authentication error"})
        if heard.method == "GET":
            return self.show(heard.path)
        once = heard.headers.get("idempotency-key", "")
        if once not in self.once:
            self.once[once] = self.make(heard.path, heard.json)
        return self.once[once]

    def make(self, path: str, told: dict[str, Any]) -> Say:
        if path == "/v1/candidates":
            number = f"c{len(self.candidates) + 1:023}"
            self.candidates[number] = {"id": number, "object": "candidate", **told}
            return Say(201, self.candidates[number])
        if path == "/v1/invitations" and told["candidate_id"] in self.candidates and told["work_locations"]:
            number = f"i{len(self.invitations) + 1:023}"
            self.invitations[number] = {
                "id": number,
                "object": "invitation",
                "uri": f"/v1/invitations/{number}",
                "status": "pending",
                "invitation_url": f"https://apply.example.com/invite/{number}",
                "package": told["package"],
                "candidate_id": told["candidate_id"],
                "report_id": None,
            }
            return Say(201, self.invitations[number])
        return Say(400, {"error": "package or work_locations is wrong"})

    def show(self, path: str) -> Say:
        _, _, kind, number = path.split("/")
        found = {"invitations": self.invitations, "reports": self.reports}[kind].get(number)
        return Say(200, found) if found else Say(404, {"error": "Not found"})

    def finish(self, candidate: str, **report: Any) -> str:
        """They have filled everything in, and what was found is there; returns the report's number."""
        number = f"r{len(self.reports) + 1:023}"
        self.reports[number] = {"id": number, "object": "report", "candidate_id": candidate, **report}
        for invitation in self.invitations.values():
            if invitation["candidate_id"] == candidate:
                invitation.update(status="completed", report_id=number)
        return number


def event(kind: str, thing: dict[str, Any], *, key: str = KEY) -> tuple[bytes, dict[str, str]]:
    """A webhook's body and headers."""
    body = json.dumps(
        {"id": f"e-{kind}-{thing['id']}", "object": "event", "type": kind, "data": {"object": thing}}
    ).encode()
    return body, {"X-Checkr-Signature": hmac.digest(key.encode(), body, hashlib.sha256).hex()}


def checkr_server() -> HttpServer:
    return HttpServer(Account())
