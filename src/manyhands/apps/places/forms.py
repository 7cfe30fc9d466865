import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Group
from manyhands.apps.places.queries import find_zip_middle, is_near_group, list_landmarks
from manyhands.core.values.point import Point
from manyhands.web.forms.answers import PlainTextField
from manyhands.web.forms.widgets import OptionCards

WAYS = (
    ("zip", _("By its ZIP code")),
    ("landmark", _("Same as a place that we know")),
    ("position", _("By its position")),
)
_ICONS = {"zip": "geo-alt", "landmark": "signpost-split", "position": "pin-map"}
_POSITION = re.compile(r"(-?\d{1,3}(?:\.\d+)?)°?(?:\s*[,;]\s*|\s+)(-?\d{1,3}(?:\.\d+)?)°?")


class PlaceForm(forms.Form):
    """Where something is, as well as staff know it: a ZIP code, a place with a name, or a position."""

    marks_optional = False

    way = forms.ChoiceField(
        label=_("How do you know where it is?"),
        choices=WAYS,
        initial="zip",
        widget=OptionCards(icons=_ICONS),
        error_messages={"required": _("Choose one of the three.")},
    )
    zip_code = forms.CharField(
        label=_("ZIP code"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "class": "control-short"}),
    )
    landmark = forms.ChoiceField(label=_("Place that we know"), required=False)
    position = forms.CharField(
        label=_("Position"),
        help_text=_(
            "Latitude, then longitude, like 42.7336, -84.5553. Map pages show it when you press on a place."
        ),
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    name = PlainTextField(
        label=_("Name of the place"),
        help_text=_("Only for a place that everybody knows, never a home. Next time it can be chosen above."),
        longest=80,
        required=False,
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self.landmarks = {str(known.pk): known for known in list_landmarks(group)}
        names = [(key, known.name) for key, known in self.landmarks.items()]
        self.fields["landmark"].choices = [("", _("Choose")), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """`found` is the position, whichever way it was said."""
        data = super().clean() or self.cleaned_data
        read = {"zip": self._read_zip, "landmark": self._read_landmark, "position": self._read_position}
        way = data.get("way")
        if way in read:
            try:
                data["found"] = read[way](data)
            except ValidationError as error:
                self.add_error("zip_code" if way == "zip" else way, error)
        return data

    def _read_zip(self, data: dict[str, Any]) -> Point:
        typed = data.get("zip_code", "").strip()
        middle = find_zip_middle(typed)
        if middle is None:
            raise ValidationError(_("We do not know this ZIP code. It has five digits, like 48912."))
        data["zip_code"] = typed[:5]
        return middle

    def _read_landmark(self, data: dict[str, Any]) -> Point:
        known = self.landmarks.get(data.get("landmark", ""))
        if known is None:
            raise ValidationError(_("Choose a place from the list."))
        return known.position

    def _read_position(self, data: dict[str, Any]) -> Point:
        match = _POSITION.fullmatch(data.get("position", "").strip())
        if match is None:
            raise ValidationError(_("Write two numbers with a comma between them, like 42.7336, -84.5553."))
        first, second = float(match[1]), float(match[2])
        point, swapped = _point(lat=first, lon=second), _point(lat=second, lon=first)
        if point is not None and self._is_near(point):
            return point
        if swapped is not None and self._is_near(swapped):
            raise ValidationError(_("The two numbers look swapped. Write the latitude first."))
        raise ValidationError(
            _("This is far away from where the group helps. Please check the numbers and the minus.")
        )

    def _is_near(self, point: Point) -> bool:
        return is_near_group(self.group, point)


def _point(*, lat: float, lon: float) -> Point | None:
    try:
        return Point(lon=lon, lat=lat)
    except ValueError:
        return None
