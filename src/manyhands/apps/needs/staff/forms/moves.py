from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.queries import list_categories
from manyhands.apps.needs.models import ContactOutcome, Need, NeedPart
from manyhands.apps.needs.staff.forms.summary import refuse_personal
from manyhands.apps.needs.staff.forms.when import WhenFields
from manyhands.apps.needs.states import CloseReason, PartState
from manyhands.apps.needs.when import When, said
from manyhands.web.forms.answers import PlainTextField
from manyhands.web.forms.widgets import DateInput

MOST_PEOPLE = 20
_SEVERAL = 2
SNOOZES = (1, 3, 7)
_DONE_REASONS = (CloseReason.FULFILLED, CloseReason.PARTLY_FULFILLED)


class NoteForm(forms.Form):
    text = PlainTextField(label=_("Note for staff"), multiline=True, rows=2, longest=2000)


class CallForm(forms.Form):
    # On one page with the form that closes a request, which has a note of its own.
    note = PlainTextField(
        label=_("Anything to write down?"),
        longest=300,
        required=False,
        widget=forms.TextInput(attrs={"id": "id_call_note"}),
    )
    outcome = forms.ChoiceField(
        label=_("How was the call?"),
        choices=ContactOutcome.choices,
        error_messages={"required": _("Choose how the call went.")},
    )


class FollowUpForm(forms.Form):
    """A day, or one of the buttons that say in how many days."""

    day = forms.DateField(
        label=_("Or look at it again on"),
        required=False,
        widget=DateInput(),
        error_messages={"invalid": _("Write the day like 2026-05-31.")},
    )
    in_days = forms.TypedChoiceField(
        choices=[("", ""), *((count, count) for count in SNOOZES)],
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day = data.get("day")
        if data.get("in_days"):
            data["day"] = self.today + timedelta(days=data["in_days"])
        elif day is not None and day <= self.today:
            self.add_error("day", _("Choose a day to come."))
        elif day is None and not self.errors:
            self.add_error("day", _("Say which day."))
        return data


class CloseForm(forms.Form):
    """Nothing is done, not even in part, where nobody has said yes to any of it."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[("", "—"), *CloseReason.choices],
        error_messages={"required": _("Choose why it is closed.")},
    )
    note = PlainTextField(label=_("Anything to write down?"), longest=300, required=False)

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not any(part.people_taken or part.state == PartState.DONE for part in need.parts.all()):
            reason: Any = self.fields["reason"]
            reason.choices = [choice for choice in reason.choices if choice[0] not in _DONE_REASONS]


class ReopenForm(forms.Form):
    reason = PlainTextField(
        label=_("Why reopen it?"),
        longest=300,
        error_messages={"required": _("Write a few words about why it is opened again.")},
    )


class ChangeForm(WhenFields):
    """What staff may change once a request is in."""

    marks_optional = False

    summary = PlainTextField(
        label=_("In a few words, for volunteers"),
        help_text=_("Read before anybody says yes: no names, no address."),
        longest=300,
        required=False,
    )

    def __init__(self, *args: Any, need: Need, at: datetime, **kwargs: Any) -> None:
        day, clock = said(When(need.when_kind, need.starts_at, need.due_at), need.group.zone)
        initial = {"when_kind": need.when_kind, "day": day, "clock": clock, "summary": need.summary}
        super().__init__(*args, group=need.group, at=at, urgency=need.urgency, initial=initial, **kwargs)
        self.names = [card.name for card in (need.person, need.asked_by) if card is not None]
        asked = {part.category.key: part for part in need.parts.all() if part.state != PartState.CLOSED}
        language = get_language() or "en"
        self.by_key = {category.key: category for category in list_categories(need.group)}
        # A kind that the group has switched off since stays on the requests that ask for it.
        self.by_key |= {key: part.category for key, part in asked.items() if key not in self.by_key}
        for key, category in self.by_key.items():
            self.fields[f"people_{key}"] = forms.IntegerField(
                label=category.name_in(language),
                min_value=0,
                max_value=MOST_PEOPLE,
                required=False,
                initial=asked[key].people_needed if key in asked else 0,
                widget=forms.NumberInput(attrs={"class": "control-number"}),
            )
        for key, part in asked.items():
            if part.people_needed >= _SEVERAL or part.leads_needed:
                self.fields[f"leads_{key}"] = _leads_field(part, self.by_key[key].name_in(language))

    def asks_when(self) -> bool:
        """Nobody has to find a new day for what is overdue, only to put other things right."""
        return self.when_has_changed

    @property
    def when_has_changed(self) -> bool:
        return bool({"when_kind", "day", "clock"} & set(self.changed_data))

    @property
    def parts_have_changed(self) -> bool:
        return any(name.startswith(("people_", "leads_")) for name in self.changed_data)

    def part_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("people_")]

    def leads_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("leads_")]

    def leads(self) -> dict[Any, int]:
        said = {key: self.cleaned_data.get(f"leads_{key}") for key in self.by_key}
        return {self.by_key[key]: count for key, count in said.items() if count is not None}

    def people(self) -> dict[Any, int]:
        wanted = {key: self.cleaned_data.get(f"people_{key}") or 0 for key in self.by_key}
        return {self.by_key[key]: count for key, count in wanted.items() if count}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.people():
            first = next(name for name in self.fields if name.startswith("people_"))
            self.add_error(first, _("Leave at least one kind of help, or close the request."))
        refuse_personal(self, self.group, self.names)
        return data


def _leads_field(part: NeedPart, name: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=name,
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        initial=part.leads_needed,
        widget=forms.NumberInput(attrs={"class": "control-number"}),
    )
