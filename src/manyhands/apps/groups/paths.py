from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Group

# Label, icon, page, rule; in this order.
SECTIONS = (
    (_("Board"), "kanban", "dispatch:board", "needs.assign"),
    (_("Requests"), "inbox", "needs:list", "needs.read"),
    (_("Open list"), "list-check", "dispatch:open_list", "tasks.take"),
    (_("My tasks"), "clipboard-check", "dispatch:my_tasks", "tasks.take"),
    (_("People"), "people", "people:list", "people.read"),
    (_("Checks"), "shield-check", "vetting:list", "vetting.manage"),
    (_("Messages"), "envelope", "messaging:outbox", "messages.manage"),
)
SETTINGS_SECTIONS = (
    (_("The group"), "house-heart", "groups:settings", "group.settings"),
    (_("Kinds of help"), "basket", "groups:categories", "group.settings"),
    (_("Checks"), "shield-check", "vetting:requirements", "group.settings"),
    (_("Members"), "people", "groups:members", "members.approve"),
    (_("Invitations"), "qr-code", "groups:invites", "members.approve"),
    (_("Roles"), "person-gear", "groups:roles", "group.roles"),
    (_("Messages"), "envelope", "messaging:rules", "group.settings"),
    (_("Sharing"), "share", "groups:sharing", "group.settings"),
    (_("Programs"), "plug", "groups:programs", "group.settings"),
    (_("Who looks"), "eye", "journal:reading", "privacy.see_reading"),
    (_("Journal"), "journal-text", "journal:list", "journal.read"),
)


def group_path(group: Group, name: str, **kwargs: Any) -> str:
    """The address of a group's page: `group_path(group, "needs:detail", reference="K7-204")`."""
    return _path(name, group.slug, tuple(kwargs.items()), get_urlconf(), get_script_prefix())


@lru_cache(maxsize=4096)
def _path(
    name: str, slug: str, kwargs: tuple[tuple[str, Any], ...], _urlconf: str | None, _prefix: str
) -> str:
    """A page has thirty addresses, mostly those of the page before; making one takes as long as drawing ten words."""
    return reverse(name, kwargs={"group_slug": slug, **dict(kwargs)})


def open_pages(
    group: Group, table: tuple[Any, ...], allowed: Callable[[str], bool]
) -> Iterator[tuple[str, str, str]]:
    """(label, icon, address) of the pages in `table` whose rule is `allowed`.

    There is no list to choose from where nobody chooses.
    """
    for label, icon, page, rule in table:
        if allowed(rule) and (page != "dispatch:open_list" or group.has_choosing()):
            yield str(label), icon, group_path(group, page)
