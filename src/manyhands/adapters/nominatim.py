"""Nominatim's search: https://nominatim.org/release-docs/latest/api/Search/

`GEOCODER_URL` is the server's address, best your own: an address that is looked up is told to whoever runs it. The
public server allows one question per second and wants to know who asks.
"""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings

from manyhands import __version__
from manyhands.adapters.http import NoAnswerError, NotReachedError, Reply, exchange
from manyhands.core.values.point import Point

logger = logging.getLogger(__name__)

MOST_RESULTS = 5
# https://nominatim.org/release-docs/latest/customize/Ranking/: 26 is a street, 30 a house; 25 is part of a town.
LEAST_EXACT_RANK = 26


class Box(Protocol):
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Answer:
    """`outcome`: answered, or later (nothing is known yet: ask again)."""

    outcome: str
    points: Sequence[Point] = ()
    wait_seconds: int = 0


class Nominatim:
    def find(self, text: str, *, bounds: Box, country: str) -> Answer:
        question = {
            "q": text,
            "format": "jsonv2",
            "limit": str(MOST_RESULTS),
            "viewbox": f"{bounds.west},{bounds.north},{bounds.east},{bounds.south}",
            "bounded": "1",
            "countrycodes": country,
        }
        headers = {
            "User-Agent": f"Manyhands/{__version__} (+{settings.PUBLIC_URL})",
            "Accept": "application/json",
        }
        try:
            reply = exchange(
                "GET", f"{settings.GEOCODER_URL.rstrip('/')}/search", params=question, headers=headers
            )
        except (NotReachedError, NoAnswerError) as error:
            logger.warning("the geocoder does not answer: %s", error)
            return Answer("later")
        return _understand(reply)


def _understand(reply: Reply) -> Answer:
    if not reply.is_success:
        logger.warning("the geocoder answered with status %s", reply.status)
        return Answer("later", wait_seconds=reply.wait_seconds(now=time.time()))
    try:
        results = json.loads(reply.body)
    except (ValueError, RecursionError):
        results = None
    if not isinstance(results, list):
        logger.warning("the geocoder answered with something that is not a list of places")
        return Answer("later")
    points = [point for result in results if (point := _point_of(result)) is not None]
    return Answer("answered", points)


def _point_of(result: Any) -> Point | None:
    """None for what is less exact than a street, and for numbers that are no place."""
    if not isinstance(result, dict):
        return None
    try:
        if int(result["place_rank"]) < LEAST_EXACT_RANK:
            return None
        return Point(lon=float(result["lon"]), lat=float(result["lat"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
