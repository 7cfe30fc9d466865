"""A row of the board, drawn here and not by a template.

A page has twenty-five rows, and a template of forty nodes takes four times as long for each as this does.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.apps.dispatch.bridge.board_rows import BoardRow, Named
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.states import NeedState
from manyhands.apps.needs.words import first_icon, need_title, overdue_chip, state_chip, when_chips
from manyhands.apps.places.models import PlaceKind
from manyhands.core.values.names import initial_form
from manyhands.web.icons import draw_icon
from manyhands.web.languages import language_name
from manyhands.web.markup import draw, draw_each
from manyhands.web.parts import Chip
from manyhands.web.templatetags.manyhands import bdi, chip
from manyhands.web.words import waited_in_words

register = template.Library()

_ROW = """
<li class="folds{chosen}" id="row-{reference}" data-item data-row="{reference}">
  <span class="tile">{icon}</span>
  <div class="row-main board-row-head"><h3 class="row-title"><a href="{address}"{current}>{title}</a></h3>
  <div class="chips">{chips}</div></div>
  <ul class="row-text small muted dots"><li><span dir="ltr">{reference}</span></li>{facts}</ul>
  {reasons}
</li>"""


@register.simple_tag(takes_context=True)
def board_row(context: dict[str, Any], row: BoardRow) -> SafeString:
    need = row.need
    is_chosen = need.reference == context["reference"]
    facts = [*_facts(need, context["main_language"]), *_who(row)]
    return draw(
        _ROW,
        chosen=" is-selected" if is_chosen else "",
        current=mark_safe(' aria-current="true"') if is_chosen else "",
        reference=need.reference,
        icon=draw_icon(first_icon(need)),
        address=f"{context['board']}?{context['kept']}need={need.reference}",
        title=need_title(need),
        chips=draw_each("{}", (chip(one.text, one.kind, one.icon) for one in _chips(need))),
        facts=draw_each("<li>{}</li>", facts),
        reasons=draw_each('<p class="row-text small why">{}</p>', row.reasons),
    )


def _chips(need: Need) -> Iterator[Chip]:
    if need.state != NeedState.OPEN:
        yield state_chip(need)
    if late := overdue_chip(need, at=timezone.now()):
        yield late
    yield from when_chips(need, at=timezone.now())


def _facts(need: Need, main_language: str) -> Iterator[str]:
    if need.organisation:
        yield bdi(need.organisation.name)
    elif need.household and need.household.size > 1:
        said = ngettext("Household of %(size)s", "Household of %(size)s", need.household.size)
        yield said % {"size": need.household.size}
    yield _where(need)
    if need.language != main_language:
        yield language_name(need.language)
    yield waited_in_words(need.asked_at, at=timezone.now())
    if need.owner:
        yield draw("{}{}", draw_icon("person"), bdi(need.owner.display_name))


def _where(need: Need) -> str:
    if need.place and need.place.area_name:
        return need.place.area_name
    is_on_the_phone = need.place is None or need.place.kind == PlaceKind.ON_THE_PHONE
    return _("place to be asked") if is_on_the_phone else _("not found on the map yet")


def _who(row: BoardRow) -> Iterator[SafeString]:
    if row.proposals:
        yield draw("<strong>{} {}</strong>", _("proposal:"), _listed(row.proposals))
    elif row.asked:
        said = ngettext("%(count)s asked", "%(count)s asked", row.asked) % {"count": row.asked}
        yield draw("<strong>{}{}{}</strong>", said, ": " if row.names else "", _listed(row.names))
    elif row.need.state == NeedState.OPEN:
        yield draw("<strong>{}</strong>", _("nobody yet"))


def _listed(names: Iterable[Named]) -> SafeString:
    """Whoever they are about, each name in its own direction."""
    said = (one.organisation or initial_form(one.person) or _("no name") for one in names)
    return draw_each("<bdi>{}</bdi>", said, between=", ")
