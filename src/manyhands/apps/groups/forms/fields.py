"""Fields that several of the group's forms share."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from manyhands.core.values.text import TextTooLongError, clean_text

# What people of a group are likely to speak or live in comes first; any other can be chosen below it.
USUAL_ZONES = (
    "America/New_York",
    "America/Detroit",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)


class PlainTextField(forms.CharField):
    """Text as people type it, without what cannot be seen; never cut off."""

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return clean_text(str(value or ""), multiline=self.multiline, max_length=self.max_length)
        except TextTooLongError as error:
            raise ValidationError(
                _("This text has %(length)s characters; at most %(most)s fit."),
                code="max_length",
                params={"length": error.length, "most": error.max_length},
            ) from error


class TimeZoneField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Time zone"), "choices": _zone_choices, **kwargs})


def choices_of(form: forms.Form, name: str) -> forms.ChoiceField:
    """The field of a form whose choices are known only once it is made."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is not a choice")
    return field


def _zone_choices() -> list[tuple[str, Any]]:
    """Grouped, so that a long list is easy to walk: the usual ones, then the world's."""
    named = sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )
    return [
        (str(_("United States")), [(name, _plain(name)) for name in USUAL_ZONES]),
        (str(_("Everywhere")), [(name, _plain(name)) for name in named if name not in USUAL_ZONES]),
    ]


def _plain(name: str) -> str:
    return name.replace("_", " ")
