"""What roles need of whoever has them, and who lacks it: registered with `groups`, which lets such a role rest."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, QuerySet
from django.utils.translation import get_language

from manyhands.apps.groups.models import Group, Membership, Role
from manyhands.apps.groups.queries import asks_anything, list_holders
from manyhands.apps.people.queries import cards_of_members, find_card_of
from manyhands.apps.vetting.bridge import day_of
from manyhands.apps.vetting.models import (
    AppliesTo,
    Check,
    CheckState,
    Exemption,
    Requirement,
    RequirementFor,
)
from manyhands.apps.vetting.queries.held import list_held

Missing = dict[tuple[int, int], Sequence[str]]


def links_of_role(role: Any) -> QuerySet[Any]:
    """What a role needs; `role` may be a reference of the outer query."""
    return _links().filter(role=role)


def _links() -> QuerySet[Any]:
    return RequirementFor.objects.filter(
        role__isnull=False, requirement__is_active=True, requirement__applies_to=AppliesTo.PERSON
    )


def list_missing_for_roles(
    members: Sequence[Membership], role_ids: Collection[int], *, at: datetime
) -> Missing:
    """Of members of one group, in the reader's language. Whoever has no card holds nothing. Three queries."""
    language = get_language() or "en"
    return {
        key: [requirement.name_in(language) for requirement in lacking]
        for key, lacking in list_lacking(members, role_ids, at=at).items()
    }


def list_lacking(
    members: Sequence[Membership], role_ids: Collection[int], *, at: datetime
) -> dict[tuple[int, int], list[Requirement]]:
    """By the ids of a member and a role, what they lack for it. Three queries."""
    group = members[0].group
    rows = _links().filter(group=group, role__in=role_ids).select_related("requirement")
    links = list(rows.order_by("requirement__position", "requirement_id"))
    if not links:
        return {}
    cards = cards_of_members(group, members)
    grace = {link.requirement_id: link.requirement.grace_days for link in links}
    held = list_held(cards.values(), grace, on=day_of(group, at))
    lacking: dict[tuple[int, int], list[Requirement]] = defaultdict(list)
    for member in members:
        for link in links:
            if (cards.get(member.pk), link.requirement_id) not in held:
                lacking[member.pk, link.role_id].append(link.requirement)
    return dict(lacking)


def latest_yes_of(member: Membership) -> str:
    """Which yes and which exemption were the last: another lapse of theirs is another thing to tell."""
    card = find_card_of(member)
    if card is None:
        return ""
    met = Check.objects.filter(person=card, state=CheckState.MET).aggregate(last=Max("pk"))
    spared = Exemption.objects.filter(person=card).aggregate(last=Max("pk"))
    return f"{met['last'] or 0}:{spared['last'] or 0}"


@dataclass(frozen=True, slots=True)
class RoleNeeds:
    """One role that needs something, as it stands with one member."""

    role: Role
    is_theirs: bool
    missing: Sequence[str]


def list_role_needs(member: Membership, *, at: datetime) -> list[RoleNeeds]:
    """For whoever gives them roles. One query where no role needs anything, five else."""
    asking = list_asking_roles(member.group)
    if not asking:
        return []
    missing = list_missing_for_roles([member], [role.pk for role in asking], at=at)
    theirs = {role.pk for role in member.roles.all()}
    return [RoleNeeds(role, role.pk in theirs, missing.get((member.pk, role.pk), ())) for role in asking]


def list_asking_roles(group: Group) -> list[Role]:
    """The roles that need anything. One query."""
    rows = Role.objects.filter(group=group).annotate(asks=asks_anything(OuterRef("pk")))
    return list(rows.filter(asks=True).order_by("pk"))


def list_resting_members(group: Group, *, at: datetime) -> list[Membership]:
    """Everybody with a role that rests, or would if anybody else were in charge. One query where no role asks."""
    asking = list_asking_roles(group)
    if not asking:
        return []
    holders = list_holders(group, [role.pk for role in asking], at=at)
    return [member for member in holders if member.resting]
