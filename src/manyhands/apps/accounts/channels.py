"""Where codes and words go: by e-mail as Django is told, by text message through the gateway that settings name."""

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


class Handed(StrEnum):
    """As the gateways say it (`adapters.sms`)."""

    ACCEPTED = "accepted"
    NOT_NOW = "not_now"
    REFUSED = "refused"
    UNKNOWN = "unknown"


def can_text() -> bool:
    return settings.SMS_GATEWAY in settings.SMS_BACKENDS


def hand_over_text(*, to: str, text: str, reference: str) -> Handed:
    if not can_text():
        return Handed.NOT_NOW
    gateway: Any = import_string(settings.SMS_BACKENDS[settings.SMS_GATEWAY])()
    return Handed(gateway.send(to=to, text=text, reference=reference).outcome)
