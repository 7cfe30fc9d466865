import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.bridge import (
    AreaFileError,
    StoredArea,
    UnknownZipError,
    circle_area,
    circle_around,
    shape_area,
    zips_area,
    zips_near,
)
from manyhands.web.forms.pins import PinField

_BETWEEN = re.compile(r"[\s,;]+")
_MOST_ZIPS = 500
_MOST_MILES = 100

FILE_PROBLEMS = {
    "too_large": _("This file is too large. Up to 2 MB can be read."),
    "not_json": _("This is not a GeoJSON file. Export the area from your map program as GeoJSON."),
    "no_polygon": _("There is no area in this file. Draw an outline, not points or lines."),
    "too_detailed": _("This outline has too many points. Simplify it, or use ZIP codes."),
    "broken_outline": _("An outline in this file is broken. Draw it again, or use ZIP codes."),
    "not_degrees": _("This file does not use longitude and latitude. Export it in WGS 84."),
    "swapped": _("Longitude and latitude seem to be swapped in this file."),
}


class AreaForm(forms.Form):
    """Where a group helps. A middle and a distance are enough; whoever wants more can say it exactly.

    No choice has to be made first: what is filled in says which way is meant.
    """

    marks_optional = False

    middle_zip = forms.CharField(
        label=_("ZIP code in the middle"),
        max_length=10,
        required=False,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "postal-code",
                "class": "control-number",
                "dir": "ltr",
            }
        ),
    )
    miles = forms.IntegerField(
        label=_("Miles around it"),
        min_value=1,
        max_value=_MOST_MILES,
        initial=5,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "control-number"}),
        error_messages={
            "invalid": _("Enter a number of miles, like 5."),
            "min_value": _("Enter at least 1 mile."),
            "max_value": _("Enter at most 100 miles. For more, upload an outline."),
        },
    )
    middle = PinField()
    is_circle = forms.BooleanField(label=_("Count exactly, as a circle, and not by ZIP code"), required=False)
    zips = forms.CharField(
        label=_("ZIP codes"),
        help_text=_("With spaces, commas or new lines between them."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "inputmode": "numeric"}),
    )
    outline = forms.FileField(label=_("An outline, as a GeoJSON file"), required=False, allow_empty_file=True)

    def __init__(self, *args: Any, kept: StoredArea | None = None, **kwargs: Any) -> None:
        """`kept`: the area from before; it stays when nothing new is said."""
        super().__init__(*args, **kwargs)
        self.kept = kept

    def clean_zips(self) -> list[str]:
        words = [word[:5] for word in _BETWEEN.split(self.cleaned_data["zips"]) if word]
        if len(words) > _MOST_ZIPS:
            raise ValidationError(_("These are more than 500 ZIP codes. Upload an outline instead."))
        return words

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self._read(data)
        return data

    @property
    def stored_area(self) -> StoredArea:
        """The area, once the form is valid."""
        area: StoredArea = self.cleaned_data["area"]
        return area

    def _read(self, data: dict[str, Any]) -> None:
        try:
            data["area"] = _area(data, self.kept)
        except UnknownZipError as error:
            field = "middle_zip" if error.zip_codes == [data["middle_zip"]] else "zips"
            listed = ", ".join(error.zip_codes[:5])
            self.add_error(field, _("No such ZIP code is known: %(zips)s.") % {"zips": listed})
        except AreaFileError as error:
            self.add_error("outline", FILE_PROBLEMS[error.reason])
        except LookupError:
            self.add_error("middle_zip", _("Enter a ZIP code, like 48912."))


def _area(data: dict[str, Any], kept: StoredArea | None) -> StoredArea:
    """The most exact of what was said. Raises LookupError when nothing was, and nothing is kept."""
    middle, miles = data["middle_zip"].strip(), data["miles"] or 5
    if data["outline"]:
        return shape_area(data["outline"].read())
    if data["middle"]:
        return circle_around(data["middle"], miles)
    if data["is_circle"] and middle:
        return circle_area(middle, miles)
    zip_codes = [*(zips_near(middle, miles) if middle else []), *data["zips"]]
    if zip_codes:
        return zips_area(zip_codes)
    if kept is None:
        raise LookupError
    return kept
