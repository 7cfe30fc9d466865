"""What the ids in explanations are called, for staff who may read names."""

from collections.abc import Iterable

from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import Organisation, Volunteer
from manyhands.core.values.numbers import find_number


def names_of(group: Group, ids: Iterable[str], *, language: str) -> dict[str, str]:
    """By `p12`, `v3` or `o4`; three queries at most, however many there are."""
    wanted: dict[str, list[int]] = {"p": [], "v": [], "o": []}
    for key in ids:
        if key[:1] in wanted and (number := find_number(key[1:])):
            wanted[key[0]].append(number)
    return {
        **_parts(group, wanted["p"], language),
        **_volunteers(group, wanted["v"]),
        **_organisations(group, wanted["o"]),
    }


def _parts(group: Group, ids: list[int], language: str) -> dict[str, str]:
    rows = NeedPart.objects.filter(group=group, pk__in=ids).select_related("need", "category") if ids else []
    return {f"p{part.pk}": name_of_part(part, language) for part in rows}


def name_of_part(part: NeedPart, language: str) -> str:
    return f"{part.need.reference} ({part.category.name_in(language)})"


def _volunteers(group: Group, ids: list[int]) -> dict[str, str]:
    rows = Volunteer.objects.filter(group=group, pk__in=ids).select_related("person") if ids else []
    return {f"v{volunteer.pk}": volunteer.person.name for volunteer in rows}


def _organisations(group: Group, ids: list[int]) -> dict[str, str]:
    rows = Organisation.objects.filter(group=group, pk__in=ids) if ids else []
    return {f"o{organisation.pk}": organisation.name for organisation in rows}
