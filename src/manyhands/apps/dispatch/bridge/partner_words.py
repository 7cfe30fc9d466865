"""What a group that shares asks for, and what somebody of ours does for it: kind and time, in the reader's language."""

from datetime import datetime

from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.needs.words import wanted_in_words


def kind_in_words(ask: PartnerAsk, language: str) -> str:
    names = ask.kind_names
    return str(names.get(language[:2]) or names.get("en") or "")


def when_asked_in_words(ask: PartnerAsk, *, at: datetime) -> str:
    """As on the request itself, by the clock of the helper's own group."""
    return wanted_in_words(ask.when_kind, ask.starts_at, ask.due_at, at=at, zone=ask.group.zone)


def lent_in_words(ask: PartnerAsk, language: str, *, at: datetime) -> dict[str, str]:
    """For the helper's own group: the kind and the time, and for whom. The rest is between them and the other group."""
    return {
        "kind": kind_in_words(ask, language),
        "when": when_asked_in_words(ask, at=at),
        "partner": ask.asking_group.name,
    }
