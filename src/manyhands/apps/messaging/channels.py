"""Handing a rendered message over to whoever delivers it, and understanding the answer.

E-mail goes through Django's e-mail interface (`EMAIL_BACKEND`: SMTP, or a provider through Anymail); text messages
through the gateway that `SMS_GATEWAY` names. The answer is one of four, and only one of them may be tried again by
itself. Reasons are codes: what servers write often repeats the address.
"""

import logging
import smtplib
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from anymail.exceptions import AnymailAPIError, AnymailError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

TOO_MANY_REQUESTS = 429
UNAUTHORISED = (401, 403)
SERVER_ERRORS = 500
PERMANENT_IN_SMTP = 500
# The connection was never made: requests and urllib3 say so only by these names.
_NEVER_CONNECTED = frozenset(
    {"NewConnectionError", "ConnectTimeoutError", "NameResolutionError", "ConnectTimeout"}
)


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    NOT_NOW = "not_now"  # surely not sent: try again
    REFUSED = "refused"  # surely not sent, and never will be
    UNKNOWN = "unknown"  # perhaps sent: somebody has to look


@dataclass(frozen=True, slots=True)
class Handover:
    """`is_channel_down` means that the next message would fare the same."""

    outcome: Outcome
    provider_id: str = ""
    reason: str = ""
    wait: timedelta = timedelta(0)
    is_channel_down: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """`message_id` stays the same however often it is tried, so that receivers can drop a twin."""

    to: str
    sender_name: str
    subject: str
    text: str
    html: str
    message_id: str


class SmsAnswer(Protocol):
    outcome: str
    provider_id: str
    reason: str
    wait_seconds: int
    is_gateway_down: bool


@runtime_checkable
class SmsGateway(Protocol):
    """The port of text messages. `to` is E.164; `reference` stays the same however often it is tried."""

    def send(self, *, to: str, text: str, reference: str) -> SmsAnswer: ...


def hand_over_sms(*, to: str, text: str, reference: str) -> Handover:
    path = settings.SMS_BACKENDS.get(settings.SMS_GATEWAY)
    if path is None:
        return Handover(Outcome.NOT_NOW, reason="no_gateway", is_channel_down=True)
    gateway: SmsGateway = import_string(path)()
    answer = gateway.send(to=to, text=text, reference=reference)
    return Handover(
        Outcome(answer.outcome),
        provider_id=answer.provider_id,
        reason=answer.reason,
        wait=timedelta(seconds=answer.wait_seconds),
        is_channel_down=answer.is_gateway_down,
    )


def hand_over_email(mail: Mail) -> Handover:
    try:
        validate_email(mail.to)
    except ValidationError:
        return Handover(Outcome.REFUSED, reason="not_an_address")
    # A connection for each: one that was kept open may be closed by the server just when we begin to speak.
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException, ImproperlyConfigured) as error:
        return Handover(Outcome.NOT_NOW, reason=f"no_connection {type(error).__name__}", is_channel_down=True)
    try:
        return _send(connection, mail)
    finally:
        _close(connection)


def _send(connection: Any, mail: Mail) -> Handover:
    data_has_begun = _watch_for_data(connection)
    try:
        message = _compose(connection, mail)
        connection.send_messages([message])
    except (AnymailError, OSError, ValueError) as error:
        return _understand(error, data_has_begun)
    return Handover(Outcome.ACCEPTED, provider_id=_provider_id(message, mail))


def _compose(connection: Any, mail: Mail) -> EmailMultiAlternatives:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((mail.sender_name, address)),
        to=[mail.to],
        connection=connection,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _watch_for_data(connection: Any) -> list[bool] | None:
    """A list that fills when the text itself begins to be sent; None when this is not SMTP and cannot be known."""
    smtp = getattr(connection, "connection", None)
    if not isinstance(smtp, smtplib.SMTP):
        return None
    begun: list[bool] = []
    send_data = smtp.data

    def data(text: Any) -> tuple[int, bytes]:
        begun.append(True)
        return send_data(text)

    smtp.data = data  # type: ignore[assignment, method-assign]
    return begun


def _close(connection: Any) -> None:
    # The answer is already known: a goodbye that fails changes nothing.
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        logger.info("closing the mail connection failed: %s", type(error).__name__)


def _understand(error: Exception, data_has_begun: list[bool] | None) -> Handover:
    """What an error means for the message. Those of smtplib and requests are all OSErrors."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _recipients_refused(error)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error)
    if isinstance(error, AnymailAPIError):
        return _provider_answered(error)
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPNotSupportedError):
        return _lost(error, is_surely_unsent=data_has_begun == [])
    return Handover(Outcome.REFUSED, reason=f"unsendable {type(error).__name__}")


def _lost(error: OSError, *, is_surely_unsent: bool) -> Handover:
    reason = f"lost_connection {type(error).__name__}"
    if is_surely_unsent:
        return Handover(Outcome.NOT_NOW, reason=reason, is_channel_down=True)
    return Handover(Outcome.UNKNOWN, reason=reason)


def _recipients_refused(error: smtplib.SMTPRecipientsRefused) -> Handover:
    codes = [code for code, _text in error.recipients.values()]
    if all(code >= PERMANENT_IN_SMTP for code in codes):
        return Handover(Outcome.REFUSED, reason=f"smtp {max(codes)}")
    return Handover(Outcome.NOT_NOW, reason=f"smtp {min(codes)}")


def _answered(error: smtplib.SMTPResponseException) -> Handover:
    """The server said no in so many words. If it does not want us at all, that is not the message's fault."""
    reason = f"smtp {error.smtp_code}"
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Handover(Outcome.NOT_NOW, reason=reason, is_channel_down=True)
    if error.smtp_code >= PERMANENT_IN_SMTP:
        return Handover(Outcome.REFUSED, reason=reason)
    return Handover(Outcome.NOT_NOW, reason=reason)


def _provider_answered(error: AnymailAPIError) -> Handover:
    status = error.status_code
    if status is None:
        if _never_connected(error):
            return Handover(Outcome.NOT_NOW, reason="no_connection", is_channel_down=True)
        return Handover(Outcome.UNKNOWN, reason="lost_connection")
    reason = f"provider {status}"
    if status in UNAUTHORISED or status == TOO_MANY_REQUESTS or status >= SERVER_ERRORS:
        return Handover(Outcome.NOT_NOW, reason=reason, is_channel_down=True)
    return Handover(Outcome.REFUSED, reason=reason)


def _never_connected(error: BaseException | None) -> bool:
    while error is not None:
        if type(error).__name__ in _NEVER_CONNECTED:
            return True
        error = error.__cause__ or error.__context__
    return False


def _provider_id(message: EmailMultiAlternatives, mail: Mail) -> str:
    status = getattr(message, "anymail_status", None)
    return str(getattr(status, "message_id", None) or mail.message_id)[:200]
