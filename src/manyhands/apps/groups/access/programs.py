"""The way in for programs: which rule an operation asks for, and in whose name the program acts."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from manyhands.apps.groups.access.pages import GroupRequest
from manyhands.apps.groups.actions.tokens import note_use
from manyhands.apps.groups.models import ApiToken, Group, Membership, MembershipState
from manyhands.apps.groups.policies import may, rest_roles
from manyhands.apps.groups.queries import find_token
from manyhands.storage.actors import Actor
from manyhands.storage.rates import Limit, take
from manyhands.storage.scope import group_scope
from manyhands.web.api.once import check_key
from manyhands.web.api.problems import ProblemError
from manyhands.web.client_address import client_address

CALLS = Limit("api.calls", burst=120, per_minute=120)
# Nobody guesses 192 bits; but whoever tries shall not keep the database busy.
GUESSES = Limit("api.guesses", burst=20, per_minute=10)


class ProgramRequest(GroupRequest):
    """`membership` is that of whoever made the token, and may no more than the token says."""

    group: Group
    membership: Membership
    token: ApiToken
    actor: Actor
    at: datetime


class Program(HttpBearer):
    """`auth=Program("needs.read")`: the one thing that says who may call an operation. "" is any live token."""

    def __init__(self, rule: str = "") -> None:
        super().__init__()
        self.rule = rule

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        at = timezone.now()
        known = find_token(token, at=at)
        if known is None or known.made_by is None or known.made_by.state != MembershipState.ACTIVE:
            _slow_down(GUESSES, client_address(request), at)
            return None
        _enter(request, known, at)
        _slow_down(CALLS, str(known.pk), at)
        note_use(known, at=at)
        if self.rule and not may(known.made_by, self.rule):
            raise ProblemError(403, "not_allowed", _("This token may not do that."))
        if request.method == "POST":
            check_key(request)
        return known


def _enter(request: Any, token: ApiToken, at: datetime) -> None:
    """The token alone says who asks: a cookie that came along means nothing here."""
    request.scopes.enter_context(group_scope(token.group_id))
    request.group, request.membership, request.token = token.group, token.made_by, token
    rest_roles([request.membership], at=at)
    request.membership.narrow(token.permissions)
    request.actor, request.at = Actor.program(token.pk), at


def _slow_down(limit: Limit, subject: str, at: datetime) -> None:
    if not take(limit, subject, at=at):
        seconds = max(1, round(60 / limit.per_minute))
        raise ProblemError(
            429, "too_many", _("Too many calls. Wait a moment and try again."), retry_after_seconds=seconds
        )
