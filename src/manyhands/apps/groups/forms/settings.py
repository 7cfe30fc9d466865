from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.forms.fields import PlainTextField, TimeZoneField
from manyhands.apps.groups.forms.start import GROUP_LANGUAGES
from manyhands.apps.groups.models import BaseMap, DistanceUnit, JoinMode, MeetingMode, PlanStyle
from manyhands.apps.groups.words import (
    JOIN_HINTS,
    JOIN_ICONS,
    MAP_HINTS,
    MAP_ICONS,
    MODE_HINTS,
    MODE_ICONS,
    STYLE_HINTS,
    STYLE_ICONS,
)
from manyhands.web.forms.widgets import DateInput, OptionCards, OptionCardsMultiple, PhoneInput


class AboutForm(forms.Form):
    name = PlainTextField(
        label=_("Name"), max_length=120, error_messages={"required": _("Give the group a name.")}
    )
    about = PlainTextField(
        label=_("What you do, in two or three sentences"), max_length=1000, required=False, multiline=True
    )
    help_phone = PlainTextField(
        label=_("Phone number that people can call"), max_length=40, required=False, widget=PhoneInput
    )
    help_hours = PlainTextField(
        label=_("When somebody answers it"),
        help_text=_("For example: weekdays 9 am to 5 pm"),
        max_length=120,
        required=False,
    )
    emergency_number = PlainTextField(
        label=_("Emergency number"),
        help_text=_("Stands at the foot of every page."),
        max_length=20,
        error_messages={"required": _("Enter the number that people call in danger, like 911.")},
    )
    signpost = PlainTextField(
        label=_("Where else people can find help"),
        help_text=_("Shown to those outside your area, and while you take no requests."),
        max_length=2000,
        required=False,
        multiline=True,
    )
    is_listed = forms.BooleanField(
        label=_("Show the group in the list on the first page of this installation"), required=False
    )


class LanguageSettingsForm(forms.Form):
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("The languages in which somebody of you can answer."),
        choices=GROUP_LANGUAGES,
        widget=OptionCardsMultiple(columns=True),
        error_messages={"required": _("Choose at least one language.")},
    )
    time_zone = TimeZoneField()
    distance_unit = forms.ChoiceField(
        label=_("Distances in"), choices=DistanceUnit.choices, widget=OptionCards(columns=True)
    )


class MeetingSettingsForm(forms.Form):
    meeting_mode = forms.ChoiceField(
        label=_("How requests find somebody"),
        choices=MeetingMode.choices,
        widget=OptionCards(icons=MODE_ICONS, hints=MODE_HINTS),
    )
    plan_style = forms.ChoiceField(
        label=_("What the plan looks at first"),
        help_text=_("When Manyhands suggests who could go where."),
        choices=PlanStyle.choices,
        widget=OptionCards(icons=STYLE_ICONS, hints=STYLE_HINTS),
    )
    join_mode = forms.ChoiceField(
        label=_("Who may join as a volunteer"),
        choices=JoinMode.choices,
        widget=OptionCards(icons=JOIN_ICONS, hints=JOIN_HINTS),
    )
    invitation_hours = forms.IntegerField(
        label=_("Hours somebody has to answer when asked"),
        help_text=_("Never more than 12 for what is needed within two or three days, and 3 for today."),
        min_value=1,
        max_value=336,
    )
    invite_chance_percent = forms.IntegerField(
        label=_("Ask so many people at once that enough say yes so many times out of 100"),
        help_text=_(
            "For what is urgent. 80 means 8 times out of 10. A higher number asks more people, and more of them in "
            "vain. What can wait a week is asked of one person after the other."
        ),
        min_value=50,
        max_value=95,
    )
    invitations_per_week = forms.IntegerField(
        label=_("How often one person may be asked in a week"), min_value=1, max_value=50
    )


def offered_maps() -> list[tuple[str, Any]]:
    """A map file of its own can be chosen only where the host has one."""
    return [choice for choice in BaseMap.choices if choice[0] != BaseMap.OWN or settings.MAP_FILE]


class MapForm(forms.Form):
    labels_in_heading = ("base_map",)

    base_map = forms.ChoiceField(
        label=_("What lies under the maps"),
        choices=offered_maps,
        widget=OptionCards(icons=MAP_ICONS, hints=MAP_HINTS),
        error_messages={"required": _("Choose one of these.")},
    )


class KeepingForm(forms.Form):
    still_needed_after_days = forms.IntegerField(
        label=_("Days after which we ask “Is this still needed?”"), min_value=1, max_value=365
    )
    grace_hours = forms.IntegerField(
        label=_("Hours for which a helper can still look up the address afterwards"),
        min_value=0,
        max_value=336,
    )
    keep_closed_days = forms.IntegerField(
        label=_("Days after which details of a finished request are deleted"), min_value=1, max_value=365
    )
    keep_at_most_days = forms.IntegerField(
        label=_("Days after which details are deleted in any case"), min_value=30, max_value=1095
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data["keep_at_most_days"] < data["keep_closed_days"]:
            self.add_error(
                "keep_at_most_days",
                ValidationError(_("This cannot be shorter than the days after a request is finished.")),
            )
        return data


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("Until the morning of"),
        widget=DateInput,
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day, like 2026-05-31.")},
    )
    note = PlainTextField(
        label=_("What people are told"),
        help_text=_("For example: We are full until Thursday. Call 211 in the meantime."),
        max_length=300,
        required=False,
    )


SECTIONS: dict[str, type[forms.Form]] = {
    "about": AboutForm,
    "languages": LanguageSettingsForm,
    "meeting": MeetingSettingsForm,
    "map": MapForm,
    "keeping": KeepingForm,
}
"""The pages of settings that are plain fields of the group, by the word in the address."""
