"""What a group that shares asks for, and what somebody of ours does for it: kind and time, in the reader's language."""

from datetime import datetime

from django.utils.translation import gettext as _

from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.needs.words import wanted_in_words


def kind_in_words(ask: PartnerAsk, language: str) -> str:
    names = ask.kind_names
    return str(names.get(language[:2]) or names.get("en") or "")


def when_asked_in_words(ask: PartnerAsk, *, at: datetime) -> str:
    """By the clock of the helper's own group, and by that of the group that asks where it shows another time."""
    here, there = (
        wanted_in_words(ask.when_kind, ask.starts_at, ask.due_at, at=at, zone=group.zone)
        for group in (ask.group, ask.asking_group)
    )
    if here == there:
        return here
    return _("%(when)s (by the clock of %(group)s: %(there)s)") % {
        "when": here,
        "group": ask.asking_group.name,
        "there": there,
    }


def lent_in_words(ask: PartnerAsk, language: str, *, at: datetime) -> dict[str, str]:
    """For the helper's own group: the kind and the time, and for whom. The rest is between them and the other group."""
    return {
        "kind": kind_in_words(ask, language),
        "when": when_asked_in_words(ask, at=at),
        "partner": ask.asking_group.name,
    }
