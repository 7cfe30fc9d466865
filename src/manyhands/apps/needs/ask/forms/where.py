from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from manyhands.apps.needs.ask.forms.base import Question
from manyhands.apps.needs.queries.ask import find_zip_code
from manyhands.apps.places.actions import ToldPlace
from manyhands.apps.places.models import PlaceKind
from manyhands.apps.places.queries import is_near_group
from manyhands.core.values.point import Point
from manyhands.core.values.text import clean_text
from manyhands.web.forms.answers import PlainTextField
from manyhands.web.forms.pins import PinField
from manyhands.web.forms.widgets import OptionCards

_ICONS = {
    "address": "house-door",
    "landmark": "signpost-split",
    "zip": "geo-alt",
    "on_the_phone": "telephone",
}
_KINDS = (
    (PlaceKind.ADDRESS, _("At an address")),
    (PlaceKind.LANDMARK, _("Near a place that people know")),
    (PlaceKind.ZIP, _("I will only say the ZIP code")),
    (PlaceKind.ON_THE_PHONE, _("I would rather say it on the phone")),
)


class WhereForm(Question):
    template_name = "needs/ask/where_fields.html"
    heading = _("Where is help needed?")
    seen_by = _(
        "the people who run this group. Others see only the wider area. "
        "Who says yes to helping sees what they need to find you."
    )
    labels_in_heading = ("place_kind",)
    marks_optional = False

    place_kind = forms.ChoiceField(
        label=_("Where is help needed?"),
        choices=[(kind.value, words) for kind, words in _KINDS],
        error_messages={"required": _("Choose how you want to say where.")},
        widget=OptionCards(icons=_ICONS),
    )
    address = PlainTextField(
        label=_("Street, number and town"),
        longest=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    landmark = PlainTextField(
        label=_("Which place?"),
        help_text=_("For example: the bus stop at Eastern High, or the blue house behind the library."),
        longest=300,
        required=False,
    )
    zip_code = forms.CharField(
        label=_("ZIP code"),
        help_text=_("It helps us to find somebody near you."),
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "postal-code",
                "inputmode": "numeric",
                "dir": "ltr",
                "class": "control-short",
            }
        ),
    )

    position = PinField()

    def prepare(self) -> None:
        self.fields["position"].is_near = partial(is_near_group, self.now.group)  # type: ignore[attr-defined]

    def clean_zip_code(self) -> str:
        typed = clean_text(self.cleaned_data["zip_code"])
        if not typed or self.cleaned_data.get("place_kind") == PlaceKind.ON_THE_PHONE:
            return ""
        found = find_zip_code(typed)
        if found is None:
            raise ValidationError(
                _(
                    "We do not know this ZIP code. It has five digits, like 48912. "
                    "If you are not sure, choose a place that people know, or say it on the phone."
                )
            )
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("place_kind")
        needed = {
            PlaceKind.ADDRESS: ("address", _("Write the street, number and town.")),
            PlaceKind.LANDMARK: ("landmark", _("Write a place that people know.")),
            PlaceKind.ZIP: ("zip_code", _("Write the ZIP code.")),
        }
        has_pointed = bool(data.get("position"))
        if (
            kind == PlaceKind.ADDRESS
            and data.get("address")
            and not has_pointed
            and "zip_code" not in self.errors
        ):
            needed[kind] = (
                "zip_code",
                _(
                    "Add the ZIP code so that we find it, or choose to name a place nearby or to say it on the phone."
                ),
            )
        if kind in needed:
            name, message = needed[kind]
            if not data.get(name) and name not in self.errors:
                self.add_error(name, message)
        return data

    @property
    def text(self) -> str:
        kind = self.cleaned_data["place_kind"]
        return str(self.cleaned_data[kind]) if kind in (PlaceKind.ADDRESS, PlaceKind.LANDMARK) else ""

    @property
    def point(self) -> Point | None:
        """Only beside words that lead to a door: whoever says no more than a ZIP code means no more."""
        point: Point | None = self.cleaned_data["position"]
        return point if self.text else None

    def told(self, access_notes: str) -> ToldPlace:
        data = self.cleaned_data
        return ToldPlace(data["place_kind"], self.text, data["zip_code"], access_notes, self.point)
