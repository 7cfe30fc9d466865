from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from manyhands.apps.dispatch.bridge.leads import leads_of
from manyhands.apps.dispatch.bridge.words.parts import language_in_words, where_in_words
from manyhands.apps.dispatch.bridge.words.reasons import leads_in_words
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asks import count_asks_to_decide
from manyhands.apps.dispatch.states import AssignmentState
from manyhands.apps.groups.models import Group
from manyhands.apps.messaging.models import MessageState
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import WhenKind
from manyhands.apps.needs.words import when_chips, when_in_words
from manyhands.apps.people.models import Person
from manyhands.core.values.names import first_name, initial_form
from manyhands.web.markup import draw_each
from manyhands.web.parts import Chip
from manyhands.web.templatetags.manyhands import chip

register = template.Library()

_RIDE = "ride"
"""The kind of help as it ships: its place is where it begins; where to is only in what they wrote."""

_STATE_LOOKS = {
    AssignmentState.INVITED: ("soon", "send"),
    AssignmentState.AWAITING_APPROVAL: ("soon", "hand-thumbs-up"),
    AssignmentState.ACCEPTED: ("ok", "check-lg"),
    AssignmentState.UNDER_WAY: ("ok", "signpost-split"),
    AssignmentState.COMPLETED: ("ok", "check-circle-fill"),
}

_WORD_LOOKS = {
    MessageState.WAITING: (gettext_lazy("message waits"), "", "hourglass-split"),
    MessageState.SENDING: (gettext_lazy("message waits"), "", "hourglass-split"),
    MessageState.SENT: (gettext_lazy("message sent"), "", "check-lg"),
    MessageState.TO_CALL: (gettext_lazy("to be called"), "soon", "telephone"),
    MessageState.UNCONFIRMED: (gettext_lazy("perhaps sent, not confirmed"), "soon", "question-circle"),
    MessageState.FAILED: (gettext_lazy("could not be delivered"), "now", "exclamation-triangle"),
}


@register.filter
def kind(part: NeedPart) -> str:
    """The kind of help in the reader's language: "Groceries"."""
    return part.category.name_in(get_language() or "en")


@register.filter
def when(part: NeedPart) -> str:
    return when_in_words(part, at=timezone.now())


@register.filter
def has_time(part: NeedPart) -> bool:
    """Whether a day and an hour are agreed; else `when` says only what was wished."""
    return bool(part.need.when_kind == WhenKind.AT_TIME)


@register.simple_tag
def part_chips(part: NeedPart) -> SafeString:
    """When it is wanted and how urgent it is, and about how long it takes."""
    signs = when_chips(part, at=timezone.now())
    said = [chip(sign.text, sign.kind, sign.icon) for sign in signs]
    return draw_each("{}", [*said, chip(how_long(part))])


@register.filter
def how_long(part: NeedPart) -> str:
    return ngettext("about %(count)d min", "about %(count)d min", part.minutes) % {"count": part.minutes}


@register.filter
def where(part: NeedPart, distance_m: int | None) -> str:
    """About where, as far as anybody may know it before a yes; the distance is between public cells."""
    return where_in_words(part, distance_m)


@register.filter
def where_icon(part: NeedPart) -> str:
    return "geo-alt" if part.category.happens_at_home else "telephone"


@register.filter
def spoken(part: NeedPart) -> str:
    """Which language they speak, where a helper has to know."""
    return language_in_words(part)


@register.filter
def is_ride(part: NeedPart) -> bool:
    return part.category.key == _RIDE


@register.filter
def state_chip(assignment: Assignment) -> Chip:
    look, icon = _STATE_LOOKS.get(AssignmentState(assignment.state), ("", "dash-lg"))
    return Chip(str(assignment.get_state_display()), look, icon)


@register.filter
def word_chip(assignment: Assignment) -> Chip | None:
    """What has become of the message that asks them, where it was read with them and they have not answered."""
    word = getattr(assignment, "word", None)
    if assignment.state != AssignmentState.INVITED or word not in _WORD_LOOKS:
        return None
    text, look, icon = _WORD_LOOKS[word]
    return Chip(str(text), look, icon)


@register.filter
def helper(assignment: Assignment) -> str:
    """For staff: the organisation, or the whole name of the person."""
    return assignment.organisation.name if assignment.organisation else assignment.helper.name or _("no name")


@register.filter
def checks_key(assignment: Assignment) -> str:
    """Whom the checks of a task are about, as their page is called."""
    is_person = assignment.organisation_id is None
    return f"p{assignment.helper_id}" if is_person else f"o{assignment.organisation_id}"


@register.filter
def short_name(person: Person) -> str:
    """As much of a name as others of the group may read: "Ana R."."""
    return initial_form(person.name) or _("no name")


@register.simple_tag
def partners_ask(group: Group) -> int:
    """How many of what groups that share ask nobody here has decided yet."""
    return count_asks_to_decide(group)


@register.filter
def called(person: Person) -> str:
    return first_name(person.name)


@register.filter
def team_in_words(part: NeedPart) -> str:
    """What is wanted of those who help together; nothing where one person is enough."""
    return leads_in_words(leads_of(part))


@register.filter
def places_left(part: NeedPart) -> int:
    return part.people_needed - part.people_taken
