from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.policies import may
from manyhands.web.parts import NavItem

register = template.Library()

# Label, icon, page, rule. Shown to those whom the rule lets in, in this order.
SECTIONS = (
    (_("Requests"), "inbox", "needs:list", "needs.read"),
    (_("Open list"), "list-check", "dispatch:open_list", "tasks.take"),
    (_("My tasks"), "clipboard-check", "dispatch:my_tasks", "tasks.take"),
    (_("People"), "people", "people:list", "people.read"),
    (_("Messages"), "envelope", "messaging:outbox", "messages.manage"),
)
SETTINGS = (
    (_("About the group"), "house-heart", "groups:settings", "group.settings"),
    (_("Kinds of help"), "basket", "groups:categories", "group.settings"),
    (_("Members"), "people", "groups:members", "members.approve"),
    (_("Invitations"), "qr-code", "groups:invites", "members.approve"),
    (_("Roles"), "person-gear", "groups:roles", "group.roles"),
)


@register.simple_tag(takes_context=True)
def group_url(context: dict[str, Any], name: str, **kwargs: Any) -> str:
    """`{% group_url "needs:detail" reference=need.reference %}` within a page of a group."""
    return reverse(name, kwargs={"group_slug": context["group"].slug, **kwargs})


@register.simple_tag(takes_context=True)
def group_sections(context: dict[str, Any]) -> list[NavItem]:
    """The sections of the group that the member may open; the settings are one section, at its first page."""
    settings = _items(context, SETTINGS)
    sections = _items(context, SECTIONS)
    if settings:
        is_current = any(item.is_current for item in settings)
        sections.append(NavItem(str(_("Settings")), settings[0].url, "gear", is_current=is_current))
    return sections


@register.simple_tag(takes_context=True)
def group_settings_tabs(context: dict[str, Any]) -> list[NavItem]:
    return _items(context, SETTINGS)


def _items(context: dict[str, Any], table: tuple[Any, ...]) -> list[NavItem]:
    here, slug, membership = context["request"].path, context["group"].slug, context["membership"]
    items = []
    for label, icon, page, rule in table:
        if not may(membership, rule):
            continue
        try:
            url = reverse(page, kwargs={"group_slug": slug})
        except NoReverseMatch:
            continue
        items.append(NavItem(str(label), url, icon, is_current=here.startswith(url)))
    return items
