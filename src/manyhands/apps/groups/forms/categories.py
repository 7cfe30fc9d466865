from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.actions import CategoryAnswers
from manyhands.apps.groups.forms.fields import PlainTextField, choices_of
from manyhands.apps.groups.forms.start import GROUP_LANGUAGES
from manyhands.apps.groups.models import Category, Group, MeetingMode, Skill, translated
from manyhands.apps.groups.words import CATEGORY_ICONS, DISCLOSED_FIELDS
from manyhands.web.forms.widgets import OptionCards

_OWN_NAMES = dict(GROUP_LANGUAGES)


class CategoryForm(forms.Form):
    """A kind of help: its words in each language of the group, and what protects those who ask for it."""

    icon = forms.ChoiceField(
        label=_("Picture"),
        choices=list(CATEGORY_ICONS.items()),
        initial="asterisk",
        widget=OptionCards(icons={name: name for name in CATEGORY_ICONS}, pictures=True),
    )
    disclosure = forms.MultipleChoiceField(
        label=_("What the helper sees after saying yes"),
        help_text=_("Choose as little as will do. Before saying yes they see none of it."),
        choices=list(DISCLOSED_FIELDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_sensitive = forms.BooleanField(
        label=_("Needs protection: nobody takes it without one of you saying yes"), required=False
    )
    meeting_mode = forms.ChoiceField(
        label=_("How requests of this kind find somebody"),
        choices=[("", _("As everywhere in the group")), *MeetingMode.choices],
        required=False,
    )
    required_skills = forms.MultipleChoiceField(
        label=_("What a helper must be able to do"), required=False, widget=forms.CheckboxSelectMultiple
    )
    usual_minutes = forms.IntegerField(
        label=_("How long it usually takes, in minutes"), min_value=5, max_value=1440
    )
    happens_at_home = forms.BooleanField(label=_("Somebody comes to the neighbour’s place"), required=False)
    needs_vehicle = forms.BooleanField(label=_("Needs a car or van"), required=False)
    shares_vehicle = forms.BooleanField(
        label=_("If several are needed, they can share a car"),
        help_text=_("One of them has the car or van, and the others ride along."),
        required=False,
    )
    leads_needed = forms.IntegerField(
        label=_("If several are needed, how many of them must have done this before"),
        help_text=_(
            "Whoever has done it twice here has; staff can also tick it on a person’s page. 0: nobody has to."
        ),
        min_value=0,
        max_value=5,
        required=False,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "control-number"}),
    )
    asks_household = forms.BooleanField(label=_("Ask how many people and what ages"), required=False)

    def __init__(self, *args: Any, group: Group, skills: list[Skill], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages: list[str] = list(group.languages) or ["en"]
        for code in self.languages:
            own_name = _OWN_NAMES.get(code, code)
            self.fields[f"name_{code}"] = PlainTextField(
                label=_("Name (%(language)s)") % {"language": own_name},
                max_length=60,
                required=code == self.languages[0],
                error_messages={"required": _("Give it a name.")},
            )
            self.fields[f"hint_{code}"] = PlainTextField(
                label=_("Explanation (%(language)s)") % {"language": own_name}, max_length=120, required=False
            )
        self.order_fields([f"{what}_{code}" for code in self.languages for what in ("name", "hint")])
        language = get_language() or "en"
        choices_of(self, "required_skills").choices = [
            (skill.key, translated(skill.names, language)) for skill in skills
        ]

    def clean_leads_needed(self) -> int:
        return self.cleaned_data["leads_needed"] or 0

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_sensitive") and data.get("meeting_mode") == MeetingMode.OPEN_CLAIM:
            self.add_error(
                "meeting_mode", ValidationError(_("What needs protection cannot be taken without a yes."))
            )
        return data

    @property
    def answers(self) -> CategoryAnswers:
        """What was said, once the form is valid."""
        data = self.cleaned_data
        plain = {name: data[name] for name in CategoryAnswers.__slots__ if name not in ("names", "hints")}
        return CategoryAnswers(names=self._texts("name"), hints=self._texts("hint"), **plain)

    def _texts(self, what: str) -> dict[str, str]:
        """Texts in languages that the group does not use at present are kept."""
        texts = dict(self.initial.get(f"{what}s", {}))
        texts |= {code: self.cleaned_data[f"{what}_{code}"] for code in self.languages}
        return {code: text for code, text in texts.items() if text}


def initial_of(category: Category, languages: list[str]) -> dict[str, Any]:
    """What the form shows of a kind of help that is there."""
    initial: dict[str, Any] = {name: getattr(category, name) for name in CategoryAnswers.__slots__}
    initial["required_skills"] = [skill.key for skill in category.required_skills.all()]
    for code in languages:
        initial[f"name_{code}"] = category.names.get(code, "")
        initial[f"hint_{code}"] = category.hints.get(code, "")
    return initial
