"""The port of the geocoder: what one is asked, and what it may say. Adapters are named in settings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.utils.module_loading import import_string

from manyhands.core.values.point import Point

METRES_PER_DEGREE = 111_320


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box of degrees, to five places (a metre), so that the same area is the same question."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, points: Sequence[Point], margin_m: float) -> "Bounds":
        lat_margin = margin_m / METRES_PER_DEGREE
        middle = math.radians(sum(point.lat for point in points) / len(points))
        lon_margin = lat_margin / max(0.05, math.cos(middle))
        return cls(
            west=round(min(point.lon for point in points) - lon_margin, 5),
            south=round(min(point.lat for point in points) - lat_margin, 5),
            east=round(max(point.lon for point in points) + lon_margin, 5),
            north=round(max(point.lat for point in points) + lat_margin, 5),
        )

    def contains(self, point: Point) -> bool:
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north


class Outcome(StrEnum):
    ANSWERED = "answered"
    LATER = "later"


class Answer(Protocol):
    """`points`: the best first, only those as exact as a street; empty when the address is not known there."""

    @property
    def outcome(self) -> str: ...

    @property
    def points(self) -> Sequence[Point]: ...

    @property
    def wait_seconds(self) -> int: ...


@runtime_checkable
class Geocoder(Protocol):
    def find(self, text: str, *, bounds: Bounds, country: str) -> Answer: ...


def find_geocoder() -> Geocoder | None:
    """The one that `GEOCODER` names; None when the host has chosen none."""
    path = settings.GEOCODER_BACKENDS.get(settings.GEOCODER)
    if path is None:
        return None
    geocoder: Geocoder = import_string(path)()
    return geocoder
