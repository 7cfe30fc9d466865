"""Telephone numbers of any country, read with a group's own country as the default.

Numbering plans come from Google's libphonenumber (Python port): ITU E.164.
"""

import phonenumbers


class NotAPhoneNumberError(ValueError):
    """What was typed cannot be called."""


def read_phone(text: str, *, region: str) -> str:
    """Return what somebody typed in E.164.

    Args:
        text: a number in any usual writing.
        region: ISO country code for numbers without a country.

    Raises:
        NotAPhoneNumberError: no telephone number has this form.

    >>> read_phone("(517) 555-0100", region="US"), read_phone("+52 55 1234 5678", region="US")
    ('+15175550100', '+525512345678')
    >>> read_phone("call my sister", region="US")
    Traceback (most recent call last):
    manyhands.core.values.phones.NotAPhoneNumberError: call my sister
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise NotAPhoneNumberError(text) from error
    if not phonenumbers.is_possible_number(number):
        raise NotAPhoneNumberError(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(e164: str, *, region: str) -> str:
    """Return a number as people of `region` write it; what is not a number comes back as it was.

    >>> show_phone("+15175550100", region="US"), show_phone("+525512345678", region="US")
    ('(517) 555-0100', '+52 55 1234 5678')
    >>> show_phone("ask at the door", region="US")
    'ask at the door'
    """
    try:
        number = phonenumbers.parse(e164, region)
    except phonenumbers.NumberParseException:
        return e164
    is_near = number.country_code == phonenumbers.country_code_for_region(region)
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL if is_near else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, style)


def indexable_phone(text: str) -> str:
    """Return the digits only, so that one number written in two ways has one index.

    >>> indexable_phone("+1 517-555-0100")
    '15175550100'
    """
    return "".join(char for char in text if char.isdigit())
