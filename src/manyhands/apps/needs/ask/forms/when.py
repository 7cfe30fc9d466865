from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.needs.ask.days import ClockField, DayField
from manyhands.apps.needs.ask.forms.base import Question
from manyhands.apps.needs.states import Urgency, WhenKind
from manyhands.apps.needs.when import DayMissingError, PastTimeError, When, read_when, urgency_of
from manyhands.web.forms.widgets import OptionCards

_ICONS = {"soon": "clock", "by_day": "calendar-event", "at_time": "alarm", "any": "sun"}
_FARTHEST = timedelta(days=366)
_PATIENCE = (
    (Urgency.TODAY, _("No, it has to be today")),
    (Urgency.DAYS, _("Two or three days")),
    (Urgency.WEEK, _("A week")),
)


class WhenForm(Question):
    """When it is wanted: `when` and `urgency` after cleaning."""

    template_name = "needs/ask/when_fields.html"
    heading = _("When is it needed?")
    seen_by = _("the people who run this group, and those who might help.")
    labels_in_heading = ("when_kind",)

    when_kind = forms.ChoiceField(
        label=_("When is it needed?"),
        choices=WhenKind.choices,
        error_messages={"required": _("Choose when it is needed.")},
        widget=OptionCards(icons=_ICONS),
    )
    patience = forms.TypedChoiceField(
        label=_("Can it wait?"),
        choices=[(urgency.value, words) for urgency, words in _PATIENCE],
        coerce=int,
        empty_value=Urgency.DAYS,  # type: ignore[arg-type]  # the stubs know of texts only
        required=False,
        widget=forms.RadioSelect,
    )
    day = DayField(label=_("Which day?"), required=False)
    clock = ClockField(label=_("What time?"), help_text=_("For example 9:30 am or 16:00."), required=False)

    when: When
    urgency: int

    def prepare(self) -> None:
        day: Any = self.fields["day"]
        day.fit(self.now.group, self.now.language, self.now.at)
        self.marks_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("when_kind")
        self._forget_unasked(kind)
        if kind and not self.errors:
            self._read(kind, data)
        return data

    def _forget_unasked(self, kind: str | None) -> None:
        """A day that is in the way of "whenever it suits" is nobody's mistake."""
        if kind not in (WhenKind.BY_DAY, WhenKind.AT_TIME):
            self.errors.pop("day", None)
        if kind != WhenKind.AT_TIME:
            self.errors.pop("clock", None)

    def _read(self, kind: str, data: dict[str, Any]) -> None:
        day, clock = data.get("day"), data.get("clock")
        try:
            self.when = read_when(
                kind, day, clock, zone=self.now.group.zone, at=self.now.at, urgency=_patience(data)
            )
        except DayMissingError:
            if day is None:
                self.add_error("day", _("Say which day."))
            if kind == WhenKind.AT_TIME and clock is None:
                self.add_error("clock", _("Say what time."))
            return
        except PastTimeError:
            self.add_error(*self._gone_by(day))
            return
        if self.when.due_at and self.when.due_at > self.now.at + _FARTHEST:
            self.add_error("day", _("That is more than a year from now. Look at the year once more."))
            return
        self.urgency = _patience(data) if kind == WhenKind.SOON else urgency_of(self.when, at=self.now.at)

    def _gone_by(self, day: Any) -> tuple[str, Any]:
        if day == self.now.at.astimezone(self.now.group.zone).date():
            return "clock", _("That time has already gone by today. Choose a later time, or another day.")
        return "day", _("That day has already gone by. Choose today or a day to come.")


def _patience(data: dict[str, Any]) -> int:
    return int(data.get("patience") or Urgency.DAYS)
