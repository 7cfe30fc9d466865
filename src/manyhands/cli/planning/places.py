"""Where a row is: its coordinates, or else the middle of its ZIP code. Nothing is looked up anywhere else."""

from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from manyhands.cli.language import gettext as _
from manyhands.core.gazetteer import find_zip
from manyhands.core.sheets import Place
from manyhands.core.values.point import Point


def find_point(place: Place) -> Point | None:
    if place.position is not None:
        return place.position
    area = find_zip(place.zip.code) if place.zip else None
    return area.centre if area else None


def zip_only_of(place: Place) -> str:
    """The ZIP code in whose middle a place was put, or "" for one that is known better, or not at all."""
    return place.zip.code if place.zip and place.position is None and find_zip(place.zip.code) else ""


def words_of(place: Place) -> str:
    """The place in the words of the sheet, on one line."""
    parts = [place.address, place.area, place.city]
    zip_code = place.zip.code if place.zip else ""
    if zip_code and zip_code not in place.address:
        parts.append(zip_code)
    return ", ".join(" ".join(part.split()) for part in parts if part)


def why_unknown(place: Place) -> str:
    """Say what is missing, for a row whose place cannot be found."""
    if place.zip is not None and place.zip.is_padded:
        return _("place not known: a digit is missing in the ZIP code %(zip)s") % {"zip": place.zip.code[1:]}
    if place.zip is not None:
        return _("place not known: no ZIP code %(zip)s is known") % {"zip": place.zip.code}
    words = words_of(place)
    if words:
        text = _("place not known: “%(place)s” has neither a ZIP code nor coordinates")
        return text % {"place": words[:60]}
    return _("place not known: nothing says where it is")


def guess_zone(places: Iterable[Place]) -> ZoneInfo | None:
    """Return the time zone in which most of the ZIP codes lie."""
    codes = Counter(place.zip.code for place in places if place.zip)
    zones: Counter[str] = Counter()
    for code, count in codes.items():
        area = find_zip(code)
        if area is not None:
            zones[area.time_zone] += count
    return ZoneInfo(zones.most_common(1)[0][0]) if zones else None
