from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from manyhands.apps.reporting.queries import NEIGHBOURS, PROGRAM, Narrowing
from manyhands.apps.reporting.words import KINDS
from manyhands.web.forms.widgets import DateInput

_LARGEST_NUMBER = 2**63 - 1
# Days that every time zone can turn into an instant.
_DAYS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


class JournalFilter(forms.Form):
    """Narrows the journal; everything in the address bar."""

    marks_optional = False
    kind = forms.ChoiceField(label=_("What happened"), required=False)
    by = forms.ChoiceField(label=_("Who did it"), required=False)
    person = forms.CharField(label=_("About whom (name)"), required=False, max_length=80)
    request = forms.CharField(label=_("Request number"), required=False, max_length=20)
    since = forms.DateField(label=_("From this day"), required=False, widget=DateInput, validators=_DAYS)
    until = forms.DateField(label=_("Until this day"), required=False, widget=DateInput, validators=_DAYS)
    before = forms.IntegerField(
        required=False, min_value=1, max_value=_LARGEST_NUMBER, widget=forms.HiddenInput
    )

    def __init__(
        self, data: Any, *, doers: list[tuple[int, str]], sees_requests: bool, sees_people: bool
    ) -> None:
        super().__init__(data)
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", _("Everything"))] + [(name, label) for name, (label, _verbs) in KINDS.items()]
        who: Any = self.fields["by"]
        who.choices = [
            ("", _("Everybody")),
            (PROGRAM, _("Manyhands, by itself")),
            (NEIGHBOURS, _("Those who asked for help")),
            *((str(pk), name) for pk, name in doers),
        ]
        if not sees_people:
            del self.fields["person"]
        if not sees_requests:
            del self.fields["request"]

    def narrowing(self) -> Narrowing:
        """What is not valid narrows nothing: the form says what is wrong with it."""
        self.full_clean()
        told = self.cleaned_data
        _label, verbs = KINDS.get(told.get("kind", ""), ("", ()))
        return Narrowing(
            verbs=verbs,
            by=told.get("by", ""),
            person=told.get("person", ""),
            reference=told.get("request", ""),
            since=told.get("since"),
            until=told.get("until"),
            before=told.get("before"),
        )

    def in_use(self) -> list[tuple[str, str]]:
        """(label, name of the field) of what narrows now."""
        names = [name for name in self.fields if name != "before" and self.cleaned_data.get(name)]
        return [(f"{self.fields[name].label}: {_shown(self, name)}", name) for name in names]


def _shown(form: JournalFilter, name: str) -> str:
    value = form.cleaned_data[name]
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, form.data.get(name)))
