"""What roles need of whoever has them, and who lacks it: registered with `groups`, which lets such a role rest."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, QuerySet
from django.utils.translation import get_language

from manyhands.apps.groups.models import Group, Membership, Role
from manyhands.apps.groups.queries import asks_anything, list_holders
from manyhands.apps.people.models import Person
from manyhands.apps.vetting.bridge import day_of
from manyhands.apps.vetting.models import AppliesTo, Check, CheckState, Exemption, RequirementFor
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
    """Of members of one group. Whoever has not said yet how they help holds nothing. Three queries."""
    group = members[0].group
    rows = _links().filter(group=group, role__in=role_ids).select_related("requirement")
    links = list(rows.order_by("requirement__position", "requirement_id"))
    if not links:
        return {}
    cards = _cards_of(group, members)
    grace = {link.requirement_id: link.requirement.grace_days for link in links}
    held = list_held(cards.values(), grace, on=day_of(group, at))
    language = get_language() or "en"
    missing: dict[tuple[int, int], list[str]] = defaultdict(list)
    for member in members:
        for link in links:
            if (cards.get(member.pk), link.requirement_id) not in held:
                missing[member.pk, link.role_id].append(link.requirement.name_in(language))
    return dict(missing)


def _cards_of(group: Group, members: Sequence[Membership]) -> Mapping[int, int]:
    """By the id of a member, the person that they are."""
    people = Person.objects.filter(group=group, volunteer__membership__in=[one.pk for one in members])
    return dict(people.filter(anonymised_at=None).values_list("volunteer__membership", "pk"))


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


def find_card_of(member: Membership) -> Person | None:
    people = Person.objects.filter(group=member.group_id, volunteer__membership=member, anonymised_at=None)
    return people.select_related("volunteer", "group").first()


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
