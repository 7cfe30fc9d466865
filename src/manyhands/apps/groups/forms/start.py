"""The six questions to whoever starts a group."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.actions.creation import USUAL_CATEGORIES
from manyhands.apps.groups.defaults import DEFAULT_CATEGORIES
from manyhands.apps.groups.forms.area import AreaForm
from manyhands.apps.groups.forms.fields import PlainTextField, TimeZoneField, choices_of
from manyhands.apps.groups.models import JoinMode, MeetingMode, translated
from manyhands.apps.groups.queries import free_slug, is_slug_free
from manyhands.apps.groups.words import JOIN_HINTS, JOIN_ICONS, MODE_HINTS, MODE_ICONS
from manyhands.core.values.languages import OWN_NAMES
from manyhands.web.forms.widgets import OptionCards, OptionCardsMultiple, PhoneInput

GROUP_LANGUAGES = tuple(OWN_NAMES.items())
"""Languages in which a group may want to hear from people, each by its own name."""


class NameForm(forms.Form):
    name = PlainTextField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Give the group a name. It can be changed later.")},
    )
    about = PlainTextField(
        label=_("What you do, in two or three sentences"), max_length=1000, required=False, multiline=True
    )
    slug = forms.SlugField(
        label=_("Short name for the address of your page"),
        help_text=_(
            "Letters, digits and dashes. Leave it empty and we make one from the name. It stays for good."
        ),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none"}),
        error_messages={"invalid": _("Use letters from a to z, digits and dashes only.")},
    )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug and not is_slug_free(slug):
            raise ValidationError(_("Another group has this address already. Choose another."))
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data["slug"]:
            data["slug"] = free_slug(data["name"])
        return data


class LanguagesForm(forms.Form):
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("The languages in which somebody of you can answer."),
        choices=GROUP_LANGUAGES,
        widget=OptionCardsMultiple(columns=True),
        error_messages={"required": _("Choose at least one language.")},
    )
    time_zone = TimeZoneField(help_text=_("All times are shown as the clocks there show them."))


class HelpForm(forms.Form):
    labels_in_heading = ("categories",)

    categories = forms.MultipleChoiceField(
        label=_("What can people ask for?"),
        widget=OptionCardsMultiple(
            icons={default.key: default.icon for default in DEFAULT_CATEGORIES},
            columns=True,
        ),
        initial=USUAL_CATEGORIES,
        error_messages={"required": _("Choose at least one kind of help.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        field = choices_of(self, "categories")
        field.choices = [(kind.key, translated(kind.names, language)) for kind in DEFAULT_CATEGORIES]
        field.widget.hints = {kind.key: translated(kind.hints, language) for kind in DEFAULT_CATEGORIES}


class MeetingForm(forms.Form):
    labels_in_heading = ("meeting_mode",)

    meeting_mode = forms.ChoiceField(
        label=_("How do requests find somebody?"),
        choices=MeetingMode.choices,
        initial=MeetingMode.DISPATCH,
        widget=OptionCards(icons=MODE_ICONS, hints=MODE_HINTS),
        error_messages={"required": _("Choose one way.")},
    )


class JoiningForm(forms.Form):
    join_mode = forms.ChoiceField(
        label=_("Who may join as a volunteer?"),
        choices=JoinMode.choices,
        initial=JoinMode.APPROVAL,
        widget=OptionCards(icons=JOIN_ICONS, hints=JOIN_HINTS),
        error_messages={"required": _("Choose one way.")},
    )
    help_phone = PlainTextField(
        label=_("Phone number that people can call"),
        help_text=_("For those who would rather talk than type."),
        max_length=40,
        required=False,
        widget=PhoneInput,
    )
    display_name = PlainTextField(
        label=_("Your own name"),
        help_text=_("As the members of the group will see it."),
        max_length=60,
        error_messages={"required": _("Say what the members may call you.")},
    )


STEPS: Mapping[str, type[forms.Form]] = {
    "name": NameForm,
    "area": AreaForm,
    "languages": LanguagesForm,
    "help": HelpForm,
    "meeting": MeetingForm,
    "joining": JoiningForm,
}
"""The questions in their order, by the word in the address."""
