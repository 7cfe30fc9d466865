"""Words for volunteers must not tell who, where or how to reach: what in them does."""

from collections.abc import Iterable

from manyhands.apps.groups.models import Group
from manyhands.core.privacy.hints import Hint, find_personal_hints


def list_personal_hints(group: Group, text: str, names: Iterable[str]) -> list[Hint]:
    return find_personal_hints(text, [name for name in names if name], region=group.phone_region)
