"""Telephone numbers of any country, read with the group's own country as the default."""

import phonenumbers


class NotAPhoneNumberError(ValueError):
    """What was typed cannot be called."""


def read_phone(text: str, *, region: str) -> str:
    """E.164 of what somebody typed ("(517) 555-0100", "+52 55 1234 5678"); raises NotAPhoneNumberError."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise NotAPhoneNumberError(text) from error
    if not phonenumbers.is_possible_number(number):
        raise NotAPhoneNumberError(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(e164: str, *, region: str) -> str:
    """As people of the region write it; what is not a number is shown as it was said."""
    try:
        number = phonenumbers.parse(e164, region)
    except phonenumbers.NumberParseException:
        return e164
    same = phonenumbers.region_code_for_number(number) == region
    style = phonenumbers.PhoneNumberFormat.NATIONAL if same else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def indexable_phone(text: str) -> str:
    """Digits only, so that the same number written in two ways has one index."""
    return "".join(char for char in text if char.isdigit())
