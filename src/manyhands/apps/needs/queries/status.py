"""What the neighbour's own page shows."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from manyhands.apps.needs.models import Need
from manyhands.apps.needs.states import AGE_BANDS
from manyhands.apps.people.models import Organisation, Person, Volunteer
from manyhands.apps.privacy.models import Reading
from manyhands.apps.privacy.queries import Extract, get_erase_due_at


def get_own_need(need_id: int) -> Need:
    """One need with all that its page says, in three queries."""
    related = ("group", "person", "asked_by", "organisation", "household", "place")
    return Need.objects.select_related(*related).prefetch_related("parts__category", "moves").get(pk=need_id)


def find_first_look_at(need: Need, readings: Sequence[Reading]) -> datetime | None:
    """When somebody from the group first looked at it or wrote something about it."""
    notes = need.notes.filter(author__isnull=False).values_list("at", flat=True)
    looks = [reading.at for reading in readings if reading.reader_label.get("role") != "helper"]
    return min([at for at in (*looks, *notes) if at >= need.asked_at], default=None)


def get_kept_until(need: Need) -> datetime:
    return get_erase_due_at(need.group, asked_at=need.asked_at, closed_at=need.closed_at)


def is_only_a_neighbour(person: Person) -> bool:
    """Whether the card stands for nothing but asking: not for an account, a volunteer or an organisation."""
    if person.user_id is not None:
        return False
    helps = Volunteer.objects.filter(person=person).exists()
    return not helps and not Organisation.objects.filter(contact=person).exists()


def list_need_extracts(person: Person) -> list[Extract]:
    """Every request of a person, or that they asked for somebody, as they are told that we hold it."""
    rows = Need.objects.filter(Q(person=person) | Q(asked_by=person)).order_by("asked_at")
    rows = rows.select_related("place", "household", "organisation").prefetch_related("parts__category")
    language = get_language() or "en"
    return [extract for need in rows for extract in _extracts_of(need, language)]


def _extracts_of(need: Need, language: str) -> list[Extract]:
    kinds = ", ".join(part.category.name_in(language) for part in need.parts.all())
    place, household = need.place, need.household
    request = Extract.of(
        "request",
        _("Request %(reference)s") % {"reference": need.reference},
        ("reference", _("Number"), need.reference),
        ("state", _("How it stands"), need.get_state_display()),
        ("kinds", _("What would help"), kinds),
        ("details", _("What you wrote"), need.details),
        ("summary", _("In a few words, for volunteers"), need.summary),
        ("asked_at", pgettext("of a request", "Asked"), need.asked_at),
        ("starts_at", _("From"), need.starts_at),
        ("due_at", _("Until"), need.due_at),
        ("closed_at", _("Closed"), need.closed_at),
        ("close_reason", _("Closed because"), need.get_close_reason_display() if need.close_reason else ""),
        ("organisation", _("Organisation"), need.organisation.name if need.organisation else ""),
        ("place", _("Where"), place.text if place else ""),
        ("zip_code", _("ZIP code"), place.zip_code if place else ""),
        (
            "position",
            _("Position on the map"),
            _("yes") if place and place.position else "",
        ),
        ("access_notes", _("How to get in"), place.access_notes if place else ""),
        ("household_size", _("People in the household"), household.size if household else ""),
        ("household_ages", _("Ages"), _ages(household.ages) if household else ""),
        ("diets", _("What you do not eat"), household.diets if household else ""),
        ("access_needs", _("What somebody needs"), household.access_needs if household else ""),
    )
    return [request]


def _ages(ages: dict[str, int]) -> str:
    return ", ".join(f"{label}: {ages[band]}" for band, label in AGE_BANDS if ages.get(band))
