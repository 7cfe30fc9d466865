"""A part in a few words, in the reader's language."""

from datetime import datetime

from django.utils.translation import gettext as _

from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import WhenKind
from manyhands.web.words import moment_in_words, window_in_words


def when_in_words(part: NeedPart, *, at: datetime) -> str:
    """When it is wanted, as whoever asked has said it: "tomorrow 5 pm", "by Fri", "as soon as possible"."""
    kind = part.need.when_kind
    if kind == WhenKind.SOON:
        return _("as soon as possible")
    if kind == WhenKind.AT_TIME and part.starts_at:
        return moment_in_words(part.starts_at, at=at, zone=part.group.zone)
    return window_in_words(part.starts_at, part.due_at, at=at, zone=part.group.zone)
