"""A point somebody showed on a map: the hidden field that carries it."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from manyhands.core.values.point import Point

_PIN = re.compile(r"(-?\d{1,2}(?:\.\d{1,9})?),(-?\d{1,3}(?:\.\d{1,9})?)")
# About a metre: finer than anybody's finger.
_DECIMALS = 5


class PinInput(forms.HiddenInput):
    """Nothing to see, and yet a field like others: what is wrong with it is said beside its map."""

    is_hidden = False


class PinField(forms.CharField):
    """ "42.73361,-84.55534", latitude first, as a Point; None when nobody pointed."""

    widget = PinInput
    default_error_messages = {
        "invalid": _("We could not read the point on the map. Please point again."),
        "far": _("This point is far away from where the group helps. Please point again."),
    }
    is_near: Callable[[Point], bool] | None = None
    """What a point has to be, once the form knows its group."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **{"label": _("Point on the map"), **kwargs})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        point = _read(text)
        if point is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if self.is_near is not None and not self.is_near(point):
            raise ValidationError(self.error_messages["far"], code="far")
        return point

    def run_validators(self, value: Any) -> None:
        """What there was to check is checked where the text is read."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.lat},{value.lon}" if isinstance(value, Point) else value


def _read(text: str) -> Point | None:
    match = _PIN.fullmatch(text)
    try:
        return match and Point(lat=round(float(match[1]), _DECIMALS), lon=round(float(match[2]), _DECIMALS))
    except ValueError:
        return None
