from typing import Any

from django.http import HttpRequest

from manyhands.apps.groups.policies import may


class _May:
    """`{% if may.needs_triage %}` in templates: the same table as everywhere."""

    def __init__(self, membership: Any) -> None:
        self._membership = membership

    def __getitem__(self, name: str) -> bool:
        return may(self._membership, name.replace("_", ".", 1))


def group(request: HttpRequest) -> dict[str, Any]:
    membership = getattr(request, "membership", None)
    return {"group": getattr(request, "group", None), "membership": membership, "may": _May(membership)}
