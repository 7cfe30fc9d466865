"""What people were told."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "message.sending": _("A message is on its way"),
    "message.waiting": _("A message waits"),
    "message.sent": _("A message was sent"),
    "message.failed": _("A message could not be delivered"),
    "message.unconfirmed": _("Nobody knows whether a message arrived"),
    "message.to_call": _("Somebody has to be called instead of written to"),
    "message.cancelled": _("Messages that were no longer needed were taken back (%(who)s)"),
    "message.called": _("%(who)s called instead of a message"),
    "message.retried": _("%(who)s had a message tried again"),
    "message.read": _("%(who)s looked at the words of a message"),
    "message.emptied": _("The words of old messages were thrown away"),
    "relay.sent": _("%(who)s wrote a note to the other person of a task"),
}
