"""What whoever is checked hears of it, and what staff do."""

from django.utils.translation import gettext_lazy as _

from manyhands.apps.messaging.events.event import Event, Recipient

OF_CHECKS = {
    "requirement_asked": Event(
        recipient=Recipient.HELPER,
        title=_("Something to show before you help"),
        purpose=_("Asks somebody for what a kind of help needs, with the page that says how."),
        needs=("what", "url"),
        is_worth_a_call=True,
    ),
    "requirement_due": Event(
        recipient=Recipient.HELPER,
        title=_("Something of yours ends soon"),
        purpose=_("Reminds somebody in good time to renew what a kind of help needs."),
        needs=("what", "until", "url"),
        is_by_day=True,
        is_worth_a_call=True,
    ),
    "requirement_lapsed": Event(
        recipient=Recipient.HELPER,
        title=_("Something of yours is no longer valid"),
        purpose=_("Says to somebody which help they are not asked for until they renew it."),
        needs=("what", "until", "url"),
        is_by_day=True,
        is_worth_a_call=True,
    ),
    "vetting_waiting": Event(
        recipient=Recipient.STAFF,
        title=_("Somebody waits to be checked"),
        purpose=_("Tells those who check people that something was handed in."),
        needs=("url",),
        can_be_off=True,
        can_be_digest=True,
    ),
    "role_rests": Event(
        recipient=Recipient.STAFF,
        title=_("A role rests"),
        purpose=_(
            "Says that somebody lacks a check that their role needs: it gives nothing until they have it."
        ),
        needs=("member", "role", "missing", "url"),
    ),
    "role_kept": Event(
        recipient=Recipient.STAFF,
        title=_("Whoever is in charge is not checked any more"),
        purpose=_(
            "Says that an organiser lacks a check and keeps the role, because nobody else is in charge."
        ),
        needs=("member", "role", "missing", "url"),
    ),
    "helper_lapsed": Event(
        recipient=Recipient.STAFF,
        title=_("The check of somebody with a task is no longer valid"),
        purpose=_("Alarm: they have a task that needs it. The task is not taken from them."),
        needs=("reference", "url"),
        may=("kind", "when"),
        is_urgent=True,
    ),
}
