from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget
from django.utils.dates import WEEKDAYS
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from manyhands.core.values.week_slots import BANDS_PER_DAY, WeekSlots

# A text may be lazy: it is put into the reader's language when it is drawn.
Lookup = Mapping[str, Any] | Callable[[Any], Any]


class _Cards(ChoiceWidget):
    """What both kinds of option cards add to a choice: an icon and a hint.

    `icons` and `hints` are a mapping by value, or a function of the value (a ModelChoiceField hands over its
    `ModelChoiceIteratorValue`, whose `.instance` is the row). `pictures`: the icons are what is chosen from; their
    names are for the ear and the pointer that rests on them.
    """

    template_name = "web/widgets/option_cards.html"

    def __init__(
        self,
        *args: Any,
        icons: Lookup | None = None,
        hints: Lookup | None = None,
        columns: bool = False,
        pictures: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.icons, self.hints, self.columns, self.pictures = icons or {}, hints or {}, columns, pictures
        if pictures:
            self.template_name = "web/widgets/option_pictures.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["in_columns"] = self.columns
        return context

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"icon": _look_up(self.icons, value), "hint": _look_up(self.hints, value)}


def _look_up(lookup: Lookup, value: Any) -> Any:
    return lookup(value) if callable(lookup) else lookup.get(str(value), "")


class OptionCards(_Cards, forms.RadioSelect):
    """One of a few, as cards one can hit without aiming."""


class OptionCardsMultiple(_Cards, forms.CheckboxSelectMultiple):
    """Any of a few, as cards one can hit without aiming."""


class PhoneInput(forms.TextInput):
    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # Digits run left to right in every script.
        super().__init__({"autocomplete": "tel", "inputmode": "tel", "dir": "ltr"} | (attrs or {}))


class DateInput(forms.DateInput):
    """The browser's calendar; where there is none, a text field that takes the same year-month-day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"placeholder": "2026-05-31", "class": "control-short"} | (attrs or {}), format="%Y-%m-%d"
        )


BAND_LABELS = (
    _("midnight to 3 am"),
    _("3 am to 6 am"),
    _("6 am to 9 am"),
    _("9 am to noon"),
    _("noon to 3 pm"),
    _("3 pm to 6 pm"),
    _("6 pm to 9 pm"),
    _("9 pm to midnight"),
)
BAND_SHORT_LABELS = (
    _("12–3 am"),
    _("3–6 am"),
    _("6–9 am"),
    _("9 am–12"),
    _("12–3 pm"),
    _("3–6 pm"),
    _("6–9 pm"),
    _("9 pm–12"),
)


def _cell_label(weekday: int, band: int) -> str:
    return _("%(day)s, %(hours)s") % {"day": WEEKDAYS[weekday], "hours": BAND_LABELS[band]}


class WeekGrid(forms.CheckboxSelectMultiple):
    """The week as seven days by eight bands of three hours: 56 tick boxes in a table.

    Without JavaScript they are tick boxes; with it one can paint, use the arrow keys, take a whole day or band.
    """

    template_name = "web/widgets/week_grid.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        label = lazy(_cell_label, str)
        choices = [
            (str(weekday * BANDS_PER_DAY + band), label(weekday, band))
            for weekday in WEEKDAYS
            for band in range(BANDS_PER_DAY)
        ]
        super().__init__(attrs, choices)

    def format_value(self, value: Any) -> list[str]:
        return [str(slot) for slot in slots_of(value)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        cells = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        for cell in cells:
            cell["short_label"] = BAND_SHORT_LABELS[int(cell["value"]) % BANDS_PER_DAY]
        context["widget"]["bands"] = list(zip(BAND_SHORT_LABELS, BAND_LABELS, strict=True))
        context["widget"]["days"] = [
            (WEEKDAYS[weekday], cells[weekday * BANDS_PER_DAY : (weekday + 1) * BANDS_PER_DAY])
            for weekday in WEEKDAYS
        ]
        return context


def slots_of(value: WeekSlots | Iterable[Any] | int | None) -> list[Any]:
    """The slot numbers of a stored week, of a bare mask, or of what a form sent back."""
    if value is None:
        return []
    if isinstance(value, int):
        value = WeekSlots(value)
    if isinstance(value, WeekSlots):
        return [weekday * BANDS_PER_DAY + band for weekday, band in value.pairs()]
    return list(value)
