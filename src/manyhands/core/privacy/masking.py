"""Contact data with most of it covered, so that a person recognises their own and no other's."""

from manyhands.core.values.names import first_name
from manyhands.core.values.text import clean_text

DOT = "•"
_DIGITS_SHOWN = 2
_DIGITS_NEEDED = 7


def mask_phone(phone: str) -> str:
    """Return a telephone number of which only the last two digits are left.

    A number with fewer than seven digits is covered altogether. How many digits there are is not
    told.

    >>> mask_phone("+1 517 555 0123"), mask_phone("112"), mask_phone("")
    ('••• ••23', '••• ••••', '')
    """
    digits = "".join(char for char in phone if char.isdigit())
    if not digits:
        return ""
    shown = digits[-_DIGITS_SHOWN:] if len(digits) >= _DIGITS_NEEDED else DOT * _DIGITS_SHOWN
    return f"{DOT * 3} {DOT * 2}{shown}"


def mask_email(email: str) -> str:
    """Return an e-mail address of which the first letter and the last label are left.

    Neither the length of the name nor the provider is told. What is not an address is covered
    altogether.

    >>> mask_email("ana.ruiz@example.org"), mask_email("not an address"), mask_email("")
    ('a•••@•••.org', '•••', '')
    """
    name, at, domain = email.strip().rpartition("@")
    host, dot, label = domain.rpartition(".")
    if not (name and at and host and dot and label):
        return DOT * 3 if email.strip() else ""
    return f"{name[0]}{DOT * 3}@{DOT * 3}.{label}"


def mask_name(name: str) -> str:
    """Return the first letter of the name somebody is called by, and dots.

    >>> mask_name("Ana Rodríguez"), mask_name(" ")
    ('A•••', '')
    """
    called = first_name(clean_text(name))
    return f"{called[0].upper()}{DOT * 3}" if called else ""
