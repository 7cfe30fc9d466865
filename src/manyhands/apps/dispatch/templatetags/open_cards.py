"""A card of the open list, drawn here and not by a template: twenty on a page, each at a third of the time."""

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.apps.dispatch.queries.open_list.parts import OpenPart
from manyhands.apps.dispatch.templatetags.dispatch import (
    kind,
    part_chips,
    places_left,
    team_in_words,
    where,
    where_icon,
)
from manyhands.web.icons import draw_icon
from manyhands.web.markup import draw
from manyhands.web.templatetags.manyhands import bdi
from manyhands.web.words import waited_in_words

register = template.Library()

_CARD = """
<article class="card"><div class="card-body">
  <div class="chips">{chips}</div>
  <div class="d-flex gap-3 align-items-center"><span class="tile">{icon}</span><h2><a href="{url}">{kind}</a></h2></div>
  {summary}
  <p class="muted">{where_icon} {where}</p>
  <p class="small muted"><span dir="ltr">{reference}</span> · {waited}{left}</p>{team}
  <div class="buttons"><a class="btn btn-quiet" href="{url}">{take}<span class="visually-hidden">: {kind},
    {reference}</span></a></div>
</div></article>"""


@register.simple_tag
def open_card(row: OpenPart) -> SafeString:
    """Nothing here but what anybody may know before a yes."""
    part, team = row.part, team_in_words(row.part)
    return draw(
        _CARD,
        chips=part_chips(part),
        icon=draw_icon(part.category.icon),
        url=row.url,
        kind=kind(part),
        summary=draw("<p>{}</p>", bdi(part.need.summary)) if part.need.summary else "",
        where_icon=draw_icon(where_icon(part)),
        where=where(part, row.distance_m),
        reference=part.need.reference,
        waited=waited_in_words(part.listed_at, at=timezone.now()) if part.listed_at else "",
        left=_left(row),
        team=draw('<p class="small">{} {}</p>', draw_icon("people"), team) if team else "",
        take=_("I would do this") if row.needs_approval else _("I can do this"),
    )


def _left(row: OpenPart) -> str:
    if row.part.people_needed <= 1:
        return ""
    left = places_left(row.part)
    return " · " + ngettext("%(left)s person more", "%(left)s people more", left) % {"left": left}
