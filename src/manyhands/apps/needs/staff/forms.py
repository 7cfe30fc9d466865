from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import list_categories
from manyhands.apps.needs.models import ContactOutcome, Need
from manyhands.apps.needs.states import CloseReason, ForWhom, Urgency, WhenKind
from manyhands.apps.needs.when import DayMissingError, PastTimeError, When, read_when, said
from manyhands.apps.people.models import ReachBy
from manyhands.apps.people.phones import NotAPhoneNumberError, read_phone
from manyhands.core.values.text import clean_text
from manyhands.web.forms.widgets import DateInput, PhoneInput

LONGEST_TEXT = 2000


class CleanCharField(forms.CharField):
    """Text without control and zero-width characters; names and scripts of any language stay as they are."""

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        kwargs.setdefault("max_length", LONGEST_TEXT if multiline else 120)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        return clean_text(super().clean(value), multiline=self.multiline)


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

    phone = forms.CharField(label=_("Phone"), max_length=40, required=False, widget=PhoneInput())
    name = CleanCharField(label=_("Name"), required=False)
    language = forms.ChoiceField(label=_("Language"))
    for_whom = forms.ChoiceField(label=_("Who is it for?"), choices=ForWhom.choices, initial=ForWhom.SELF)
    asked_by_name = CleanCharField(label=_("Name of the caller, if it is for somebody else"), required=False)
    asked_by_phone = forms.CharField(
        label=_("Phone of the caller"), max_length=40, required=False, widget=PhoneInput()
    )
    categories = forms.MultipleChoiceField(
        label=_("What would help?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of help.")},
    )
    household_size = forms.IntegerField(
        label=_("People in the household"), min_value=1, max_value=30, required=False
    )
    zip_code = forms.CharField(label=_("ZIP code"), max_length=10, required=False)
    address = CleanCharField(
        label=_("Address, or a place nearby that people know"), max_length=300, required=False
    )
    access_notes = CleanCharField(label=_("How to get in"), max_length=300, required=False)
    urgency = forms.TypedChoiceField(
        label=_("How urgent?"), choices=Urgency.choices, coerce=int, initial=Urgency.WEEK
    )
    details = CleanCharField(label=_("What they said"), multiline=True, required=False)
    summary = CleanCharField(
        label=_("In a few words, for volunteers"),
        help_text=_("Read before anybody says yes: no names, no address."),
        max_length=300,
        required=False,
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    reach_by = forms.ChoiceField(label=_("Best way to reach them"), choices=ReachBy.choices)
    note = CleanCharField(label=_("Note for staff"), multiline=True, required=False)
    open_now = forms.BooleanField(
        label=_("Start looking for somebody right away"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.by_key = {category.key: category for category in list_categories(self.group)}
        categories: Any = self.fields["categories"]
        categories.choices = [(key, category.name_in(language)) for key, category in self.by_key.items()]
        languages: Any = self.fields["language"]
        names = dict(settings.LANGUAGES)
        languages.choices = [(code, names.get(code, code)) for code in self.group.languages or ["en"]]

    def clean_phone(self) -> str:
        return self._phone("phone")

    def clean_asked_by_phone(self) -> str:
        return self._phone("asked_by_phone")

    def _phone(self, name: str) -> str:
        typed = self.cleaned_data[name].strip()
        if not typed:
            return ""
        try:
            return read_phone(typed, region=self.group.phone_region)
        except NotAPhoneNumberError as error:
            message = _(
                "This is not a phone number we can call. Write it like (517) 555-0100 or +52 55 1234 5678."
            )
            raise ValidationError(message) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        reachable = data.get("phone") or data.get("email") or data.get("asked_by_phone") or data.get("name")
        if not reachable and not self.errors:
            self.add_error("phone", _("Write down a phone number, an e-mail address or at least a name."))
        return data


class NoteForm(forms.Form):
    text = CleanCharField(label=_("Note for staff"), multiline=True)


class CallForm(forms.Form):
    outcome = forms.ChoiceField(label=_("How did it go?"), choices=ContactOutcome.choices)
    note = CleanCharField(label=_("Anything to write down?"), max_length=300, required=False)


class FollowUpForm(forms.Form):
    day = forms.DateField(label=_("Look at it again on"), required=False, widget=DateInput())


class CloseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why?"), choices=CloseReason.choices)
    note = CleanCharField(label=_("Anything to write down?"), max_length=300, required=False)


class ReopenForm(forms.Form):
    reason = CleanCharField(label=_("Why is it open again?"), max_length=300)


class ChangeForm(WhenFields):
    """What staff may change once a request is in."""

    summary = CleanCharField(
        label=_("In a few words, for volunteers"),
        help_text=_("Read before anybody says yes: no names, no address."),
        max_length=300,
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
