"""What Django asks on every page of a member: which session, and whose. Both questions are prepared."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from manyhands.apps.accounts.models import User
from manyhands.apps.accounts.queries import SEEN_ON, find_already_read
from manyhands.storage.prepared import Prepared

# A telephone that nobody has helped with for two weeks may be in other hands by now.
LONGEST_UNUSED = timedelta(days=14)

_USER = Prepared(lambda *, user_id: User.objects.filter(pk=user_id, is_active=True)[:1], keeps_plan=True)
_SESSION = Prepared(
    lambda *, key, at: Session.objects.filter(session_key=key, expire_date__gt=at)[:1], keeps_plan=True
)


class CodeBackend(BaseBackend):
    """Keeps a signed-in person signed in. Signing in happens in `actions`, by code or one-time link."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:
        return None

    def get_user(self, user_id: int) -> User | None:
        found = find_already_read()
        if found is None or found.pk != user_id or not found.is_active:
            found = _USER.find(user_id=user_id)
        return found


class SessionStore(DatabaseStore):
    """Django's own, in the database (`settings.SESSION_ENGINE` names this module).

    One that knows when it was last used ends when that is too long ago. It is written once a day, not at each page.
    """

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        if SEEN_ON not in data:
            return data
        today = timezone.now().date()
        unused = today - date.fromisoformat(data[SEEN_ON])
        if unused > LONGEST_UNUSED:
            self._session_key = None
            return {}
        if unused:
            data[SEEN_ON] = today.isoformat()
            self.modified = True
        return data

    def _get_session_from_db(self) -> Any:
        """None, and no key any more, for a session that has ended or never was."""
        found = _SESSION.find(key=self.session_key, at=timezone.now())
        if found is None:
            self._session_key = None
        return found
