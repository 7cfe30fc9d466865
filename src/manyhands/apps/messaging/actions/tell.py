import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.groups.queries import list_members_with
from manyhands.apps.journal.actions import record_about
from manyhands.apps.messaging.events import check_context, get_event
from manyhands.apps.messaging.models import Channel, EventRule, Message, MessageState
from manyhands.apps.messaging.policies import choose_channel, is_in_digest, is_on, waits_for_day
from manyhands.apps.messaging.timing import after_quiet_hours, next_digest
from manyhands.apps.people.models import Person
from manyhands.storage.actors import Actor, ActorKind
from manyhands.web.jobs import enqueue_after_commit

DELIVER = "manyhands.apps.messaging.tasks.deliver_due"
# Telling is always part of something larger: a savepoint of its own would be two more queries each time.
joined = transaction.atomic(savepoint=False)
STILL_TO_GO = (MessageState.WAITING, MessageState.TO_CALL)
Told = Mapping[str, str] | Callable[[str], Mapping[str, str]]
"""What fills a message's words: the same for all, or as it is said in the reader's language."""


@joined
def tell(
    person: Person,
    event: str,
    *,
    context: Mapping[str, str],
    about: models.Model,
    by: Actor,
    at: datetime,
    dedup: str = "",
    not_before: datetime | None = None,
) -> Message | None:
    """Tell a neighbour or helper once per (event, about, person, dedup); None when nothing is to be said.

    Who cannot be reached by message becomes somebody to call. What was cancelled may be told anew.
    """
    check_context(event, context)
    spec = get_event(event)
    channel = choose_channel(person, spec)
    if channel is None or person.anonymised_at is not None:
        return None
    rule = _find_rule(person.group, event)
    if not is_on(spec, rule):
        return None
    message = Message(
        group=person.group,
        recipient=person,
        channel=channel,
        language=_language_for(person.group, person.language),
        dedup_key=_key(event, about, f"person:{person.pk}", dedup),
    )
    _fill(message, event, rule, context=context, about=about, not_before=not_before, at=at)
    return _queue([message], about, by=by, at=at)[0]


@joined
def tell_member(
    membership: Membership,
    event: str,
    *,
    context: Mapping[str, str],
    about: models.Model,
    by: Actor,
    at: datetime,
    dedup: str = "",
    not_before: datetime | None = None,
) -> Message | None:
    """Tell somebody who has an account, by e-mail; for those of whom the group has no card."""
    told = _tell_accounts(
        membership.group, [membership], event, context=context, about=about, dedup=dedup, not_before=not_before,
        by=by, at=at,
    )  # fmt: skip
    return told[0] if told else None


@joined
def tell_staff(
    group: Group,
    event: str,
    permission: str,
    *,
    context: Told,
    about: models.Model,
    by: Actor,
    at: datetime,
    dedup: str = "",
) -> list[Message]:
    """Tell every active member who holds `permission`, except the one who did it.

    What reads differently in each language is said by a function of the reader's.
    """
    doer = by.id if by.kind is ActorKind.MEMBER else None
    members = [member for member in list_members_with(group, permission, at=at) if member.pk != doer]
    return _tell_accounts(group, members, event, context=context, about=about, dedup=dedup, by=by, at=at)


@joined
def cancel_messages(about: models.Model, events: Iterable[str], *, by: Actor, at: datetime) -> int:
    """Take back what has not begun to be sent; returns how many."""
    kind = about._meta.label_lower
    waiting = Message.objects.filter(
        about_kind=kind, about_id=about.pk, event__in=list(events), state__in=STILL_TO_GO
    )
    count = waiting.update(state=MessageState.CANCELLED)
    if count:
        group_id: int = about.group_id  # type: ignore[attr-defined]
        record_about(group_id, "message.cancelled", kind, about.pk, by=by, at=at)
    return count


def _tell_accounts(
    group: Group,
    members: list[Membership],
    event: str,
    *,
    context: Told,
    about: models.Model,
    dedup: str,
    by: Actor,
    at: datetime,
    not_before: datetime | None = None,
) -> list[Message]:
    check_context(event, _in_words(context, settings.LANGUAGE_CODE))
    rule = _find_rule(group, event)
    if not members or not is_on(get_event(event), rule):
        return []
    messages = []
    for member in members:
        language = _language_for(group, member.user.language)
        message = Message(
            group=group,
            member=member,
            channel=Channel.EMAIL,
            language=language,
            dedup_key=_key(event, about, f"member:{member.pk}", dedup),
        )
        told = _in_words(context, language)
        _fill(message, event, rule, context=told, about=about, not_before=not_before, at=at)
        messages.append(message)
    return _queue(messages, about, by=by, at=at)


def _in_words(context: Told, language: str) -> Mapping[str, str]:
    return context(language) if callable(context) else context


def _fill(
    message: Message,
    event: str,
    rule: EventRule | None,
    *,
    context: Mapping[str, str],
    about: models.Model,
    not_before: datetime | None,
    at: datetime,
) -> None:
    spec = get_event(event)
    message.event = event
    message.context = dict(context)
    message.about_kind, message.about_id = about._meta.label_lower, about.pk
    message.created_at = at
    message.is_urgent = spec.is_urgent
    message.is_digest = is_in_digest(spec, rule, message.channel)
    message.state = MessageState.TO_CALL if message.channel == Channel.CALL else MessageState.WAITING
    message.not_before = _first_moment(message, not_before or at)


def _first_moment(message: Message, moment: datetime) -> datetime:
    if message.is_digest:
        return next_digest(moment, message.group.zone)
    if waits_for_day(message):
        return after_quiet_hours(moment, message.group.zone)
    return moment


def _queue(messages: list[Message], about: models.Model, *, by: Actor, at: datetime) -> list[Message]:
    """Keep those that are new; the unique key lets two who tell the same at once write it once."""
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    wanted = {message.dedup_key: message for message in messages}
    kept = {row.dedup_key: row for row in Message.objects.filter(dedup_key__in=wanted)}
    for key, row in kept.items():
        if row.state == MessageState.CANCELLED:
            kept[key] = _tell_anew(row, wanted[key])
    fresh = [row for row in kept.values() if row.created_at == at]
    if fresh:
        record_about(
            fresh[0].group_id, f"message.{fresh[0].event}", about._meta.label_lower, about.pk, by=by, at=at
        )
    if any(row.state == MessageState.WAITING and row.not_before <= at for row in fresh):
        enqueue_after_commit(DELIVER)
    return [kept[key] for key in wanted]


def _tell_anew(cancelled: Message, anew: Message) -> Message:
    anew.pk = cancelled.pk
    anew.save(force_update=True)
    return anew


def _find_rule(group: Group, event: str) -> EventRule | None:
    return EventRule.objects.filter(group=group, event=event).first()


def _language_for(group: Group, language: str) -> str:
    """A language that we have words in: the person's own, else the group's first, else English."""
    ours = dict(settings.LANGUAGES)
    wished: list[Any] = [language, language.split("-", maxsplit=1)[0], *group.languages]
    return next((code for code in wished if code in ours), settings.LANGUAGE_CODE)


def _key(event: str, about: models.Model, recipient: str, dedup: str) -> str:
    what = f"{about._meta.label_lower}:{about.pk}|{recipient}|{dedup}"
    return f"{event}:{hashlib.sha256(what.encode()).hexdigest()[:40]}"
