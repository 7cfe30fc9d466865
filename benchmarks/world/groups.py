from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from benchmarks.world.copies import copy_of, in_batches, write
from manyhands.apps.accounts.models import User, email_index
from manyhands.apps.groups.actions import NewGroup, add_member, create_group
from manyhands.apps.groups.models import (
    Category,
    Group,
    MeetingMode,
    Membership,
    MembershipState,
    Role,
    Skill,
)
from manyhands.storage.actors import Actor

ZIPS = ("48906", "48910", "48911", "48912", "48915", "48933")
LARGE = "large"


def coordinator_of(slug: str) -> str:
    return f"coordinator.{slug}@example.org"


def make_large_group(at: datetime, slug: str) -> Group:
    """By the real actions, with an organiser and a coordinator; volunteers choose by themselves."""
    by = Actor.system("benchmark")
    new = NewGroup(
        name=f"The {slug} group", slug=slug, area={"zips": list(ZIPS)}, meeting_mode=MeetingMode.OPEN_CLAIM
    )
    organiser = User.objects.create_user(f"organiser.{slug}@example.org", at=at)
    group = create_group(new, organiser=organiser, display_name="Olga R.", by=by, at=at)
    coordinator = User.objects.create_user(coordinator_of(slug), at=at)
    add_member(group, coordinator, roles=("coordinator",), display_name="Rosa M.", by=by, at=at)
    return group


def add_groups(count: int, *, like: Group, after: int, at: datetime) -> list[Group]:
    """Groups with the roles, skills and kinds of help of `like`, each with one organiser."""
    groups = []
    for numbers in in_batches(range(after + 1, after + count + 1), 500):
        fresh = write([copy_of(like, slug=f"group-{n}", name=f"Neighbours {n}") for n in numbers])
        skills = _copies(Skill, like, fresh)
        categories = _copies(Category, like, fresh)
        _require(like, skills, categories)
        _organise(fresh, _copies(Role, like, fresh), at=at)
        groups += fresh
    return groups


def _copies(model: type, like: Group, groups: Sequence[Group]) -> dict[tuple[int, str], int]:
    """The rows of `like` for every group; their ids by group and key."""
    originals = list(model.objects.filter(group=like))
    rows = write([copy_of(row, group=group) for group in groups for row in originals])
    return {(row.group_id, row.key): row.pk for row in rows}


def _require(like: Group, skills: dict[tuple[int, str], int], categories: dict[tuple[int, str], int]) -> None:
    through = Category.required_skills.through
    required = defaultdict(list)
    for category in Category.objects.filter(group=like).prefetch_related("required_skills"):
        required[category.key] = [skill.key for skill in category.required_skills.all()]
    write(
        [
            through(category_id=pk, skill_id=skills[group_id, skill])
            for (group_id, key), pk in categories.items()
            for skill in required[key]
        ]
    )


def _organise(groups: Sequence[Group], roles: dict[tuple[int, str], int], *, at: datetime) -> None:
    addresses = [f"organiser@{group.slug}.example.org" for group in groups]
    users = write(
        [User(email=one, email_index=email_index(one), created_at=at, password="!") for one in addresses]
    )
    memberships = write(
        [
            Membership(
                group=group,
                user=user,
                state=MembershipState.ACTIVE,
                display_name="Olga R.",
                applied_at=at,
                answered_at=at,
            )
            for group, user in zip(groups, users, strict=True)
        ]
    )
    through = Membership.roles.through
    write(
        [
            through(membership_id=one.pk, role_id=roles[one.group_id, key])
            for one in memberships
            for key in ("volunteer", "organiser")
        ]
    )
