from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from manyhands.apps.dispatch.actions import Report
from manyhands.apps.dispatch.bridge.records import end_of_day
from manyhands.apps.dispatch.bridge.words.reasons import language_name
from manyhands.apps.dispatch.queries.open_list.choices import Wish
from manyhands.apps.dispatch.states import Outcome
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.states import Urgency
from manyhands.core.values.text import clean_text
from manyhands.web.forms.widgets import OptionCards

LONGEST_NOTE = 1000
LONGEST_REPORT = 4000
_A_DAY_MINUTES = 24 * 60
_METRES = {"mi": 1609, "km": 1000}
_OUTCOME_ICONS = {
    "done": "check-circle",
    "partly": "circle",
    "not_home": "house-door",
    "not_possible": "x-circle",
}


class Words(forms.CharField):
    """Text in several lines, without control and zero-width characters."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def clean(self, value: Any) -> str:
        return clean_text(super().clean(value), multiline=True)


class DoneForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=Outcome.choices,
        widget=OptionCards(icons=_OUTCOME_ICONS),
    )
    minutes_spent = forms.IntegerField(
        label=_("About how many minutes did it take?"),
        required=False,
        min_value=1,
        max_value=_A_DAY_MINUTES,
        widget=forms.NumberInput(attrs={"class": "control-number"}),
    )
    note = Words(
        label=_("Anything the coordinators should know?"),
        help_text=_("The neighbour does not see this."),
        max_length=LONGEST_NOTE,
        required=False,
    )

    def report(self) -> Report:
        return Report(**self.cleaned_data)


class NoForm(forms.Form):
    note = Words(
        label=_("A word for the coordinators, if you like"), max_length=LONGEST_NOTE, required=False, rows=2
    )


class ProblemForm(forms.Form):
    """Something felt wrong, or two people should not meet again; either is enough."""

    text = Words(
        label=_("What happened?"),
        help_text=_(
            "Read only by the few people in the group who handle safety. The other person is not told."
        ),
        max_length=LONGEST_REPORT,
        required=False,
        rows=5,
    )
    keep_apart = forms.BooleanField(label=_("I do not want to meet this person again"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("text") and not data.get("keep_apart"):
            self.add_error("text", _("Write what happened, or tick the box below."))
        return data


class AnswerForm(forms.Form):
    answer = Words(label=_("What was done about it?"), max_length=LONGEST_REPORT)
    keep_apart = forms.BooleanField(label=_("These two never meet again"), required=False)


class WishForm(forms.Form):
    """What to show of the open list. Every answer is optional and in the address bar."""

    marks_optional = False

    kind = forms.SlugField(label=_("Kind of help"), required=False, max_length=40, widget=forms.Select)
    within = forms.TypedChoiceField(label=_("How far from me"), required=False, coerce=int, empty_value=None)
    when = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("today", _("Today")),
            ("tomorrow", _("Today or tomorrow")),
            ("week", _("Within a week")),
        ],
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    urgency = forms.TypedChoiceField(label=_("How urgent"), required=False, coerce=int, empty_value=None)
    cell = forms.RegexField(r"^[0-9a-f]{15}$", required=False, widget=forms.HiddenInput)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("nearest", _("Nearest first")),
            ("urgent", _("Most urgent first")),
            ("soonest", _("Soonest first")),
            ("longest", _("Waiting longest first")),
        ],
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self._choose("within", _("Any distance"), [(steps, self._far(steps)) for steps in (1, 2, 5, 10, 20)])
        codes = group.languages if len(group.languages) > 1 else []
        self._choose("language", _("Every language"), [(code, language_name(code)) for code in codes])
        self._choose(
            "urgency", _("All"), [choice for choice in Urgency.choices if choice[0] > Urgency.WHENEVER]
        )

    def offer_kinds(self, kinds: list[tuple[str, str]]) -> None:
        """Once it is known what somebody asks for. A kind that nobody asks for right now stays chosen all the same."""
        chosen = self["kind"].value() or ""
        kept = [] if not chosen or chosen in dict(kinds) else [(chosen, chosen)]
        widget: Any = self.fields["kind"].widget
        widget.choices = [("", _("Every kind")), *kinds, *kept]

    def _choose(self, name: str, everything: Any, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", everything), *choices]

    def _far(self, steps: int) -> str:
        if self.group.distance_unit == "mi":
            return ngettext("up to %(n)d mile", "up to %(n)d miles", steps) % {"n": steps}
        return ngettext("up to %(n)d kilometre", "up to %(n)d kilometres", steps) % {"n": steps}

    def wish(self, *, at: datetime) -> Wish:
        """What could be understood; a mistyped filter filters nothing."""
        said = self.cleaned_data if self.is_valid() or self.cleaned_data else {}
        days = {"today": 0, "tomorrow": 1, "week": 7}.get(said.get("when", ""))
        steps = said.get("within")
        return Wish(
            kind=said.get("kind", ""),
            within_m=steps * _METRES[self.group.distance_unit] if steps else None,
            before=None if days is None else end_of_day(self.group, days=days, at=at),
            language=said.get("language", ""),
            urgency=said.get("urgency"),
            order=said.get("order") or "nearest",
            cell=said.get("cell", ""),
        )
