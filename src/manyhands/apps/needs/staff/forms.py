from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import list_categories
from manyhands.apps.needs.models import ContactOutcome, Need
from manyhands.apps.needs.states import CloseReason, ForWhom, Urgency, WhenKind
from manyhands.apps.needs.when import DayMissingError, PastTimeError, When, read_when, said
from manyhands.apps.people.models import ReachBy
from manyhands.web.forms.answers import PhoneField, PlainTextField, email_field
from manyhands.web.forms.widgets import DateInput


class WhenFields(forms.Form):
    """When it is wanted; `self.when` after cleaning."""

    when_kind = forms.ChoiceField(label=_("When"), choices=WhenKind.choices, initial=WhenKind.SOON)
    day = forms.DateField(label=_("Day"), required=False, widget=DateInput())
    clock = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "control-short"}),
    )

    def __init__(self, *args: Any, group: Group, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group, self.at = group, at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "when_kind" in data and not {"day", "clock"} & set(self.errors):
            self.when = self._read(data)
        return data

    def _read(self, data: dict[str, Any]) -> When:
        kind, day, clock = data["when_kind"], data.get("day"), data.get("clock")
        try:
            return read_when(kind, day, clock, zone=self.group.zone, at=self.at)
        except DayMissingError:
            name = "day" if day is None else "clock"
            self.add_error(name, _("Say which day.") if name == "day" else _("Say what time."))
        except PastTimeError:
            self.add_error("day", _("That has already gone by. Choose a day and time to come."))
        return When(WhenKind.ANY)


class IntakeForm(WhenFields):
    """Everything asked at the phone, in the order of a call."""

    phone = PhoneField(label=_("Phone"), required=False)
    name = PlainTextField(label=_("Name"), required=False)
    language = forms.ChoiceField(label=_("Language"))
    for_whom = forms.ChoiceField(label=_("Who is it for?"), choices=ForWhom.choices, initial=ForWhom.SELF)
    asked_by_name = PlainTextField(label=_("Name of the caller, if it is for somebody else"), required=False)
    asked_by_phone = PhoneField(label=_("Phone of the caller"), required=False)
    categories = forms.MultipleChoiceField(
        label=_("What would help?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of help.")},
    )
    household_size = forms.IntegerField(
        label=_("People in the household"), min_value=1, max_value=30, required=False
    )
    zip_code = forms.CharField(label=_("ZIP code"), max_length=10, required=False)
    address = PlainTextField(
        label=_("Address, or a place nearby that people know"), longest=300, required=False
    )
    access_notes = PlainTextField(label=_("How to get in"), longest=300, required=False)
    urgency = forms.TypedChoiceField(
        label=_("How urgent?"), choices=Urgency.choices, coerce=int, initial=Urgency.WEEK
    )
    details = PlainTextField(label=_("What they said"), multiline=True, longest=2000, required=False)
    summary = PlainTextField(
        label=_("In a few words, for volunteers"),
        help_text=_("Read before anybody says yes: no names, no address."),
        longest=300,
        required=False,
    )
    email = email_field(label=_("E-mail"), required=False)
    reach_by = forms.ChoiceField(label=_("Best way to reach them"), choices=ReachBy.choices)
    note = PlainTextField(label=_("Note for staff"), multiline=True, longest=2000, required=False)
    open_now = forms.BooleanField(
        label=_("Start looking for somebody right away"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "asked_by_phone"):
            self.fields[name].region = self.group.phone_region  # type: ignore[attr-defined]
        language = get_language() or "en"
        self.by_key = {category.key: category for category in list_categories(self.group)}
        categories: Any = self.fields["categories"]
        categories.choices = [(key, category.name_in(language)) for key, category in self.by_key.items()]
        languages: Any = self.fields["language"]
        names = dict(settings.LANGUAGES)
        languages.choices = [(code, names.get(code, code)) for code in self.group.languages or ["en"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        reachable = data.get("phone") or data.get("email") or data.get("asked_by_phone") or data.get("name")
        if not reachable and not self.errors:
            self.add_error("phone", _("Write down a phone number, an e-mail address or at least a name."))
        return data


class NoteForm(forms.Form):
    text = PlainTextField(label=_("Note for staff"), multiline=True, longest=2000)


class CallForm(forms.Form):
    outcome = forms.ChoiceField(label=_("How did it go?"), choices=ContactOutcome.choices)
    note = PlainTextField(label=_("Anything to write down?"), longest=300, required=False)


class FollowUpForm(forms.Form):
    day = forms.DateField(label=_("Look at it again on"), required=False, widget=DateInput())


class CloseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why?"), choices=CloseReason.choices)
    note = PlainTextField(label=_("Anything to write down?"), longest=300, required=False)


class ReopenForm(forms.Form):
    reason = PlainTextField(label=_("Why is it open again?"), longest=300)


class ChangeForm(WhenFields):
    """What staff may change once a request is in."""

    summary = PlainTextField(
        label=_("In a few words, for volunteers"),
        help_text=_("Read before anybody says yes: no names, no address."),
        longest=300,
        required=False,
    )

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        day, clock = said(When(need.when_kind, need.starts_at, need.due_at), need.group.zone)
        initial = {"when_kind": need.when_kind, "day": day, "clock": clock, "summary": need.summary}
        super().__init__(*args, initial=initial, **kwargs)
        self.parts = {part.category.key: part for part in need.parts.all() if part.state != "closed"}
        language = get_language() or "en"
        self.by_key = {category.key: category for category in list_categories(need.group)}
        for key, category in self.by_key.items():
            part = self.parts.get(key)
            self.fields[f"people_{key}"] = forms.IntegerField(
                label=category.name_in(language),
                min_value=0,
                max_value=20,
                required=False,
                initial=part.people_needed if part else 0,
            )

    def part_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("people_")]

    def people(self) -> dict[Any, int]:
        wanted = {key: self.cleaned_data.get(f"people_{key}") or 0 for key in self.by_key}
        return {self.by_key[key]: count for key, count in wanted.items() if count}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.people():
            first = next(name for name in self.fields if name.startswith("people_"))
            self.add_error(first, _("Leave at least one kind of help, or close the request."))
        return data
