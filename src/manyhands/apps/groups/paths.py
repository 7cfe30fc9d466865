from typing import Any

from django.urls import reverse

from manyhands.apps.groups.models import Group


def group_path(group: Group, name: str, **kwargs: Any) -> str:
    """The address of a group's page: `group_path(group, "needs:detail", reference="K7-204")`."""
    return reverse(name, kwargs={"group_slug": group.slug, **kwargs})
