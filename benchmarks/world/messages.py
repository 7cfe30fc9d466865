"""What everybody has been told: an outbox that has been in use, and the private links that went out with it."""

from collections.abc import Sequence
from datetime import timedelta

from benchmarks.world.copies import write
from benchmarks.world.journal import Lines
from manyhands.apps.messaging.models import Channel, Message, MessageState
from manyhands.apps.needs.models import Need
from manyhands.apps.privacy.models import LinkPurpose, PrivateLink
from manyhands.storage.encryption import token_hash

_EVENTS = ("need_received", "helper_found")


def add_messages(needs: Sequence[Need], lines: Lines) -> None:
    write([_message(need, event, lines) for need in needs for event in _EVENTS])
    write(
        [
            PrivateLink(
                group_id=need.group_id,
                token_hash=token_hash(f"status of {need.pk}"),
                purpose=LinkPurpose.NEED_STATUS,
                object_id=need.pk,
                person=need.person,
                made_at=lines.at,
                expires_at=lines.at + timedelta(days=365),
            )
            for need in needs
        ]
    )


def _message(need: Need, event: str, lines: Lines) -> Message:
    return Message(
        group_id=need.group_id,
        event=event,
        recipient=need.person,
        channel=Channel.EMAIL,
        language=need.language,
        context={"reference": need.reference, "status_url": "https://example.org/r/0123456789abcdef/"},
        about_kind="needs.need",
        about_id=need.pk,
        dedup_key=f"{event}:needs.need:{need.pk}:person:{need.person_id}",
        state=MessageState.SENT,
        not_before=lines.at,
        created_at=lines.at,
        sent_at=lines.at,
        attempts=1,
    )
