"""The states of needs and parts, and every move between them that is allowed."""

from datetime import datetime
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class NeedState(models.TextChoices):
    DRAFT = "draft", _("Not sent yet")
    NEW = "new", _("New")
    TRIAGED = "triaged", _("Looked at")
    OPEN = "open", _("Looking for somebody")
    ASSIGNED = "assigned", _("Somebody said yes")
    IN_PROGRESS = "in_progress", _("Under way")
    CLOSED = "closed", _("Closed")


class PartState(models.TextChoices):
    """A part waits with its need until the need is opened; then it lives its own life."""

    WAITING = "waiting", _("Not open yet")
    OPEN = "open", _("Looking for somebody")
    TAKEN = "taken", _("Somebody said yes")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    CLOSED = "closed", _("Closed")


class CloseReason(models.TextChoices):
    FULFILLED = "fulfilled", _("Done")
    PARTLY_FULFILLED = "partly_fulfilled", _("Partly done")
    NO_LONGER_NEEDED = "no_longer_needed", _("No longer needed")
    HELPED_BY_OTHERS = "helped_by_others", _("Somebody else helped")
    REFERRED = "referred", _("Passed on to others")
    OUT_OF_SCOPE = "out_of_scope", _("Not something we do")
    CANNOT_REACH = "cannot_reach", _("We could not reach the person")
    DUPLICATE = "duplicate", _("Asked twice")
    UNABLE_TO_FILL = "unable_to_fill", _("Nobody could be found")
    REJECTED = "rejected", _("Not taken on")


class Urgency(models.IntegerChoices):
    WHENEVER = 1, _("Whenever it suits")
    WEEK = 2, _("Within a week")
    DAYS = 3, _("Within two or three days")
    TODAY = 4, _("Today")


class Source(models.TextChoices):
    WEB = "web", _("Web page")
    PHONE = "phone", _("Phone")
    SHEET = "sheet", _("Spreadsheet")
    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    API = "api", _("Another program")


class ForWhom(models.TextChoices):
    SELF = "self", _("For myself or my household")
    OTHER = "other", _("For somebody else")
    ORGANISATION = "organisation", _("For an organisation")


class WhenKind(models.TextChoices):
    SOON = "soon", _("As soon as somebody can")
    BY_DAY = "by_day", _("By a certain day")
    AT_TIME = "at_time", _("On a certain day and time")
    ANY = "any", _("Whenever it suits")


# The bands in which a household tells its ages: Household.ages by key.
AGE_BANDS = (
    ("under_2", _("Babies under 2")),
    ("2_to_17", _("Children, 2 to 17")),
    ("adult", _("Adults, 18 to 64")),
    ("over_64", _("People over 64")),
)

# (from, to): the permission it takes when a person does it by hand; "" where it follows from what becomes of the
# parts. Undoing within ten seconds puts back whatever was before and is no move of its own.
NEED_MOVES: dict[tuple[str, str], str] = {
    ("draft", "new"): "needs.intake",
    ("new", "triaged"): "needs.triage",
    ("new", "open"): "needs.triage",
    ("new", "closed"): "needs.triage",
    ("triaged", "open"): "needs.triage",
    ("triaged", "closed"): "needs.triage",
    ("open", "assigned"): "",
    ("open", "in_progress"): "",
    ("open", "closed"): "needs.triage",
    ("assigned", "open"): "",
    ("assigned", "in_progress"): "",
    ("assigned", "closed"): "needs.triage",
    ("in_progress", "open"): "",
    ("in_progress", "assigned"): "",
    ("in_progress", "closed"): "needs.triage",
    ("closed", "open"): "needs.triage",
    ("closed", "assigned"): "",
    ("closed", "in_progress"): "",
}

PART_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        ("waiting", "open"),
        ("waiting", "done"),
        ("waiting", "closed"),
        ("open", "taken"),
        ("open", "done"),
        ("open", "closed"),
        ("taken", "open"),
        ("taken", "under_way"),
        ("taken", "done"),
        ("taken", "closed"),
        ("under_way", "open"),
        ("under_way", "done"),
        ("under_way", "closed"),
        ("done", "open"),
        ("done", "taken"),
        ("closed", "open"),
        ("closed", "waiting"),
    }
)


def derive_need_state(need_state: str, part_states: list[str]) -> str:
    """The state that the parts add up to, once a need has been opened; the only place where it is worked out."""
    if need_state in (NeedState.DRAFT, NeedState.NEW, NeedState.TRIAGED):
        return need_state
    live = [state for state in part_states if state not in (PartState.DONE, PartState.CLOSED)]
    if not live:
        return NeedState.CLOSED
    if PartState.OPEN in live:
        return NeedState.OPEN
    if PartState.UNDER_WAY in live:
        return NeedState.IN_PROGRESS
    if PartState.TAKEN in live:
        return NeedState.ASSIGNED
    return need_state


class Timed(Protocol):
    """A need or one of its parts."""

    state: str
    starts_at: datetime | None
    due_at: datetime | None


def is_time_over(asked: Timed, *, at: datetime) -> bool:
    """Only a time that was said: what was wanted soon, or by some day, may still be welcome after it."""
    return asked.starts_at is not None and asked.due_at is not None and asked.due_at <= at


def is_overdue(need: Timed, *, at: datetime) -> bool:
    """Its time has gone by and nobody has taken it on: somebody has to ask for another time, or close it."""
    return need.state in (NeedState.NEW, NeedState.TRIAGED, NeedState.OPEN) and is_time_over(need, at=at)
