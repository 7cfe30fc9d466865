from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Category, Group, Role
from manyhands.apps.vetting.actions import RequirementDetails
from manyhands.apps.vetting.models import (
    AppliesTo,
    EvidenceViewers,
    Requirement,
    RequirementKind,
    Stage,
)
from manyhands.web.forms.answers import PlainTextField
from manyhands.web.languages import language_name

LONGEST_EXEMPTION = timedelta(days=366)
_NUMBER = {"class": "control-number"}
_TEXTS = {"name": "names", "hint": "hints", "steps": "steps", "agreement": "agreement_text"}


def _day_field(**kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    messages = {"invalid": _("Write the day like 2026-12-31.")}
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d"], error_messages=messages, **kwargs)


class DecideForm(forms.Form):
    """Yes or no, from a day and until a day."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("met", _("Yes, it is met")), ("not_met", _("No, it is not met"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    valid_from = _day_field(label=_("From"), required=False, help_text=_("The day of the paper, or today."))
    valid_until = _day_field(
        label=_("Until"), required=False, help_text=_("The last day. Leave it empty if it does not end.")
    )
    note = PlainTextField(
        label=_("A word to them"),
        help_text=_("They read it on their own page."),
        longest=500,
        multiline=True,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["valid_from"] = data.get("valid_from") or self.today
        if data.get("decision") == "met":
            self._check_days(data["valid_from"], data.get("valid_until"))
        return data

    def _check_days(self, since: date, until: date | None) -> None:
        """A yes counts today: without that, whoever decided would think that somebody may go who may not."""
        if since > self.today:
            self.add_error("valid_from", _("This day is still to come. Write today, or decide on that day."))
        if until and until < since:
            self.add_error("valid_until", _("It cannot end before it begins."))
        elif until and until < self.today:
            self.add_error(
                "valid_until",
                _("This day is over. Write a later day, or ask for a new paper and decide then."),
            )


class EndForm(forms.Form):
    note = PlainTextField(
        label=_("A word to them"),
        help_text=_("They read it on their own page."),
        longest=500,
        multiline=True,
        rows=3,
    )


class SpareForm(forms.Form):
    """Somebody need not show something."""

    reason = PlainTextField(
        label=_("Why?"), help_text=_("They can read it too."), longest=500, multiline=True, rows=3
    )
    until = _day_field(label=_("Until"), help_text=_("The last day; a year from now at the latest."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not self.today <= until <= self.today + LONGEST_EXEMPTION:
            raise ValidationError(_("Choose a day from today on, a year from now at the latest."))
        return until


class RequirementForm(forms.Form):
    """What a group asks for: its words in each language of the group, how long it lasts, what needs it."""

    template_name = "vetting/requirement_fields.html"

    kind = forms.ChoiceField(label=_("What is it?"), choices=RequirementKind.choices)
    applies_to = forms.ChoiceField(label=_("Who is asked for it?"), choices=AppliesTo.choices)
    stage = forms.ChoiceField(label=_("When, on the way in?"), choices=Stage.choices)
    categories = forms.MultipleChoiceField(
        label=_("Kinds of help that need it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles that need it"),
        help_text=_("Such a role rests for whoever does not have this, from the moment you save."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    validity_days = forms.IntegerField(
        label=_("How many days does it last?"),
        help_text=_("Leave it empty if it does not end."),
        min_value=1,
        max_value=3_660,
        required=False,
        widget=forms.NumberInput(attrs=_NUMBER),
    )
    renewal_days = forms.IntegerField(
        label=_("How many days before its end can it be renewed?"),
        help_text=_("They are reminded 60, 30 and 7 days before the end."),
        min_value=7,
        max_value=365,
        initial=60,
        widget=forms.NumberInput(attrs=_NUMBER),
    )
    grace_days = forms.IntegerField(
        label=_("How many days does it still count after its end?"),
        help_text=_("So that nobody is switched off overnight."),
        min_value=1,
        max_value=180,
        initial=30,
        widget=forms.NumberInput(attrs=_NUMBER),
    )
    evidence_viewers = forms.ChoiceField(
        label=_("Who may read the evidence?"), choices=EvidenceViewers.choices
    )
    is_active = forms.BooleanField(label=_("We ask for it at present"), required=False, initial=True)

    def __init__(
        self, *args: Any, group: Group, categories: list[Category], roles: list[Role], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages: list[str] = list(group.languages) or ["en"]
        for code in self.languages:
            self._add_texts(code)
        self.order_fields([f"{what}_{code}" for code in self.languages for what in ("name", "hint", "steps")])
        language = get_language() or "en"
        self._categories = {one.key: one for one in categories}
        self._roles = {one.key: one for one in roles if one.key != "volunteer"}
        self._offer("categories", [(key, one.name_in(language)) for key, one in self._categories.items()])
        self._offer("roles", [(key, one.label) for key, one in self._roles.items()])

    def _add_texts(self, code: str) -> None:
        own = language_name(code)
        more = {"required": False, "multiline": True}
        self.fields[f"name_{code}"] = PlainTextField(
            label=_("Name (%(language)s)") % {"language": own},
            longest=60,
            required=code == self.languages[0],
            error_messages={"required": _("Give it a name.")},
        )
        self.fields[f"hint_{code}"] = PlainTextField(
            label=_("In one sentence (%(language)s)") % {"language": own}, longest=160, required=False
        )
        self.fields[f"steps_{code}"] = PlainTextField(
            label=_("How it is done (%(language)s)") % {"language": own}, longest=1000, rows=3, **more
        )
        self.fields[f"agreement_{code}"] = PlainTextField(
            label=_("Text to sign (%(language)s)") % {"language": own},
            longest=5000,
            rows=6,
            **more,
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text = f"agreement_{self.languages[0]}"
        if data.get("kind") == RequirementKind.AGREEMENT and text not in self.errors and not data.get(text):
            self.add_error(text, _("Write the text that they sign."))
        if data.get("roles") and data.get("applies_to") == AppliesTo.ORGANISATION:
            self.add_error("roles", _("Only people have roles. Ask people for it, or choose no role."))
        return data

    @property
    def agreement_fields(self) -> list[forms.BoundField]:
        """Asked for below the kind, and only where it is an agreement."""
        return [self[f"agreement_{code}"] for code in self.languages]

    @property
    def details(self) -> RequirementDetails:
        """What was said, once the form is valid."""
        data = self.cleaned_data
        told: dict[str, Any] = {name: data[name] for name in RequirementDetails.__slots__ if name in data}
        told |= {field: self._texts(what) for what, field in _TEXTS.items()}
        return RequirementDetails(**told)

    @property
    def chosen_categories(self) -> list[Category]:
        return [self._categories[key] for key in self.cleaned_data["categories"]]

    @property
    def chosen_roles(self) -> list[Role]:
        return [self._roles[key] for key in self.cleaned_data["roles"]]

    def _texts(self, what: str) -> dict[str, str]:
        """Texts in languages that the group does not use at present are kept."""
        texts = dict(self.initial.get(_TEXTS[what], {}))
        texts |= {code: self.cleaned_data[f"{what}_{code}"] for code in self.languages}
        return {code: text for code, text in texts.items() if text}


def initial_of(requirement: Requirement, languages: list[str]) -> dict[str, Any]:
    """What the form shows of a requirement that is there."""
    initial: dict[str, Any] = {name: getattr(requirement, name) for name in RequirementDetails.__slots__}
    links = list(requirement.needed_for.all())
    initial["categories"] = [link.category.key for link in links if link.category]
    initial["roles"] = [link.role.key for link in links if link.role]
    for code in languages:
        for what, field in _TEXTS.items():
            initial[f"{what}_{code}"] = getattr(requirement, field).get(code, "")
    return initial
