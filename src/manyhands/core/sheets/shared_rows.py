"""What rows of needs and of volunteers have alike: a person, a place, and what to read against."""

from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from functools import partial

from manyhands.core.sheets.cells.contacts import Contact, Phone, parse_contact, parse_email, parse_phone
from manyhands.core.sheets.cells.languages import parse_languages
from manyhands.core.sheets.cells.positions import parse_coordinate_pair, parse_coordinates
from manyhands.core.sheets.cells.zips import ZipCode, find_zip, parse_zip
from manyhands.core.sheets.rows import RowReader
from manyhands.core.sheets.text import NAME_LIMIT, parse_text
from manyhands.core.values.point import Point


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, or helps, and how to reach them."""

    name: str
    phone: Phone | None
    email: str | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is, as far as the sheet says."""

    address: str
    zip: ZipCode | None
    city: str
    area: str
    position: Point | None

    @property
    def is_known(self) -> bool:
        """Whether somebody could find the way, or at least the part of town."""
        return bool(self.address or self.zip or self.area or self.position)


@dataclass(frozen=True, slots=True)
class Local:
    """What a row is read against.

    * ``region``: whose telephone numbers go without a country code;
    * ``zone``: the group's time zone, in which the sheet's hours are;
    * ``near``: a point in the group's area, to recognise swapped coordinates by;
    * ``written_on``: when the sheet was handed in, for dates without a year;
    * ``unit``: what a distance without a unit is in ("mi" or "km").
    """

    region: str = "US"
    zone: tzinfo = UTC
    near: Point | None = None
    written_on: date | None = None
    unit: str = "mi"


def read_person(reader: RowReader, region: str) -> Person:
    """Return who a row is about."""
    name = reader.read_name()
    phone = reader.read("phone", partial(parse_phone, region=region))
    email = reader.read("email", parse_email)
    either = reader.read("contact", partial(parse_contact, region=region)) or Contact()
    languages = reader.read_merged("languages", parse_languages)
    return Person(name, phone or either.phone, email or either.email, languages)


def read_place(reader: RowReader, near: Point | None) -> Place:
    """Return where a row is; a ZIP code at the end of the address counts as one."""
    short_text = partial(parse_text, limit=NAME_LIMIT)
    address = reader.read("address", parse_text) or ""
    return Place(
        address=address,
        zip=reader.read("zip", parse_zip) or find_zip(address),
        city=reader.read("city", short_text) or "",
        area=reader.read("area", short_text) or "",
        position=_position(reader, near),
    )


def _position(reader: RowReader, near: Point | None) -> Point | None:
    pair = reader.read("coordinates", partial(parse_coordinate_pair, near=near))
    latitude = reader.first_cell("latitude")
    longitude = reader.first_cell("longitude")
    if pair is not None or latitude is None or longitude is None:
        return pair
    reading = parse_coordinates(latitude[1], longitude[1], near=near)
    reader.note(reading.problems, latitude[0])
    return reading.value
