"""Where the invented people live: somewhere around the middle of a real ZIP area."""

import math
from random import Random

from manyhands.apps.places.actions import ToldPlace
from manyhands.apps.places.models import PlaceKind
from manyhands.cli.demo.names import street_address
from manyhands.core.gazetteer import find_zip
from manyhands.core.values.point import Point

METRES_PER_DEGREE = 111_320
LANDMARKS = {
    "48912": "Eastern High",
    "48910": "Everett High",
    "48911": "Southside Community Center",
    "48906": "Old Town",
    "48915": "Letts Community Center",
    "48933": "Central United Methodist",
    "48823": "the East Lansing library",
    "48842": "Holt Farmers Market",
    "48864": "Meridian Mall",
}


def somewhere_in(zip_code: str, random: Random, *, within_m: int = 1800) -> Point:
    area = find_zip(zip_code)
    if area is None:
        raise LookupError(zip_code)
    away_m = within_m * math.sqrt(random.random())
    turn = random.random() * 2 * math.pi
    lat = area.centre.lat + away_m * math.sin(turn) / METRES_PER_DEGREE
    lon = area.centre.lon + away_m * math.cos(turn) / (METRES_PER_DEGREE * math.cos(math.radians(lat)))
    return Point(lon=lon, lat=lat)


def home(zip_code: str, random: Random) -> ToldPlace:
    """Told as an address, near a landmark, by ZIP only, or kept for the phone: as people do."""
    chance = random.random()
    if chance < 0.04:
        return ToldPlace(kind=PlaceKind.ON_THE_PHONE)
    if chance < 0.2:
        return ToldPlace(kind=PlaceKind.ZIP, zip_code=zip_code)
    if chance < 0.3:
        text, kind = f"near {LANDMARKS.get(zip_code, 'the school')}", PlaceKind.LANDMARK
    else:
        text, kind = street_address(random), PlaceKind.ADDRESS
    return ToldPlace(kind=kind, text=text, zip_code=zip_code, position=somewhere_in(zip_code, random))
