from functools import partial
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.queries import list_categories
from manyhands.apps.needs.staff.forms.summary import refuse_personal
from manyhands.apps.needs.staff.forms.when import WhenFields
from manyhands.apps.needs.states import ForWhom, Urgency
from manyhands.apps.needs.when import urgency_of
from manyhands.apps.people.models import ReachBy
from manyhands.apps.people.queries import list_asking_organisations
from manyhands.apps.places.queries import is_near_group
from manyhands.web.forms.answers import PhoneField, PlainTextField, email_field
from manyhands.web.forms.pins import PinField
from manyhands.web.languages import language_name, spoken_languages


class IntakeForm(WhenFields):
    """Everything asked at the phone, in the order of a call."""

    marks_optional = False

    phone = PhoneField(label=_("Phone"), required=False)
    name = PlainTextField(label=_("Name"), required=False)
    language = forms.ChoiceField(label=_("Language"))
    for_whom = forms.ChoiceField(label=_("Who is it for?"), choices=ForWhom.choices, initial=ForWhom.SELF)
    asked_by_name = PlainTextField(label=_("Name of the caller"), required=False)
    asked_by_phone = PhoneField(label=_("Phone of the caller"), required=False)
    organisation = forms.ChoiceField(label=_("Which organisation?"), required=False)
    categories = forms.MultipleChoiceField(
        label=_("What would help?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of help.")},
    )
    household_size = forms.IntegerField(
        label=_("People in the household"), min_value=1, max_value=30, required=False
    )
    zip_code = forms.RegexField(
        r"^\s*\d{5}(-\d{4})?\s*$",
        label=_("ZIP code"),
        required=False,
        widget=forms.TextInput(attrs={"class": "control-short", "inputmode": "numeric"}),
        error_messages={"invalid": _("A ZIP code has five digits, like 48912.")},
    )
    address = PlainTextField(
        label=_("Address, or a place nearby that people know"), longest=300, required=False
    )
    position = PinField()
    access_notes = PlainTextField(label=_("How to get in"), longest=300, required=False)
    urgency = forms.TypedChoiceField(
        label=_("How urgent?"),
        choices=[("", _("As the time says")), *Urgency.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    details = PlainTextField(label=_("What they said"), multiline=True, rows=3, longest=2000, required=False)
    summary = PlainTextField(
        label=_("In a few words, for volunteers"),
        help_text=_("Read before anybody says yes: no names, no address."),
        longest=300,
        required=False,
    )
    email = email_field(label=_("E-mail"), required=False)
    reach_by = forms.ChoiceField(label=_("Best way to reach them"), choices=ReachBy.choices)
    note = PlainTextField(label=_("Note for staff"), multiline=True, rows=2, longest=2000, required=False)
    open_now = forms.BooleanField(
        label=_("Start looking for somebody right away"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["position"].is_near = partial(is_near_group, self.group)
        for name in ("phone", "asked_by_phone"):
            fields[name].region = self.group.phone_region
        language = get_language() or "en"
        self.by_key = {category.key: category for category in list_categories(self.group)}
        fields["categories"].choices = [
            (key, category.name_in(language)) for key, category in self.by_key.items()
        ]
        codes = spoken_languages(self.group.languages or ())
        fields["language"].choices = [(code, language_name(code)) for code in codes]
        self.organisations = {str(row.pk): row for row in list_asking_organisations(self.group)}
        fields["organisation"].choices = [
            ("", "—"),
            *((pk, row.name) for pk, row in self.organisations.items()),
        ]
        if not self.organisations:
            del self.fields["organisation"]
        # What is typed here is about somebody else: the browser's own details of whoever types stay out.
        for field in fields.values():
            if isinstance(field.widget, forms.TextInput | forms.EmailInput):
                field.widget.attrs["autocomplete"] = "off"
        if not self.is_bound:
            fields["phone"].widget.attrs["autofocus"] = True

    @property
    def has_another_caller(self) -> bool:
        """Whether the folded part of the page holds anything, right or wrong."""
        names = ("asked_by_name", "asked_by_phone", "organisation", "email")
        return any(name in self.errors or self.data.get(name) for name in names)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("organisation"):
            data["for_whom"] = ForWhom.ORGANISATION
        elif (data.get("asked_by_name") or data.get("asked_by_phone")) and data.get(
            "for_whom"
        ) == ForWhom.SELF:
            data["for_whom"] = ForWhom.OTHER
        if not data.get("phone") and data.get("email"):
            data["reach_by"] = ReachBy.EMAIL
        reachable = any(
            data.get(name) for name in ("phone", "email", "asked_by_phone", "name", "organisation")
        )
        if not reachable and not self.errors:
            self.add_error("phone", _("Write down a phone number, an e-mail address or at least a name."))
        if data.get("urgency") is None:
            data["urgency"] = urgency_of(self.when, at=self.at)
        refuse_personal(self, self.group, (data.get("name", ""), data.get("asked_by_name", "")))
        return data
