"""Apps that show six digits, others every thirty seconds."""

import base64
import hmac
import secrets
from datetime import datetime

from django.db import transaction

from manyhands.apps.accounts.actions.limits import Sender, take_second
from manyhands.apps.accounts.actions.notices import tell
from manyhands.apps.accounts.bridge import STEP_SECONDS, code_of_step
from manyhands.apps.accounts.models import CodeApp, CodePurpose, User

SECRET_BYTES = 20
# Clocks of telephones are right by half a minute.
STEPS_OFF = (0, -1, 1)


@transaction.atomic
def begin_code_app(user: User, *, at: datetime) -> CodeApp:
    """A new secret, until it is confirmed of no use; one that is confirmed stays as it is."""
    app = CodeApp.objects.select_for_update().filter(user=user).first()
    if app is not None and app.confirmed_at is not None:
        return app
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")
    app, _created = CodeApp.objects.update_or_create(user=user, defaults={"secret": secret, "made_at": at})
    return app


@transaction.atomic
def confirm_code_app(app: CodeApp, digits: str, *, sender: Sender, at: datetime) -> bool:
    """The first code that the app shows proves that both count alike. The person is told on every channel."""
    if not take_second(sender, app.user_id, at=at) or not _spend(app, digits, at=at):
        return False
    CodeApp.objects.filter(pk=app.pk).update(confirmed_at=at)
    tell(app.user, CodePurpose.WAY_ADDED, at=at)
    return True


@transaction.atomic
def use_code_app(user: User, digits: str, *, sender: Sender, at: datetime) -> bool:
    """Whether it is a code of now that was not used before."""
    app = CodeApp.objects.filter(user=user, confirmed_at__isnull=False).first()
    if app is None or not take_second(sender, user.pk, at=at):
        return False
    return _spend(app, digits, at=at)


def _spend(app: CodeApp, digits: str, *, at: datetime) -> bool:
    """One update decides: a code, and those before it, are taken once."""
    now = int(at.timestamp()) // STEP_SECONDS
    right = [
        now + off
        for off in STEPS_OFF
        if hmac.compare_digest(code_of_step(app.secret, now + off).encode(), digits.encode())
    ]
    if not right:
        return False
    unused = CodeApp.objects.filter(pk=app.pk, last_step__lt=right[0])
    return bool(unused.update(last_step=right[0], last_used_at=at))


@transaction.atomic
def remove_code_app(user: User, *, at: datetime) -> None:
    found = CodeApp.objects.filter(user=user)
    if found.filter(confirmed_at__isnull=False).exists():
        tell(user, CodePurpose.WAY_REMOVED, at=at)
    found.delete()
