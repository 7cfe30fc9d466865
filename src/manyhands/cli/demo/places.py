"""Where the invented people live: somewhere around the middle of a real ZIP area."""

import math
from collections.abc import Iterable
from datetime import datetime
from random import Random

from manyhands.apps.groups.models import Group
from manyhands.apps.places.actions import ToldPlace, add_landmark
from manyhands.apps.places.models import PlaceKind
from manyhands.cli.demo.names import street_address
from manyhands.core.gazetteer import find_zip
from manyhands.core.values.point import Point
from manyhands.storage.actors import Actor

METRES_PER_DEGREE = 111_320
# Parks, schools and quarters that people in and around Lansing go by, each about where it is.
LANDMARKS = {
    "48912": (("Oak Park", -84.531, 42.736), ("Frandor", -84.497, 42.737), ("Groesbeck", -84.519, 42.755)),
    "48933": (("the Capitol", -84.556, 42.734), ("Old Town", -84.55, 42.748), ("Letts", -84.574, 42.741)),
    "48910": (
        ("REO Town", -84.553, 42.721),
        ("Crego Park", -84.512, 42.721),
        ("Moores Park", -84.568, 42.718),
        ("Everett", -84.551, 42.69),
        ("Sycamore Park", -84.535, 42.705),
    ),
    "48911": (
        ("Southside", -84.578, 42.683),
        ("Benjamin Davis Park", -84.568, 42.671),
        ("Everett", -84.551, 42.69),
    ),
    "48842": (
        ("Holt Farmers Market", -84.516, 42.641),
        ("Valhalla Park", -84.535, 42.651),
        ("Holt High School", -84.536, 42.628),
    ),
    "48906": (
        ("Old Town", -84.55, 42.748),
        ("Gier Park", -84.561, 42.766),
        ("Bancroft Park", -84.541, 42.76),
    ),
    "48915": (("Letts", -84.574, 42.741), ("Genesee", -84.563, 42.736), ("Westside", -84.586, 42.737)),
}


def add_landmarks(group: Group, zips: Iterable[str], *, by: Actor, at: datetime) -> None:
    """As a group names them when it sets itself up: requests then read "near Oak Park", not "Lansing"."""
    for zip_code in zips:
        for name, lon, lat in LANDMARKS[zip_code]:
            add_landmark(group, name, Point(lon=lon, lat=lat), by=by, at=at)


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
        text, kind = f"near {random.choice(LANDMARKS[zip_code])[0]}", PlaceKind.LANDMARK
    else:
        text, kind = street_address(random), PlaceKind.ADDRESS
    return ToldPlace(kind=kind, text=text, zip_code=zip_code, position=somewhere_in(zip_code, random))
