from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from manyhands.apps.groups.bridge import area_by_place
from manyhands.apps.groups.models import Category, Group
from manyhands.apps.groups.paths import SECTIONS, SETTINGS_SECTIONS, group_path, open_pages
from manyhands.apps.groups.policies import may
from manyhands.apps.groups.queries import Known
from manyhands.apps.groups.words import area_in_words
from manyhands.web.markup import draw, draw_each
from manyhands.web.parts import NavItem
from manyhands.web.templatetags.manyhands import chip

register = template.Library()


@register.simple_tag(takes_context=True)
def group_url(context: dict[str, Any], name: str, **kwargs: Any) -> str:
    """`{% group_url "needs:detail" reference=need.reference %}` within a page of a group."""
    return group_path(context["group"], name, **kwargs)


@register.simple_tag(takes_context=True)
def group_sections(context: dict[str, Any]) -> list[NavItem]:
    """The sections of the group that the member may open; the settings are one section, at its first page."""
    settings = _items(context, SETTINGS_SECTIONS)
    sections = _items(context, SECTIONS)
    if settings:
        is_current = any(item.is_current for item in settings)
        sections.append(NavItem(_("Settings"), settings[0].url, "gear", is_current=is_current))
    return sections


@register.simple_tag(takes_context=True)
def group_settings(context: dict[str, Any]) -> list[NavItem]:
    return _items(context, SETTINGS_SECTIONS)


@register.simple_tag
def area_words(group: Group) -> str:
    """Where a group helps, in a few words."""
    return area_in_words(group.area_kind, group.area, group.distance_unit)


@register.simple_tag
def area_places(group: Group) -> str:
    """The towns and the first ZIP codes of a group, for somebody who looks for the one that is theirs."""
    return area_by_place(group) or area_words(group)


@register.simple_tag
def category_name(category: Category) -> str:
    """A kind of help in the language of the page."""
    return category.name_in(get_language() or "en")


@register.simple_tag
def category_hint(category: Category) -> str:
    return category.hint_in(get_language() or "en")


@register.simple_tag
def known_signs(known: Known) -> SafeString:
    """What is missing, ends or stands out. Drawn without a template: a list has a hundred of them."""
    return draw_each("{}", [chip(sign.text, sign.kind, sign.icon) for sign in known.signs])


@register.simple_tag
def known_facts(known: Known) -> SafeString:
    """What they can do, then what they did lately."""
    lines = (("small dots", known.gives), ("small muted dots", known.lately))
    drawn = [
        draw('<ul class="{}">{}</ul>', look, draw_each("<li>{}</li>", facts))
        for look, facts in lines
        if facts
    ]
    return draw_each("{}", drawn)


def _items(context: dict[str, Any], table: tuple[Any, ...]) -> list[NavItem]:
    """The longest address that this page's begins with is the current one: one page's may begin another's."""
    here, membership = context["request"].path, context["membership"]
    pages = list(open_pages(context["group"], table, lambda rule: may(membership, rule)))
    current = max((url for _label, _icon, url in pages if here.startswith(url)), key=len, default="")
    return [NavItem(label, url, icon, is_current=url == current) for label, icon, url in pages]
