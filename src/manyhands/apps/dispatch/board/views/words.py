"""What has happened to a request, in a few words, for somebody who was just looking at it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.apps.dispatch.board.queries.changes import Change

# With the name of whoever did it.
_BY_SOMEBODY = {
    "need.triaged": gettext_lazy("%(who)s has said how urgent this is"),
    "need.opened": gettext_lazy("%(who)s has started looking for somebody"),
    "need.closed": gettext_lazy("%(who)s has closed this"),
    "need.reopened": gettext_lazy("%(who)s has opened this again"),
    "need.undone": gettext_lazy("%(who)s has put this back"),
    "need.owner_set": gettext_lazy("%(who)s has changed who looks after this"),
    "need.follow_up_set": gettext_lazy("%(who)s has changed when to look again"),
    "need.note_added": gettext_lazy("%(who)s has written a note"),
    "need.contact_tried": gettext_lazy("%(who)s has called about this"),
    "assignment.invited": gettext_lazy("%(who)s has asked somebody"),
    "assignment.assigned": gettext_lazy("%(who)s has agreed this with somebody"),
    "assignment.withdrawn": gettext_lazy("%(who)s has taken a question back"),
    "assignment.claimed": gettext_lazy("%(who)s has come forward"),
    "assignment.accepted": gettext_lazy("%(who)s took this"),
    "assignment.declined": gettext_lazy("%(who)s cannot do this"),
    "assignment.released": gettext_lazy("%(who)s has handed this back"),
    "assignment.started": gettext_lazy("%(who)s is on the way"),
    "assignment.completed": gettext_lazy("%(who)s has done this"),
    "assignment.expired": gettext_lazy("%(who)s did not answer in time"),
}


@dataclass(frozen=True, slots=True)
class SaidChange:
    reference: str
    text: str
    at_ms: int
    is_own: bool


def say_changes(changes: list[Change]) -> list[SaidChange]:
    return [
        SaidChange(change.reference, _say(change), round(change.at.timestamp() * 1000), change.is_own)
        for change in changes
    ]


def _say(change: Change) -> str:
    if change.verb == "need.received":
        return _("This has just come in")
    sentence = _BY_SOMEBODY.get(change.verb)
    if sentence is None or not change.who:
        return _("This has changed")
    return str(sentence) % {"who": change.who}
