from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from manyhands.core.values.week_slots import BANDS_PER_DAY, SLOT_COUNT, WeekSlots
from manyhands.web.forms.widgets import WeekGrid


class WeekSlotsField(forms.Field):
    """The week somebody usually has time in; cleans to a `WeekSlots`."""

    widget = WeekGrid
    default_error_messages = {
        "required": _("Choose at least one time in the week."),
        "invalid": _("Choose times from the table only."),
    }

    def to_python(self, value: Any) -> WeekSlots:
        try:
            slots = {int(slot) for slot in value or ()}
        except (TypeError, ValueError):
            slots = {-1}
        if not all(0 <= slot < SLOT_COUNT for slot in slots):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return WeekSlots.from_pairs(divmod(slot, BANDS_PER_DAY) for slot in slots)

    def validate(self, value: WeekSlots) -> None:
        if self.required and not value.mask:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial if isinstance(initial, WeekSlots) else WeekSlots(initial or 0)
        return before != self.to_python(data)
