"""A member's roles as they come along with the member, and those of them that rest."""

from typing import NamedTuple

from manyhands.apps.groups.permissions import SHIPPED_ROLES


def label_of_role(key: str, name: str) -> str:
    """The group's own name for it, or that of the role that ships."""
    shipped = SHIPPED_ROLES.get(key)
    return name or (str(shipped[0]) if shipped else key)


class HeldRole(NamedTuple):
    """A role as it comes with a member who has it; `asks`: something is needed of whoever has it."""

    pk: int
    key: str
    name: str
    permissions: tuple[str, ...]
    asks: bool = False

    @property
    def label(self) -> str:
        return label_of_role(self.key, self.name)


class RestingRole(NamedTuple):
    """A role whose holder lacks what it needs. `is_kept`: it gives what it gives, as nobody else is in charge."""

    role: HeldRole
    missing: tuple[str, ...]
    is_kept: bool = False
