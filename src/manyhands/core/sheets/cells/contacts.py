"""Telephone numbers and e-mail addresses."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from manyhands.core.sheets.problems import Problem, Reading, noted, refused
from manyhands.core.sheets.text import is_blank

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

CELL_CHARACTERS: Final = 200

_EMAIL = re.compile(
    r"[^\s@,;:<>()\[\]\"]{1,64}@[^\s@,;:<>()\[\]\"]{1,190}\.[^\s@,;:<>()\[\]\"\d.]{2,24}(?!\w)"
)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d{1,15})?[eE]\+?\d{1,2}")
_TRAILING_ZERO = re.compile(r"(\d{7,15})\.0+")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it was typed, and in the international form that machines dial."""

    raw: str
    e164: str
    extension: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """What was found in a cell that may hold either."""

    phone: Phone | None = None
    email: str | None = None


def parse_phone(raw: str, *, region: str = "US") -> Reading[Phone]:
    """Return a telephone number; ``region`` is whose numbers go without a country code.

    >>> parse_phone("(517) 555-0100 x12").value
    Phone(raw='(517) 555-0100 x12', e164='+15175550100', extension='12')
    >>> parse_phone("+34 600 000 000").value.e164, parse_phone("5.175550100E9").value.e164
    ('+34600000000', '+15175550100')
    >>> parse_phone("ask my son").problems[0].code
    'not_a_phone'
    """
    text = " ".join(raw.split())
    if is_blank(text):
        return Reading(None)
    number, others = _find_number(_as_digits(text[:CELL_CHARACTERS]), region)
    if number is None:
        return Reading(None, (refused("not_a_phone", text=raw),))
    from phonenumbers import PhoneNumberFormat, format_number, is_valid_number  # noqa: PLC0415

    problems = [noted("more_phones")] if others else []
    if not is_valid_number(number):
        problems.append(noted("phone_unlikely", text=raw))
    e164 = format_number(number, PhoneNumberFormat.E164)
    phone = Phone(text[:CELL_CHARACTERS], e164, number.extension or "")
    return Reading(phone, tuple(problems))


def parse_email(raw: str) -> Reading[str]:
    """Return an e-mail address with its domain in lower case.

    >>> parse_email("Ana <ana@Example.ORG>").value
    'ana@example.org'
    >>> parse_email("none").value, parse_email("ana at home").problems[0].code
    (None, 'not_an_email')
    """
    if is_blank(raw):
        return Reading(None)
    found = _EMAIL.findall(raw[:CELL_CHARACTERS])
    if not found:
        return Reading(None, (refused("not_an_email", text=raw),))
    mailbox, _, domain = found[0].removeprefix("mailto:").rpartition("@")
    problems: tuple[Problem, ...] = (noted("more_emails"),) if len(set(found)) > 1 else ()
    return Reading(f"{mailbox}@{domain.lower()}", problems)


def parse_contact(raw: str, *, region: str = "US") -> Reading[Contact]:
    """Return whatever way of reaching somebody a cell holds.

    >>> contact = parse_contact("517 555 0100 or ana@example.org").value
    >>> contact.phone.e164, contact.email
    ('+15175550100', 'ana@example.org')
    """
    if is_blank(raw):
        return Reading(None)
    email = parse_email(raw).value
    phone = parse_phone(_EMAIL.sub(" ", raw[:CELL_CHARACTERS]), region=region).value
    if email is None and phone is None:
        return Reading(None, (refused("contact_unclear", text=raw),))
    return Reading(Contact(phone, email))


def _as_digits(text: str) -> str:
    """Undo what a spreadsheet does to a number it takes for a quantity."""
    if _SCIENTIFIC.fullmatch(text):
        return f"{float(text.replace(',', '.')):.0f}"
    match = _TRAILING_ZERO.fullmatch(text)
    return match[1] if match else text.lstrip("='\"")


def _find_number(text: str, region: str) -> tuple["PhoneNumber | None", bool]:
    """Return the first number in a text, and whether another one follows."""
    from phonenumbers import (  # noqa: PLC0415 - its tables cost 0.1 s
        Leniency,
        NumberParseException,
        PhoneNumberMatcher,
        is_possible_number,
        parse,
    )

    found = [match.number for match in PhoneNumberMatcher(text, region, Leniency.POSSIBLE, 5)]
    if not found:
        try:
            number = parse(text, region)
        except NumberParseException:
            return None, False
        return (number, False) if is_possible_number(number) else (None, False)
    return found[0], any(number != found[0] for number in found)
