"""Fields that the forms of all features share: what is typed is cleaned, and what is wrong is said plainly."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from manyhands.core.values.phones import NotAPhoneNumberError, read_phone
from manyhands.core.values.text import clean_text
from manyhands.web.forms.widgets import PhoneInput

LONGEST_TEXT = 2000


class PlainTextField(forms.CharField):
    """What people write, in any script, without what cannot be seen. Too much of it is refused, never cut off."""

    def __init__(self, *, longest: int = 120, multiline: bool = False, rows: int = 4, **kwargs: Any) -> None:
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)
        # Set after the parent has built its own check, whose message does not say how much is too much.
        self.max_length = self.longest = longest
        self.multiline = multiline

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "", multiline=self.multiline)

    def validate(self, value: str) -> None:
        super().validate(value)
        too_many = len(value) - self.longest
        if too_many > 0:
            message = ngettext(
                "This is %(too_many)s character too long. Please shorten it: %(longest)s fit.",
                "This is %(too_many)s characters too long. Please shorten it: %(longest)s fit.",
                too_many,
            )
            numbers = {"too_many": number_format(too_many, force_grouping=True)}
            numbers["longest"] = number_format(self.longest, force_grouping=True)
            raise ValidationError(message % numbers, code="max_length")


class PhoneField(forms.CharField):
    """A number of any country, kept in its international form. The form sets `region` for numbers without one."""

    widget = PhoneInput
    region = "US"

    def to_python(self, value: Any) -> str:
        typed = clean_text(super().to_python(value) or "")
        if not typed:
            return ""
        try:
            return read_phone(typed, region=self.region)
        except NotAPhoneNumberError as error:
            message = _(
                "We cannot read this phone number. Write it with its area code, like (517) 555-0100, "
                "or with a plus and the country, like +52 55 1234 5678."
            )
            raise ValidationError(message, code="invalid") from error


def email_field(**kwargs: Any) -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"})
    messages = {"invalid": _("Write the whole e-mail address, like name@example.org.")}
    return forms.EmailField(widget=widget, error_messages=messages, **kwargs)
