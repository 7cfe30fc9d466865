"""Who does something: every action takes one as `by=`."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    VISITOR = "visitor"
    NEIGHBOUR = "neighbour"
    MEMBER = "member"
    LINK = "link"
    USER = "user"
    PROGRAM = "program"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Ids only, so that it can be journalled as it is. `id` is that of the membership, person, link, user or token."""

    kind: ActorKind
    id: int | None = None
    system_role: str = ""

    @classmethod
    def visitor(cls) -> "Actor":
        return cls(ActorKind.VISITOR)

    @classmethod
    def neighbour(cls, person_id: int) -> "Actor":
        return cls(ActorKind.NEIGHBOUR, person_id)

    @classmethod
    def member(cls, membership_id: int) -> "Actor":
        return cls(ActorKind.MEMBER, membership_id)

    @classmethod
    def link(cls, link_id: int) -> "Actor":
        return cls(ActorKind.LINK, link_id)

    @classmethod
    def user(cls, user_id: int) -> "Actor":
        return cls(ActorKind.USER, user_id)

    @classmethod
    def program(cls, token_id: int) -> "Actor":
        """Another program, by the token that a member made for it."""
        return cls(ActorKind.PROGRAM, token_id)

    @classmethod
    def system(cls, role: str) -> "Actor":
        return cls(ActorKind.SYSTEM, None, role)
