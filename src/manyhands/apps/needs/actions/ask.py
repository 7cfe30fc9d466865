"""A public request is sent: stored, agreed to, linked and told, all or nothing, once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.actions import recorded_together
from manyhands.apps.messaging.actions import tell, tell_staff
from manyhands.apps.needs.actions.receive import Asked, receive_need
from manyhands.apps.needs.models import Need, RequestDraft
from manyhands.apps.needs.states import ForWhom
from manyhands.apps.privacy.actions import give_consent, make_link
from manyhands.apps.privacy.models import LinkPurpose
from manyhands.storage.actors import Actor
from manyhands.web.jobs import enqueue

TELL_STAFF = "manyhands.apps.needs.tasks.tell_staff_of_new"
CONSENT_VERSION = "2026-1"
# Where the sent page finds the private link again, for as long as the draft's day lasts; stored encrypted.
LINK_ANSWER = "status_token"


def consent_words(group: Group, for_whom: str) -> str:
    """What somebody agrees to by sending, as it stands above the button; kept with the request word for word."""
    words = _(
        "%(group)s keeps these answers to find somebody who helps. Who says yes to helping sees what they need for it. "
        "We delete the answers %(days)s days after the request is closed. You can delete them at any time before."
    ) % {"group": group.name, "days": group.keep_closed_days}
    if for_whom != ForWhom.OTHER:
        return words
    return f"{words} {_('The person for whom you ask knows about it and agrees.')}"


class AlreadySentError(Exception):
    """This draft has become a need before, perhaps a moment ago and by another press of the same button."""


@transaction.atomic
def send_request(group: Group, asked: Asked, draft: RequestDraft, *, by: Actor, at: datetime) -> Need:
    """Take a request once per draft. Raises AlreadySentError, and then nothing has been stored or told."""
    with recorded_together():
        need = receive_need(group, asked, by=by, at=at)
        give_consent(
            need.person,
            purpose="request",
            version=CONSENT_VERSION,
            text_shown=consent_words(group, asked.for_whom),
            language=get_language() or need.language,
            by=by,
            at=at,
        )
        token = make_status_link(need, by=by, at=at)
        _tell_neighbour(need, token, by=by, at=at)
    # A group may have many in staff: telling them is a job, written with the request and done beside it.
    enqueue(TELL_STAFF, group.pk, need.pk)
    # Whoever writes here first has sent it: the others find no draft without a need, and leave nothing behind.
    unsent = RequestDraft.objects.filter(pk=draft.pk, need__isnull=True)
    if not unsent.update(need=need, answers={LINK_ANSWER: token}):
        raise AlreadySentError
    return need


def make_status_link(need: Need, *, by: Actor, at: datetime) -> str:
    """The token of a new private link to the neighbour's own page, good for as long as the request may be kept."""
    return make_link(
        need.group,
        LinkPurpose.NEED_STATUS,
        need.pk,
        need.person,
        expires_at=at + timedelta(days=need.group.keep_at_most_days),
        by=by,
        at=at,
    )


def status_url(token: str) -> str:
    return settings.PUBLIC_URL + reverse("needs:status", args=[token])


def _tell_neighbour(need: Need, token: str, *, by: Actor, at: datetime) -> None:
    # The kind of help stays out of it: a message may be read over somebody's shoulder.
    context = {"reference": need.reference, "status_url": status_url(token)}
    tell(need.person, "need_received", context=context, about=need, by=by, at=at)


@transaction.atomic
def tell_staff_of(need: Need, *, by: Actor, at: datetime) -> None:
    """Those who sort requests hear of a new one; however often this runs, each of them once."""
    page = settings.PUBLIC_URL + group_path(need.group, "needs:detail", reference=need.reference)
    tell_staff(
        need.group,
        "new_need",
        "needs.triage",
        context={"reference": need.reference, "url": page},
        about=need,
        by=by,
        at=at,
    )
