"""What runs by itself: asking the geocoder where addresses are, and forgetting what it said."""

import time
from datetime import timedelta

from django.utils import timezone

from manyhands.apps.places.actions.geocoding import (
    ask,
    find_answer,
    forget_answers,
    put_off,
    question_about,
    take_place,
    use_answer,
)
from manyhands.apps.places.geocoding import Geocoder, find_geocoder
from manyhands.apps.places.models import GeocodeAnswer
from manyhands.apps.places.queries import list_to_geocode
from manyhands.storage.rates import Limit, take
from manyhands.storage.scope import group_scope, system_scope

# What the public Nominatim asks of its users, kept by all our processes together.
ONE_PER_SECOND = Limit("geocoder", burst=1, per_minute=60)
RUN_FOR = timedelta(seconds=150)
PAUSE_S = 0.25


def geocode_due() -> None:
    """Ask about addresses that wait. Runs after an address was told, and every few minutes."""
    geocoder = find_geocoder()
    if geocoder is None:
        return
    stop_at = timezone.now() + RUN_FOR
    with system_scope("geocoder"):
        for place_id in list_to_geocode(at=timezone.now()):
            if timezone.now() >= stop_at or not _geocode(geocoder, place_id):
                return


def forget_old_answers() -> None:
    """Once a day."""
    forget_answers(at=timezone.now())


def _geocode(geocoder: Geocoder, place_id: int) -> bool:
    """False when the geocoder wants to be left alone for now."""
    place = take_place(place_id, at=timezone.now())
    if place is None:
        return True
    with group_scope(place.group_id):
        question = question_about(place)
        if question is None:
            use_answer(place, None, None, at=timezone.now())
            return True
        answer: GeocodeAnswer | None = find_answer(question)
        if answer is None:
            _wait_for_our_turn()
            answer, wait = ask(geocoder, question, at=timezone.now())
        if answer is None:
            put_off(place, wait, at=timezone.now())
            return False
        use_answer(place, question, answer.position, at=timezone.now())
        return True


def _wait_for_our_turn() -> None:
    while not take(ONE_PER_SECOND, "all", at=timezone.now()):
        time.sleep(PAUSE_S)
