"""Programs that call: a token and what can be asked with it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from manyhands.apps.groups.actions import make_token
from manyhands.apps.groups.models import Membership
from manyhands.storage.scope import group_scope

PREFIX = "/api/v1"


class Caller:
    """Another program, with a token that `member` made for it."""

    def __init__(self, member: Membership, *permissions: str, at: datetime | None = None) -> None:
        with group_scope(member.group_id):
            self.token, self.secret = make_token(
                member.group,
                name="A program",
                permissions=permissions,
                lives=timedelta(days=7),
                made_by=member,
                at=at or timezone.now(),
            )
        self.client = Client()

    def get(self, path: str, speaks: str = "en", **query: Any) -> Any:
        return self.client.get(PREFIX + path, query, headers=self._headers(speaks))

    def post(self, path: str, body: Any = None, *, key: str | None = None, speaks: str = "en") -> Any:
        headers = {**self._headers(speaks), "idempotency-key": str(uuid4()) if key is None else key}
        return self.client.post(PREFIX + path, body, content_type="application/json", headers=headers)

    def _headers(self, speaks: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.secret}", "accept-language": speaks}
