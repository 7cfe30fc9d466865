"""Asking the geocoder where an address is: once per address, at its pace, and never for what somebody has placed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from manyhands.apps.journal.actions import record
from manyhands.apps.places.actions.places import locate_place
from manyhands.apps.places.bridge import bounds_for
from manyhands.apps.places.geocoding import Bounds, Geocoder, Outcome
from manyhands.apps.places.models import GeocodeAnswer, Place, PlacedBy, PlaceKind
from manyhands.core.privacy.retention import lasts
from manyhands.core.values.point import Point
from manyhands.storage.actors import Actor
from manyhands.storage.encryption import blind_index

CLOCK = Actor.system("geocoder")
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Question:
    """What the geocoder is asked about one place."""

    text: str
    bounds: Bounds
    country: str

    @property
    def index(self) -> str:
        words = " ".join(self.text.casefold().split())
        return blind_index(None, "geocode", f"{words}|{self.country}|{self.bounds}")


def take_place(place_id: int, *, at: datetime) -> Place | None:
    """Put off everybody else who would ask about this place; None when somebody was quicker."""
    ours = Place.objects.filter(pk=place_id, geocode_at__lte=at)
    if not ours.update(geocode_at=at + LEASE, geocode_attempts=F("geocode_attempts") + 1):
        return None
    place: Place = Place.objects.select_related("group").get(pk=place_id)
    return place


def question_about(place: Place) -> Question | None:
    """None when there is nothing to ask, or when a look-alike street anywhere on earth could be the answer."""
    bounds = bounds_for(place)
    if place.kind != PlaceKind.ADDRESS or not place.text or bounds is None:
        return None
    text = ", ".join(part for part in (place.text, place.zip_code) if part)
    return Question(text=text, bounds=bounds, country=place.group.phone_region.lower())


def find_answer(question: Question) -> GeocodeAnswer | None:
    return GeocodeAnswer.objects.filter(query_index=question.index).first()


@transaction.atomic
def ask(geocoder: Geocoder, question: Question, *, at: datetime) -> tuple[GeocodeAnswer | None, timedelta]:
    """(the answer, which is kept) or (None, how long to wait before asking anything again)."""
    said = geocoder.find(question.text, bounds=question.bounds, country=question.country)
    if said.outcome != Outcome.ANSWERED:
        return None, timedelta(seconds=said.wait_seconds)
    inside = (point for point in said.points if question.bounds.contains(point))
    answer, _created = GeocodeAnswer.objects.update_or_create(
        query_index=question.index, defaults={"position": next(inside, None), "asked_at": at}
    )
    return answer, timedelta(0)


@transaction.atomic
def use_answer(place: Place, question: Question | None, position: Point | None, *, at: datetime) -> bool:
    """Place it there, unless it was told anew or placed by a person while we were asking."""
    now = Place.objects.select_for_update(of=("self",)).select_related("group").get(pk=place.pk)
    if question_about(now) != question or now.placed_by in (PlacedBy.PIN, PlacedBy.STAFF):
        return False
    if position is None:
        now.geocode_at = None
        now.save(update_fields=["geocode_at"])
        record("place.not_found", now, by=CLOCK, at=at)
        return False
    locate_place(now, position, placed_by=PlacedBy.GEOCODER, by=CLOCK, at=at)
    return True


def put_off(place: Place, wait: timedelta, *, at: datetime) -> None:
    """Ask again later; after eight times it is left to people."""
    later = max(wait, FIRST_WAIT * 2 ** (place.geocode_attempts - 1))
    again_at = at + later if place.geocode_attempts < MOST_ATTEMPTS else None
    Place.objects.filter(pk=place.pk).update(geocode_at=again_at)


def forget_answers(*, at: datetime) -> int:
    count, _by_model = GeocodeAnswer.objects.filter(asked_at__lt=at - lasts("geocoding")).delete()
    return count
