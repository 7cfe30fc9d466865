from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from manyhands.web.forms.fields import WeekSlotsField
from manyhands.web.forms.widgets import DateInput, OptionCards, OptionCardsMultiple, PhoneInput

KINDS = [
    ("groceries", _("Groceries")),
    ("medicine", _("Collect medicine")),
    ("ride", _("A ride")),
    ("talk", _("Somebody to talk to")),
    ("childcare", _("Childcare")),
    ("other", _("Something else")),
]
KIND_ICONS = {
    "groceries": "cart",
    "medicine": "capsule",
    "ride": "car-front",
    "talk": "telephone",
    "childcare": "balloon",
    "other": "asterisk",
}


class QuestionForm(forms.Form):
    labels_in_heading = ("kinds",)

    kinds = forms.MultipleChoiceField(
        label=_("What would help?"),
        choices=KINDS,
        widget=OptionCardsMultiple(icons=KIND_ICONS),
        error_messages={"required": _("Choose at least one kind of help.")},
    )


class DetailsForm(forms.Form):
    """One field of every sort."""

    name = forms.CharField(
        label=_("What should we call you?"),
        help_text=_("A first name or a nickname is enough."),
        max_length=60,
        error_messages={"required": _("Tell us what to call you.")},
    )
    phone = forms.CharField(
        label=_("Phone number"),
        widget=PhoneInput,
        error_messages={"required": _("Enter a phone number, like 517 555 0100.")},
    )
    on_day = forms.DateField(label=_("Day"), widget=DateInput, required=False)
    reach_by = forms.ChoiceField(
        label=_("How shall we reach you?"),
        choices=[
            ("text", _("Text message")),
            ("call", pgettext_lazy("way to be reached", "Call")),
            ("email", _("E-mail")),
        ],
        widget=OptionCards(
            icons={"text": "chat-dots", "call": "telephone", "email": "envelope"},
            hints={"text": _("We never write your name or address in a text.")},
            columns=True,
        ),
        error_messages={"required": _("Choose one way.")},
    )
    sign = forms.ChoiceField(
        label=_("Kind of help"),
        choices=KINDS,
        widget=OptionCards(icons=KIND_ICONS, pictures=True),
        required=False,
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("es", "Español")])
    note = forms.CharField(
        label=_("Anything we should know?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        required=False,
    )
    photo = forms.FileField(label=_("A picture"), required=False)
    days = forms.MultipleChoiceField(
        label=_("Days"),
        choices=[("1", _("Weekdays")), ("2", _("Weekends"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(
        label=_("You may keep this for the next time"),
        error_messages={"required": _("Tick the box to go on.")},
    )


class WeekForm(forms.Form):
    week = WeekSlotsField(label=_("When do you usually have time?"), required=False)


class FilterForm(forms.Form):
    marks_optional = False

    kind = forms.ChoiceField(label=_("Kind of help"), choices=[("", _("All kinds")), *KINDS], required=False)
    near_m = forms.ChoiceField(
        label=_("Distance"), choices=[("", _("Any distance")), ("2000", "2 km")], required=False
    )
    day = forms.DateField(label=_("Day"), widget=DateInput, required=False)
