"""Who is told what, when: one table. A group may switch off or gather some of it, within bounds that protect people.

`needs` names what an event's words cannot do without, `may` what they use when it is there. Values are strings;
addresses are whole URLs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Recipient(StrEnum):
    NEIGHBOUR = "neighbour"
    HELPER = "helper"
    EITHER = "either"
    MEMBER = "member"
    STAFF = "staff"


RECIPIENT_NAMES = {
    Recipient.NEIGHBOUR: _("Neighbours"),
    Recipient.HELPER: _("People who help"),
    Recipient.EITHER: _("Neighbours and people who help"),
    Recipient.MEMBER: _("Members"),
    Recipient.STAFF: _("Staff"),
}


class ContextError(ValueError):
    """An event was told without what its words need, or with something they do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`is_urgent` ignores quiet hours, `is_by_day` keeps them by e-mail too.

    `is_worth_a_call` makes somebody call when nothing else reaches a person.
    """

    recipient: Recipient
    title: Any
    purpose: Any
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    is_urgent: bool = False
    is_by_day: bool = False
    is_worth_a_call: bool = False
    can_be_off: bool = False
    can_be_digest: bool = False

    @property
    def is_for_accounts(self) -> bool:
        """Told to an account of the group by e-mail, not to a person's card."""
        return self.recipient is Recipient.STAFF


EVENTS = {
    "need_received": Event(
        recipient=Recipient.NEIGHBOUR,
        title=_("We have your request"),
        purpose=_("Confirms a request and gives the private page where it can be followed."),
        needs=("reference", "status_url"),
        may=("kind",),
        can_be_off=True,
    ),
    "helper_found": Event(
        recipient=Recipient.NEIGHBOUR,
        title=_("Somebody will help"),
        purpose=_("Says that somebody has said yes."),
        needs=("reference", "status_url"),
        may=("helper", "kind", "when"),
        is_worth_a_call=True,
    ),
    "helper_changed": Event(
        recipient=Recipient.NEIGHBOUR,
        title=_("The helper has changed"),
        purpose=_("Says that the person who said yes cannot come after all, and what happens now."),
        needs=("reference", "status_url"),
        may=("helper", "kind", "when"),
        is_urgent=True,
        is_worth_a_call=True,
    ),
    "need_done": Event(
        recipient=Recipient.NEIGHBOUR,
        title=_("The help is done"),
        purpose=_("Says that the helper has finished, and asks whether all is well."),
        needs=("reference", "status_url"),
        may=("helper", "kind"),
        can_be_off=True,
    ),
    "still_needed": Event(
        recipient=Recipient.NEIGHBOUR,
        title=_("Is it still needed?"),
        purpose=_("Asks, after some days without news, whether the request still stands."),
        needs=("reference", "status_url"),
        may=("kind",),
        is_worth_a_call=True,
    ),
    "need_closed": Event(
        recipient=Recipient.NEIGHBOUR,
        title=_("The request is closed"),
        purpose=_("Says that a request was closed and how to ask again."),
        needs=("reference",),
        may=("status_url", "reason", "kind"),
        is_worth_a_call=True,
    ),
    "invitation": Event(
        recipient=Recipient.HELPER,
        title=_("Would you do this?"),
        purpose=_("Asks somebody to help, with a private link to say yes or no."),
        needs=("url",),
        may=("reference", "kind", "when", "area", "until", "summary"),
        is_worth_a_call=True,
    ),
    "partner_invitation": Event(
        recipient=Recipient.HELPER,
        title=_("Would you do this for our partners?"),
        purpose=_("Asks somebody to help a group that shares, with a private link to say yes or no."),
        needs=("url", "partner"),
        may=("kind", "when", "area", "until"),
        is_worth_a_call=True,
    ),
    "invitation_withdrawn": Event(
        recipient=Recipient.HELPER,
        title=_("Not needed any more"),
        purpose=_("Says to somebody who was asked that it is taken care of."),
        needs=("reference",),
        may=("kind", "when"),
    ),
    "task_cancelled": Event(
        recipient=Recipient.HELPER,
        title=_("A task is off"),
        purpose=_("Tells a helper not to go."),
        needs=("reference",),
        may=("kind", "when", "url"),
        is_urgent=True,
        is_worth_a_call=True,
    ),
    "claim_approved": Event(
        recipient=Recipient.HELPER,
        title=_("Yes, please help"),
        purpose=_("Says to somebody who chose a request that they may go ahead."),
        needs=("reference", "url"),
        may=("kind", "when", "area"),
        is_worth_a_call=True,
    ),
    "claim_not_approved": Event(
        recipient=Recipient.HELPER,
        title=_("Somebody else will do it"),
        purpose=_("Says to somebody who chose a request that it goes to another person."),
        needs=("reference",),
        may=("kind", "when", "url"),
    ),
    "task_reminder": Event(
        recipient=Recipient.HELPER,
        title=_("Reminder of a task"),
        purpose=_("Reminds a helper before the agreed time."),
        is_by_day=True,
        needs=("reference", "url"),
        may=("kind", "when", "area"),
        can_be_off=True,
    ),
    "relay_message": Event(
        recipient=Recipient.EITHER,
        title=_("A note for you"),
        purpose=_("Says that a note is waiting. The note itself is read on the person's own page."),
        needs=("reference", "url"),
        is_worth_a_call=True,
    ),
    "membership_approved": Event(
        recipient=Recipient.MEMBER,
        title=_("Welcome to the group"),
        purpose=_("Says that somebody may start helping."),
        needs=("url",),
    ),
    "membership_not_admitted": Event(
        recipient=Recipient.MEMBER,
        title=_("About your wish to join"),
        purpose=_("Says that the group did not say yes this time."),
        can_be_off=True,
    ),
    "organisation_approved": Event(
        recipient=Recipient.MEMBER,
        title=_("Welcome to your organisation"),
        purpose=_("Says that an organisation may ask and help."),
        needs=("url",),
        may=("organisation",),
    ),
    "new_need": Event(
        recipient=Recipient.STAFF,
        title=_("A new request"),
        purpose=_("Tells those who sort requests that one has come in."),
        needs=("reference", "url"),
        may=("kind", "area", "when"),
        can_be_off=True,
        can_be_digest=True,
    ),
    "nobody_took": Event(
        recipient=Recipient.STAFF,
        title=_("Nobody has taken a request"),
        purpose=_("Alarm: it is due within a day and nobody has said yes."),
        needs=("reference", "url"),
        may=("kind", "area", "when"),
        is_urgent=True,
    ),
    "handed_back": Event(
        recipient=Recipient.STAFF,
        title=_("A task was handed back"),
        purpose=_("Tells those who assign that somebody cannot do it after all."),
        needs=("reference", "url"),
        may=("kind", "area", "when"),
        can_be_off=True,
    ),
    "message_failed": Event(
        recipient=Recipient.STAFF,
        title=_("A message could not be delivered"),
        purpose=_("Alarm: somebody was not reached."),
        needs=("url",),
        may=("reference",),
    ),
    "membership_asked": Event(
        recipient=Recipient.STAFF,
        title=_("Somebody wants to join"),
        purpose=_("Tells those who say yes or no that somebody is waiting."),
        needs=("url",),
        can_be_off=True,
        can_be_digest=True,
    ),
    "safety_report": Event(
        recipient=Recipient.STAFF,
        title=_("A safety report"),
        purpose=_("Alarm: something felt wrong to somebody. The report is read on its own page."),
        needs=("url",),
        may=("reference",),
        is_urgent=True,
    ),
    "invitations_ran_dry": Event(
        recipient=Recipient.STAFF,
        title=_("Everybody asked has said no"),
        purpose=_("Alarm: nobody who was asked can help; others have to be asked."),
        needs=("reference", "url"),
        may=("kind", "area", "when"),
    ),
}


def get_event(name: str) -> Event:
    if name not in EVENTS:
        raise LookupError(f"No event is called {name!r}.")
    return EVENTS[name]


def title_of(name: str) -> Any:
    """Also of an event that an older version knew."""
    return EVENTS[name].title if name in EVENTS else name


def check_context(name: str, context: Mapping[str, str]) -> None:
    """Raises ContextError, so that a caller who says too little or something unknown hears of it at once."""
    event = get_event(name)
    missing = [key for key in event.needs if not context.get(key)]
    unknown = sorted(set(context) - {*event.needs, *event.may})
    if missing or unknown:
        known = ", ".join((*event.needs, *event.may)) or "nothing"
        raise ContextError(f"{name}: missing {missing}, unknown {unknown}; it knows {known}.")
    wrong = [key for key, value in context.items() if not isinstance(value, str)]
    if wrong:
        raise ContextError(f"{name}: {wrong} must be strings.")
