from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Group, translated
from manyhands.apps.groups.queries import list_skills
from manyhands.apps.people.bridge import METRES_PER_UNIT, place_told, place_typed
from manyhands.apps.people.models import Organisation, OrganisationKind, ReachBy, Vehicle, Volunteer
from manyhands.web.forms.answers import PhoneField, PlainTextField, email_field
from manyhands.web.forms.fields import WeekSlotsField
from manyhands.web.forms.widgets import DateInput, OptionCards, OptionCardsMultiple

# Languages that people in the groups we know speak, besides those that the pages are in.
SPOKEN = ("en", "es", "ar", "fr", "hi", "ne", "my", "pt", "ru", "so", "sw", "uk", "vi", "zh-hans")
DISTANCES = (1, 2, 3, 5, 8, 12, 20)


class HelperForm(forms.Form):
    """What volunteers and organisations have in common: skills, languages, times, how far, how often."""

    skills = forms.MultipleChoiceField(
        label=_("What can you do?"),
        help_text=_("Leave it empty if none of these fits: there is plenty that needs no skill."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you can help in"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    week_slots = WeekSlotsField(
        label=_("When could it usually suit?"),
        help_text=_("Leave it empty if it changes from week to week."),
        required=False,
    )
    where = PlainTextField(
        label=_("Where do you start from?"),
        help_text=_(
            "A ZIP code, an address or a place people know. Only the people who run the group see it."
        ),
        longest=200,
    )
    radius = forms.TypedChoiceField(label=_("How far would you go?"), coerce=int)
    tasks_per_week = forms.TypedChoiceField(
        label=_("How many tasks a week at most?"),
        choices=[(count, str(count)) for count in (1, 2, 3, 4, 5, 7, 10)],
        coerce=int,
        initial=2,
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        language = get_language() or "en"
        self.skills_by_key = {skill.key: skill for skill in list_skills(group)}
        skills = [(key, translated(skill.names, language)) for key, skill in self.skills_by_key.items()]
        self._choose("skills", skills)
        self._choose("languages", [(code, _own_name(code)) for code in _spoken(group)])
        unit = group.distance_unit
        steps = [(count, _("%(count)s %(unit)s") % {"count": count, "unit": unit}) for count in DISTANCES]
        self._choose("radius", steps)
        self.fields["radius"].initial = 5
        if "phone" in self.fields:
            self.fields["phone"].region = group.phone_region  # type: ignore[attr-defined]

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def chosen_skills(self) -> list[Any]:
        return [self.skills_by_key[key] for key in self.cleaned_data["skills"]]

    @property
    def radius_m(self) -> int:
        return round(self.cleaned_data["radius"] * METRES_PER_UNIT[self.group.distance_unit])

    @property
    def told_place(self) -> Any:
        return place_told(self.cleaned_data["where"])

    @property
    def slots_mask(self) -> int | None:
        return self.cleaned_data["week_slots"].mask or None


class VolunteerForm(HelperForm):
    name = PlainTextField(label=_("What should we call you?"))
    phone = PhoneField(label=_("Phone"), required=False)
    reach_by = forms.ChoiceField(
        label=_("How should we ask you?"), choices=ReachBy.choices, initial=ReachBy.EMAIL, widget=OptionCards
    )
    vehicle = forms.ChoiceField(
        label=_("How do you get around?"),
        choices=Vehicle.choices,
        initial=Vehicle.NONE,
        widget=OptionCards(
            icons={"none": "person-arms-up", "bicycle": "bicycle", "car": "car-front", "van": "truck"},
            columns=True,
        ),
    )
    field_order = (
        "name",
        "phone",
        "reach_by",
        "languages",
        "skills",
        "vehicle",
        "week_slots",
        "where",
        "radius",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reach_by") in (ReachBy.CALL, ReachBy.TEXT) and not data.get("phone"):
            self.add_error("phone", _("Write your phone number, or choose e-mail."))
        return data

    @staticmethod
    def initial_of(volunteer: Volunteer) -> dict[str, Any]:
        person = volunteer.person
        return {
            "name": person.name,
            "phone": person.phone,
            "reach_by": person.reach_by,
            "vehicle": volunteer.vehicle,
            "tasks_per_week": volunteer.tasks_per_week,
            **_helper_initial(volunteer, volunteer.start_place),
        }


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("Leave it empty if you do not know yet."),
        required=False,
        widget=DateInput(),
    )


class OrganisationForm(HelperForm):
    name = PlainTextField(label=_("Name of the organisation"), longest=160)
    kind = forms.ChoiceField(label=_("What kind is it?"), choices=OrganisationKind.choices)
    about = PlainTextField(label=_("What do you do?"), multiline=True, longest=1000, required=False)
    roles = forms.MultipleChoiceField(
        label=_("What would you like?"),
        choices=[("can_ask", _("Ask for help")), ("can_help", _("Give help"))],
        initial=["can_ask", "can_help"],
        widget=OptionCardsMultiple(icons={"can_ask": "life-preserver", "can_help": "hand-thumbs-up"}),
        error_messages={"required": _("Choose at least one.")},
    )
    contact_name = PlainTextField(label=_("Whom do we speak to?"))
    phone = PhoneField(label=_("Phone"), required=False)
    email = email_field(label=_("E-mail"))
    field_order = ("name", "kind", "about", "roles", "contact_name", "phone", "email", "where")

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        roles = [name for name in ("can_ask", "can_help") if getattr(organisation, name)]
        return {
            "name": organisation.name,
            "kind": organisation.kind,
            "about": organisation.about,
            "roles": roles,
            "contact_name": organisation.contact.name,
            "phone": organisation.contact.phone,
            "email": organisation.contact.email,
            "tasks_per_week": organisation.tasks_per_week,
            **_helper_initial(organisation, organisation.place),
        }


def _helper_initial(helper: Volunteer | Organisation, place: Any) -> dict[str, Any]:
    metres = METRES_PER_UNIT[helper.group.distance_unit]
    nearest = min(DISTANCES, key=lambda count: abs(count * metres - helper.radius_m))
    return {
        "skills": [skill.key for skill in helper.skills.all()],
        "languages": helper.languages,
        "week_slots": helper.week_slots,
        "where": place_typed(place),
        "radius": nearest,
    }


def _spoken(group: Group) -> list[str]:
    return list(dict.fromkeys([*(group.languages or []), *dict(settings.LANGUAGES), *SPOKEN]))


def _own_name(code: str) -> str:
    try:
        info = get_language_info(code)
    except KeyError:
        return code
    return str(info["name_local"]).capitalize()
