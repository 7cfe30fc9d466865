"""Days and times as people write them, where the browser has no calendar to offer."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Group
from manyhands.web.forms.widgets import DateInput

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:([ap])\.?\s?m\.?)?", re.IGNORECASE)
_NOON = 12
_MONTH_FIRST = {"US"}


class DayField(forms.DateField):
    """A day: what a calendar fills in, and also "5/31", "31 May", "mañana" or "next Friday"."""

    widget = DateInput
    default_error_messages = {
        "invalid": _(
            "We cannot read this day. Write it like 2026-05-31, or with a word, like tomorrow or Friday."
        )
    }

    def fit(self, group: Group, language: str, at: datetime) -> None:
        """Tell the field whose day it is: "tomorrow" depends on it, and so does 5/6."""
        self.today = at.astimezone(group.zone)
        self.order = "MDY" if group.phone_region in _MONTH_FIRST else "DMY"
        self.languages = list(dict.fromkeys([language.split("-", maxsplit=1)[0], "en"]))

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except ValidationError:
            day = self._read(str(value))
            if day is None:
                raise
            return day

    def _read(self, text: str) -> date | None:
        import dateparser  # noqa: PLC0415 - half a second to load, needed only where there is no calendar

        settings: Any = {
            "RELATIVE_BASE": self.today.replace(tzinfo=None),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": self.order,
        }
        try:
            found = dateparser.parse(text[:60], languages=self.languages, settings=settings)
        except (ValueError, OverflowError):
            return None
        return found.date() if found else None


class ClockField(forms.TimeField):
    """A time of day: "16:00", "4 pm", "4:30 p. m."."""

    widget = forms.TimeInput(attrs={"type": "time", "class": "control-short"}, format="%H:%M")
    default_error_messages = {"invalid": _("We cannot read this time. Write it like 9:30 am or 16:00.")}

    def to_python(self, value: Any) -> time | None:
        try:
            return super().to_python(value)
        except ValidationError:
            found = _CLOCK.fullmatch(str(value).strip())
            if not found:
                raise
            return self._time(*found.groups())

    def _time(self, hours: str, minutes: str | None, half: str | None) -> time:
        hour = int(hours)
        if half:
            hour = hour % _NOON + (_NOON if half.lower() == "p" else 0)
        try:
            return datetime(2000, 1, 1, hour, int(minutes or 0), tzinfo=UTC).time()
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
