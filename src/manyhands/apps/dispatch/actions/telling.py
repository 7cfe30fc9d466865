"""What helpers, neighbours and staff are told; each in the words of the one who reads it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.status import helper_name
from manyhands.apps.groups.paths import group_path
from manyhands.apps.messaging.actions import cancel_messages, tell, tell_staff
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.words import when_in_words
from manyhands.apps.privacy.actions import make_link
from manyhands.apps.privacy.models import LinkPurpose
from manyhands.storage.actors import Actor
from manyhands.web.words import moment_in_words

# How long a helper's link opens the task's page after the last day that it is about; what it shows by then
# follows from the state of the task, never from the link.
LINK_OUTLIVES = timedelta(days=60)
REMIND_BEFORE = timedelta(hours=20)


# Which words each message has room for: see the table of events.
_KIND_AND_WHEN = ("reference", "kind", "when")
_HELPER_WORDS = {
    "invitation": (*_KIND_AND_WHEN, "area", "until", "summary", "url"),
    "invitation_withdrawn": _KIND_AND_WHEN,
    "task_cancelled": (*_KIND_AND_WHEN, "url"),
    "claim_approved": (*_KIND_AND_WHEN, "area", "url"),
    "claim_not_approved": _KIND_AND_WHEN,
    "task_reminder": (*_KIND_AND_WHEN, "area", "url"),
}
_NEIGHBOUR_WORDS = {
    "helper_found": ("reference", "status_url", "kind", "when", "helper"),
    "helper_changed": ("reference", "status_url", "kind", "when"),
    "need_done": ("reference", "status_url", "kind", "helper"),
}


def tell_helper(
    assignment: Assignment, event: str, *, by: Actor, at: datetime, not_before: datetime | None = None
) -> None:
    """Tell the helper of `assignment`; with a link to its page that needs no account, where there is room for one.

    Nothing here tells who or where exactly: a message may be read by anybody who holds the telephone.
    """
    words = _HELPER_WORDS[event]
    context = _words_for_helper(assignment, at=at)
    if "url" in words:
        context["url"] = task_url(assignment, by=by, at=at)
    tell(
        assignment.helper,
        event,
        context={name: context[name] for name in words},
        about=assignment,
        dedup=at.isoformat(),
        by=by,
        at=at,
        not_before=not_before,
    )


def _words_for_helper(assignment: Assignment, *, at: datetime) -> dict[str, str]:
    part, language = assignment.part, assignment.helper.language
    until = assignment.expires_at
    with translation.override(language):
        return {
            **_words_about(part, language, at=at),
            "area": part.need.place.area_name if part.need.place else "",
            "until": moment_in_words(until, at=at, zone=part.group.zone) if until else "",
            "summary": part.need.summary,
        }


def _words_about(part: NeedPart, language: str, *, at: datetime) -> dict[str, str]:
    return {
        "reference": part.need.reference,
        "kind": part.category.name_in(language),
        "when": when_in_words(part, at=at),
    }


def task_url(assignment: Assignment, *, by: Actor, at: datetime) -> str:
    last = max(moment for moment in (at, assignment.expires_at, assignment.part.due_at) if moment)
    token = make_link(
        assignment.group,
        LinkPurpose.INVITATION,
        assignment.pk,
        assignment.helper,
        expires_at=last + LINK_OUTLIVES,
        by=by,
        at=at,
    )
    return settings.PUBLIC_URL + reverse("dispatch:invitation", kwargs={"token": token})


def status_url(assignment: Assignment, *, by: Actor, at: datetime) -> str:
    """The neighbour's own page."""
    token = make_link(
        assignment.group,
        LinkPurpose.NEED_STATUS,
        assignment.part.need_id,
        assignment.part.need.person,
        expires_at=at + timedelta(days=assignment.group.keep_at_most_days),
        by=by,
        at=at,
    )
    return settings.PUBLIC_URL + reverse("needs:status", args=[token])


def plan_reminder(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """The day before, where a day was said and it is not today already."""
    starts_at = assignment.part.starts_at or assignment.part.due_at
    if starts_at and starts_at - REMIND_BEFORE > at:
        tell_helper(assignment, "task_reminder", by=by, at=at, not_before=starts_at - REMIND_BEFORE)


def tell_neighbour(
    assignment: Assignment, event: str, *, by: Actor, at: datetime, not_before: datetime | None = None
) -> None:
    """Tell whoever asked for the help, with a link to their own page."""
    part, need = assignment.part, assignment.part.need
    person = need.asked_by or need.person
    with translation.override(person.language):
        context = {
            **_words_about(part, person.language, at=at),
            "helper": helper_name(assignment),
            "status_url": status_url(assignment, by=by, at=at),
        }
    tell(
        person,
        event,
        context={name: context[name] for name in _NEIGHBOUR_WORDS[event]},
        about=assignment,
        dedup=at.isoformat(),
        by=by,
        at=at,
        not_before=not_before,
    )


def tell_those_who_assign(part: NeedPart, event: str, *, dedup: str, by: Actor, at: datetime) -> None:
    context = {
        "reference": part.need.reference,
        "kind": part.category.name_in("en"),
        "url": settings.PUBLIC_URL
        + group_path(part.group, "dispatch:who_can", reference=part.need.reference, part_id=part.pk),
    }
    tell_staff(part.group, event, "needs.assign", context=context, about=part, dedup=dedup, by=by, at=at)


def take_word_back(assignment: Assignment, events: list[str], *, by: Actor, at: datetime) -> bool:
    """Cancel what has not been sent yet; False when there was nothing left to cancel."""
    return bool(cancel_messages(assignment, events, by=by, at=at))
