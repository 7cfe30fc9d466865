from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.people.actions import Contact, VolunteerDetails
from manyhands.apps.people.forms.helper import HelperForm, helper_initial
from manyhands.apps.people.models import ReachBy, Vehicle, Volunteer
from manyhands.web.forms.answers import PhoneField, PlainTextField, email_field
from manyhands.web.forms.widgets import DateInput, OptionCards
from manyhands.web.languages import language_name

VEHICLE_ICONS = {"none": "person-arms-up", "bicycle": "bicycle", "car": "car-front", "van": "truck"}
REACH_ICONS = {"call": "telephone", "text": "chat-dots", "email": "envelope"}


class VolunteerForm(HelperForm):
    """What somebody says of themselves. Their e-mail address is that of their account."""

    name = PlainTextField(
        label=_("What should we call you?"),
        help_text=_("Your first name is enough to begin with."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("In which language should we write to you?"))
    reach_by = forms.ChoiceField(
        label=_("How should we ask you?"),
        choices=[
            (ReachBy.EMAIL, _("E-mail")),
            (ReachBy.TEXT, _("Text message")),
            (ReachBy.CALL, _("Phone call")),
        ],
        initial=ReachBy.EMAIL,
        widget=OptionCards(icons=REACH_ICONS, columns=True),
    )
    phone = PhoneField(label=_("Phone"), required=False)
    vehicle = forms.ChoiceField(
        label=_("How do you get around?"),
        choices=Vehicle.choices,
        initial=Vehicle.NONE,
        widget=OptionCards(icons=VEHICLE_ICONS, columns=True),
    )
    field_order = (
        "name", "language", "reach_by", "phone", "email", "languages", "skills", "vehicle", "where", "radius",
        "week_slots", "tasks_per_week",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("language", [(code, language_name(code)) for code in dict(settings.LANGUAGES)])
        self.initial.setdefault("language", get_language() or "en")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reach_by") in (ReachBy.CALL, ReachBy.TEXT) and not data.get("phone"):
            self.add_error("phone", self.phone_missing)
        return data

    phone_missing = _("Write your phone number, or choose e-mail.")

    def contact(self, *, email: str, reach_note: str = "") -> Contact:
        data = self.cleaned_data
        return Contact(
            name=data["name"],
            phone=data["phone"],
            email=email,
            reach_by=data["reach_by"],
            reach_note=reach_note,
            language=data["language"],
        )

    def details(self) -> VolunteerDetails:
        data = self.cleaned_data
        return VolunteerDetails(
            skills=self.chosen_skills,
            languages=data["languages"],
            vehicle=data["vehicle"],
            week_slots=self.slots_mask,
            place=self.told_place,
            radius_m=self.radius_m,
            tasks_per_week=data["tasks_per_week"],
        )

    @staticmethod
    def initial_of(volunteer: Volunteer) -> dict[str, Any]:
        person = volunteer.person
        return {
            "name": person.name,
            "phone": person.phone,
            "email": person.email,
            "reach_by": person.reach_by,
            "reach_note": person.reach_note,
            "language": person.language,
            "vehicle": volunteer.vehicle,
            **helper_initial(volunteer, volunteer.start_place),
        }


class StaffVolunteerForm(VolunteerForm):
    """What staff write down for somebody at the phone: about them, and with the e-mail address, if they have one."""

    email = email_field(label=_("E-mail"), required=False)
    reach_note = PlainTextField(
        label=_("Anything about reaching them?"),
        help_text=_("Like: after six in the evening only."),
        required=False,
    )
    phone_missing = _("Write down the phone number, or choose e-mail.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "name": _("Name"),
            "language": _("In which language should we write to them?"),
            "reach_by": _("How should we ask them?"),
            "languages": _("Languages they can help in"),
            "skills": _("What can they do?"),
            "vehicle": _("How do they get around?"),
            "where": _("Where do they start from?"),
            "radius": _("How far would they go?"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["name"].help_text = ""
        self.fields["name"].widget.attrs.pop("autocomplete")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        is_missing = not data.get("email") and "email" not in self.errors
        if data.get("reach_by") == ReachBy.EMAIL and is_missing:
            self.add_error("email", _("Write down the e-mail address, or choose another way."))
        return data


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("Leave it empty if you do not know yet."),
        required=False,
        widget=DateInput(),
        error_messages={"invalid": _("Write the day like 2026-05-31.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until <= self.today:
            raise forms.ValidationError(_("Choose a day to come."))
        return until
