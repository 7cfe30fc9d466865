"""The states of an assignment, and every move between them that is allowed."""

from datetime import time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssignmentState(models.TextChoices):
    INVITED = "invited", _("Asked")
    AWAITING_APPROVAL = "awaiting_approval", _("Chosen, waiting for staff")
    ACCEPTED = "accepted", _("Said yes")
    UNDER_WAY = "under_way", _("Under way")
    COMPLETED = "completed", _("Done")
    DECLINED = "declined", _("Said no")
    NOT_APPROVED = "not_approved", _("Not approved")
    EXPIRED = "expired", _("No answer in time")
    WITHDRAWN = "withdrawn", _("Taken back")
    RELEASED = "released", _("Handed back")
    NO_SHOW = "no_show", _("Did not come")


class Began(models.TextChoices):
    INVITATION = "invitation", _("Asked by staff")
    CLAIM = "claim", _("Chosen by the volunteer")
    ASSIGNED = "assigned", _("Agreed with staff")
    PLAN = "plan", _("Proposed by the plan")


class Outcome(models.TextChoices):
    DONE = "done", _("All done")
    PARTLY = "partly", _("Partly done")
    NOT_HOME = "not_home", _("Nobody was there")
    NOT_POSSIBLE = "not_possible", _("It was not possible")


class RunState(models.TextChoices):
    WAITING = "waiting", _("Waiting its turn")
    RUNNING = "running", _("Working out the plan")
    DONE = "done", _("Done")
    FAILED = "failed", _("Did not work out")


class RunCause(models.TextChoices):
    REQUESTED = "requested", _("Somebody asked for it")
    NIGHTLY = "nightly", _("Every night")
    CHANGE = "change", _("Something changed")


class ProposalState(models.TextChoices):
    OPEN = "open", _("Proposed")
    APPROVED = "approved", _("Approved")
    DISMISSED = "dismissed", _("Not this one")
    STALE = "stale", _("No longer possible")
    REPLACED = "replaced", _("A newer plan has been made")


class AskState(models.TextChoices):
    """What becomes of it when a group that shares asks for somebody."""

    PROPOSED = "proposed", _("Our partners ask")
    ASKED = "asked", _("Asked")
    AGREED = "agreed", _("Said yes")
    ACCEPTED = "accepted", _("Helps")
    RELEASED = "released", _("Handed back")
    DECLINED = "declined", _("Said no")
    EXPIRED = "expired", _("No answer in time")
    WITHDRAWN = "withdrawn", _("Not needed any more")


class RunFailure(models.TextChoices):
    """Why there is no plan, in words for staff."""

    TOO_LONG = "too_long", _("Working out the plan took too long. It is tried again tonight.")
    ENGINE = (
        "engine",
        _("The plan could not be worked out. Whoever runs this server finds the cause in its log."),
    )
    PROBLEM = "problem", _("Something that is written about a request or a person cannot be planned with.")
    TOO_MANY = (
        "too_many",
        _(
            "There are more people and requests here than this server has the memory to compare. It helps to close "
            "what is settled, to take people off the list who have left, and to set a shorter distance for people who "
            "go very far. The server's log says how much memory it would take."
        ),
    )
    NOT_PROVEN = "not_proven", _("The plan did not pass its own check, so it is not shown.")
    INTERRUPTED = "interrupted", _("The server stopped several times while the plan was being worked out.")


# The kind under which grants and readings name an assignment as their reason.
GRANT_REASON = "dispatch.assignment"

# What staff do can be undone for this long, and nobody is told before.
UNDO_FOR = timedelta(seconds=10)

# A plan that takes longer than this is given up; well inside the time after which a job is stopped.
PLAN_WITHIN = timedelta(seconds=200)
# Whoever works a plan out has this long. After that the worker must be gone, and another begins anew.
RUN_LEASE = timedelta(minutes=5)
RUN_ATTEMPTS = 3
# In the group's own time: late enough that the evening's answers are in, early enough for who gets up at five.
NIGHT_BEGINS, NIGHT_ENDS = time(2), time(5)
# How long the prices of a plan say who is needed more elsewhere.
PRICES_FRESH_FOR = timedelta(hours=24)
# "At most so many invitations a week" counts back from now.
ASKED_WITHIN = timedelta(days=7)

LIVE_ASKS = ("proposed", "asked", "agreed")
LIVE = ("invited", "awaiting_approval", "accepted", "under_way")
HOLDING = ("accepted", "under_way")
# What counts as a task somebody has taken on, when their load is counted.
CARRIED = ("accepted", "under_way", "completed")
# After these two nothing was done, and the part is offered again.
IN_VAIN = (Outcome.NOT_HOME, Outcome.NOT_POSSIBLE)

# From state to the states it may move to; every other move is refused with a reason. A claim begins as
# `accepted` where claiming is open, and as `awaiting_approval` where staff approve; the moves back out of an
# ended state are those of undoing.
MOVES: dict[str, tuple[str, ...]] = {
    "invited": ("accepted", "declined", "expired", "withdrawn"),
    "awaiting_approval": ("accepted", "not_approved", "withdrawn", "released"),
    "accepted": ("under_way", "completed", "released", "withdrawn", "no_show"),
    "under_way": ("completed", "released", "withdrawn", "no_show"),
    "completed": ("accepted",),
    "declined": (),
    "not_approved": ("awaiting_approval",),
    "expired": (),
    "withdrawn": ("invited", "awaiting_approval", "accepted"),
    "released": ("awaiting_approval", "accepted"),
    "no_show": ("accepted",),
}


class Refusal(models.TextChoices):
    """Why something was not done, in words for whoever tried."""

    CHANGED = "changed", _("This has changed in the meantime. Please look at how it stands now.")
    TAKEN = "taken", _("Somebody else has just said yes to this. Thank you for being there!")
    NOT_OPEN = "not_open", _("Nobody is being looked for here right now.")
    EXPIRED = "expired", _("The time to answer has passed. Thank you all the same.")
    TIME_OVER = "time_over", _("The time for this has passed. A new time has to be agreed first.")
    STAFF_CHOOSE = (
        "staff_choose",
        _("Coordinators choose who helps with this. Write to them if you would like to."),
    )
    NOT_CHECKED = (
        "not_checked",
        _("This kind of help needs something to be checked first, or again. Nothing is wrong with you."),
    )
    NOT_FOR_YOU = "not_for_you", _("This one cannot be yours. Please choose another.")
    NOT_FOR_THEM = "not_for_them", _("One of these people cannot be asked for this. Please choose again.")
    LEAD_NEEDED = (
        "lead_needed",
        _(
            "The places that are left are for people who can lead the others: who have done this before, or have the "
            "car or van that is needed. Thank you for being there!"
        ),
    )
    ALREADY_YOURS = "already_yours", _("You have already said yes to this.")
    OVER_LIMIT = (
        "over_limit",
        _("This is more than you said you would do in a week. It is yours if you say so."),
    )
    OVER_THEIR_LIMIT = "over_their_limit", _("This is more than they said they would do in a week.")
    ALREADY = "already", _("They have been asked already, or have said yes.")
    NO_PROFILE = "no_profile", _("Tell us first how you can help.")
    TOO_LATE = "too_late", _("It is too late to undo this.")
    NOBODY = "nobody", _("Choose at least one person.")
    SOMEBODY_ASKED = "somebody_asked", _("Somebody else has been asked in the meantime.")
    ASKED_TOO_OFTEN = "asked_too_often", _("They have been asked often enough this week.")
    NOT_POSSIBLE_NOW = "not_possible_now", _("They cannot do it as things stand now.")
    DECIDED = "decided", _("This was decided already.")
    NOTHING_TO_PLAN = (
        "nothing_to_plan",
        _("There is nothing to plan: volunteers choose by themselves here, for every kind of help."),
    )
    WAIT_FOR_OTHERS = "wait_for_others", _("Other questions are being worked out. Ask again in a moment.")
