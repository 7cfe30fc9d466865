"""One small form for each thing that can be asked about. What they give is kept as `bridge.what_if.question.Ask`."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from manyhands.apps.dispatch.bridge.what_if.question import Ask
from manyhands.apps.dispatch.bridge.what_if.words import WEEKDAYS, WITHOUT
from manyhands.apps.dispatch.bridge.words.reasons import language_name
from manyhands.apps.dispatch.what_if.queries import list_areas, list_languages
from manyhands.apps.groups.models import Group, PlanStyle, translated
from manyhands.apps.groups.queries import list_categories, list_skills
from manyhands.core.values.lengths import METRES_PER

Choices = Sequence[tuple[str, Any]]
MOST_TASKS, MOST_PEOPLE, FARTHEST = 20, 100, 200


def _number(label: Any, least: int, most: int, first: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        initial=first,
        widget=forms.NumberInput(attrs={"class": "control-number"}),
    )


class QuestionForm(forms.Form):
    """`question` is what is kept. A form may be begun from an address: what does not fit there is left out."""

    marks_optional = False

    ask: Ask

    def __init__(self, data: Any = None, *, group: Group, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.group = group
        self.fill()

    def fill(self) -> None:
        """Set the choices that depend on the group."""

    def set_choices(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def question(self) -> dict[str, Any]:
        return {"ask": self.ask.value, **self.values()}

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PersonForm(QuestionForm):
    ask = Ask.PERSON

    vehicle = forms.ChoiceField(
        label=gettext_lazy("They have"),
        choices=[("", gettext_lazy("no car or van")), ("yes", gettext_lazy("a car or van"))],
        required=False,
    )
    weekday = forms.ChoiceField(
        label=gettext_lazy("They have time"),
        choices=[("", gettext_lazy("on any day")), *((str(day), name) for day, name in WEEKDAYS)],
        required=False,
    )
    area = forms.ChoiceField(label=gettext_lazy("They live"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("They help with"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("They speak"), required=False)
    tasks = _number(gettext_lazy("Tasks a week"), 1, MOST_TASKS, 2)

    def fill(self) -> None:
        areas = [(name, _("around %(area)s") % {"area": name}) for name in list_areas(self.group)]
        self.set_choices("area", [("", _("in the middle of the requests")), *areas])
        self.set_choices("kind", [("", _("everything")), *_kinds(self.group)])
        languages = [(code, language_name(code)) for code in list_languages(self.group)]
        others = [one for one in languages if one[0] not in (self.group.languages or ["en"])]
        self.set_choices("language", [("", _("the languages of the group")), *others])

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            **data,
            "vehicle": bool(data["vehicle"]),
            "weekday": int(data["weekday"]) if data["weekday"] else None,
        }


class RadiusForm(QuestionForm):
    ask = Ask.RADIUS

    far = _number("", 1, FARTHEST, 6)

    def fill(self) -> None:
        miles = self.group.distance_unit == "mi"
        self.fields["far"].label = _("At least so many miles") if miles else _("At least so many kilometres")

    def values(self) -> dict[str, Any]:
        return {"at_least_m": round(self.cleaned_data["far"] * METRES_PER[self.group.distance_unit])}


class TaskForm(QuestionForm):
    ask = Ask.TASK

    tasks = _number(gettext_lazy("Tasks a week more"), 1, MOST_TASKS, 1)


class MoreWithForm(QuestionForm):
    ask = Ask.MORE_WITH

    people = _number(gettext_lazy("How many people more"), 1, MOST_PEOPLE, 1)
    have = forms.ChoiceField(label=gettext_lazy("What they have, can do or speak"))

    def fill(self) -> None:
        language = get_language() or "en"
        skills = [(f"skill:{one.key}", translated(one.names, language)) for one in list_skills(self.group)]
        languages = [(f"language:{code}", language_name(code)) for code in list_languages(self.group)]
        choices = [("vehicle:", _("a car or van")), *skills, *languages]
        self.set_choices("have", choices)

    def values(self) -> dict[str, Any]:
        what, code = self.cleaned_data["have"].split(":", 1)
        return {"what": what, "code": code, "people": self.cleaned_data["people"]}


class StyleForm(QuestionForm):
    ask = Ask.STYLE

    style = forms.ChoiceField(
        label=gettext_lazy("What the plan looks at first"),
        choices=PlanStyle.choices,
        widget=forms.RadioSelect,
    )


class NeedsLessForm(QuestionForm):
    ask = Ask.NEEDS_LESS

    kind = forms.ChoiceField(label=gettext_lazy("Kind of help"))
    without = forms.ChoiceField(label=gettext_lazy("It would no longer take"), choices=list(WITHOUT.items()))

    def fill(self) -> None:
        self.set_choices("kind", _kinds(self.group))


def _kinds(group: Group) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(one.key, one.name_in(language)) for one in list_categories(group)]


FORMS: dict[Ask, type[QuestionForm]] = {
    form.ask: form for form in (PersonForm, RadiusForm, TaskForm, MoreWithForm, StyleForm, NeedsLessForm)
}
