from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Group, Skill, translated
from manyhands.apps.groups.queries import list_skills
from manyhands.apps.people.bridge import METRES_PER_UNIT, place_told, place_typed
from manyhands.apps.people.models import Organisation, Volunteer
from manyhands.apps.places.actions import ToldPlace
from manyhands.apps.places.models import Place
from manyhands.apps.places.queries import is_near_group
from manyhands.web.forms.answers import PlainTextField
from manyhands.web.forms.fields import WeekSlotsField
from manyhands.web.forms.pins import PinField
from manyhands.web.languages import language_name, plain_language, spoken_languages

DISTANCES = (1, 2, 3, 5, 8, 12, 20)
TASKS_A_WEEK = (1, 2, 3, 4, 5, 7, 10)


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
        help_text=_("A ZIP code, an address, or a place people know."),
        longest=200,
    )
    position = PinField()
    radius = forms.TypedChoiceField(label=_("How far would you go?"), coerce=int, initial=5)
    tasks_per_week = forms.TypedChoiceField(
        label=_("How many tasks a week at most?"),
        choices=[(count, str(count)) for count in TASKS_A_WEEK],
        coerce=int,
        initial=2,
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self.fields["position"].is_near = partial(is_near_group, group)  # type: ignore[attr-defined]
        language = get_language() or "en"
        self.skills_by_key = {skill.key: skill for skill in list_skills(group)}
        skills = [(key, translated(skill.names, language)) for key, skill in self.skills_by_key.items()]
        self._choose("skills", skills)
        self._choose("languages", [(code, language_name(code)) for code in self._spoken()])
        unit = group.distance_unit
        self._choose("radius", [(count, f"{count} {unit}") for count in DISTANCES])
        self.initial.setdefault("languages", [plain_language(language)])
        if "phone" in self.fields:
            self.fields["phone"].region = group.phone_region  # type: ignore[attr-defined]

    def _spoken(self) -> list[str]:
        """With whatever is known of this helper, so that saving again loses none."""
        return spoken_languages([*(self.group.languages or []), *self.initial.get("languages", ())])

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def chosen_skills(self) -> list[Skill]:
        return [self.skills_by_key[key] for key in self.cleaned_data["skills"]]

    @property
    def radius_m(self) -> int:
        return round(self.cleaned_data["radius"] * METRES_PER_UNIT[self.group.distance_unit])

    @property
    def told_place(self) -> ToldPlace | None:
        """None when it stands as it was shown: somebody may have found the place on the map in the meantime."""
        position = self.cleaned_data["position"]
        if "where" not in self.changed_data and position is None:
            return None
        return replace(place_told(self.cleaned_data["where"]), position=position)

    @property
    def slots_mask(self) -> int | None:
        return self.cleaned_data["week_slots"].mask or None


def helper_initial(helper: Volunteer | Organisation, place: Place | None) -> dict[str, Any]:
    metres = METRES_PER_UNIT[helper.group.distance_unit]
    return {
        "skills": [skill.key for skill in helper.skills.all()],
        "languages": [plain_language(code) for code in helper.languages],
        "week_slots": helper.week_slots,
        "where": place_typed(place),
        "radius": min(DISTANCES, key=lambda count: abs(count * metres - helper.radius_m)),
        "tasks_per_week": min(TASKS_A_WEEK, key=lambda count: abs(count - helper.tasks_per_week)),
    }
