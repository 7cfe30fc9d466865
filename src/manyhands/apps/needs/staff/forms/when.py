from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Group
from manyhands.apps.needs.states import Urgency, WhenKind
from manyhands.apps.needs.when import DayMissingError, PastTimeError, When, read_when
from manyhands.web.forms.widgets import DateInput


class WhenFields(forms.Form):
    """When it is wanted; `self.when` after cleaning."""

    when_kind = forms.ChoiceField(
        label=_("When is it wanted?"), choices=WhenKind.choices, initial=WhenKind.SOON
    )
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=DateInput(),
        error_messages={"invalid": _("Write the day like 2026-05-31.")},
    )
    clock = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "control-short"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time like 16:30.")},
    )

    def __init__(
        self, *args: Any, group: Group, at: datetime, urgency: int = Urgency.DAYS, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # How urgent it is where the form itself does not ask.
        self.group, self.at, self.known_urgency = group, at, urgency
        self.when = When(WhenKind.ANY)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "when_kind" in data and not {"day", "clock"} & set(self.errors) and self.asks_when():
            self.when = self._read(data)
        return data

    def asks_when(self) -> bool:
        return True

    def _read(self, data: dict[str, Any]) -> When:
        """A day that is written down counts, also when nobody has said "by a certain day"."""
        kind, day, clock = data["when_kind"], data.get("day"), data.get("clock")
        if day is not None and kind in (WhenKind.SOON, WhenKind.ANY):
            kind = WhenKind.AT_TIME if clock is not None else WhenKind.BY_DAY
        try:
            urgency = data.get("urgency") or self.known_urgency
            return read_when(kind, day, clock, zone=self.group.zone, at=self.at, urgency=urgency)
        except DayMissingError:
            name = "day" if day is None else "clock"
            self.add_error(name, _("Say which day.") if name == "day" else _("Say what time."))
        except PastTimeError:
            self.add_error("day", _("That has already gone by. Choose a day and time to come."))
        return When(WhenKind.ANY)
