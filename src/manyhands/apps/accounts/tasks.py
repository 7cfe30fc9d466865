import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from anymail.exceptions import AnymailError
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from manyhands.apps.accounts.actions import forget_ended_devices
from manyhands.apps.accounts.channels import Handed, hand_over_text
from manyhands.apps.accounts.models import WORDS, OneTimeLink, SignInCode
from manyhands.apps.accounts.queries import shows_codes
from manyhands.core.privacy.retention import lasts

logger = logging.getLogger(__name__)

_NEXT_TRY = timedelta(seconds=30)


def send_sign_in_code(code_id: int) -> None:
    """Send one code, unless it is sent, used or too old. While mail is down, the sweep below tries again."""
    now = timezone.now()
    due = SignInCode.objects.filter(
        pk=code_id, next_try_at__lte=now, expires_at__gt=now, used_at__isnull=True
    )
    if shows_codes():
        # The page shows the code. Words of what happened stand on no page: they go out everywhere.
        due = due.filter(purpose__in=WORDS)
    # Moving the time on claims the row: the job and the sweep never send it both.
    if not due.update(next_try_at=now + _NEXT_TRY):
        return
    code = SignInCode.objects.get(pk=code_id)
    if not (_text(code) if code.phone else _send(code)):
        return
    SignInCode.objects.filter(pk=code_id).update(code="", next_try_at=None)


def send_waiting_codes() -> None:
    """Each minute: what could not be sent before, as long as it is of any use."""
    now = timezone.now()
    waiting = SignInCode.objects.filter(next_try_at__lte=now, expires_at__gt=now, used_at__isnull=True)
    for code_id in waiting.values_list("pk", flat=True):
        send_sign_in_code(code_id)


def forget_old_codes() -> None:
    """Each day: codes, links and devices that have ended."""
    now = timezone.now()
    limit: datetime = now - lasts("codes")
    SignInCode.objects.filter(expires_at__lt=limit).delete()
    OneTimeLink.objects.filter(expires_at__lt=limit).delete()
    forget_ended_devices(at=now)


def _send(code: SignInCode) -> bool:
    """Whether nothing is left to do."""
    try:
        _mail(code).send()
    except (AnymailError, OSError, SMTPException) as error:
        logger.warning("sign-in code %s could not be sent: %s", code.pk, type(error).__name__)
        return False
    return True


def _text(code: SignInCode) -> bool:
    """Whether nothing is left to do: what perhaps arrived is not sent twice, another code can be asked for."""
    with translation.override(code.language):
        text = render_to_string(f"accounts/text/{_template(code)}.txt", {"code": code.code}).strip()
    handed = hand_over_text(to=code.phone, text=text, reference=f"code-{code.pk}")
    if handed is not Handed.ACCEPTED:
        logger.warning("sign-in code %s was not texted: %s", code.pk, handed)
    return handed is not Handed.NOT_NOW


def _template(code: SignInCode) -> str:
    return str(code.purpose) if code.purpose in WORDS else "code"


def _mail(code: SignInCode) -> EmailMessage:
    name = _template(code)
    with translation.override(code.language):
        context = {"code": code.code, "purpose": code.purpose}
        return EmailMessage(
            subject=render_to_string(f"accounts/mail/{name}_subject.txt", context).strip(),
            body=render_to_string(f"accounts/mail/{name}.txt", context),
            to=[code.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
