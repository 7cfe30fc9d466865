"""An event's words in one language, for one channel. Nothing here touches the database."""

from manyhands.apps.messaging.rendering.gsm import count_segments, fold_to_gsm, is_gsm
from manyhands.apps.messaging.rendering.texts import (
    Email,
    render_digest,
    render_email,
    render_sms,
    render_words,
    sender_name_for_sms,
)

__all__ = [
    "Email",
    "count_segments",
    "fold_to_gsm",
    "is_gsm",
    "render_digest",
    "render_email",
    "render_sms",
    "render_words",
    "sender_name_for_sms",
]
