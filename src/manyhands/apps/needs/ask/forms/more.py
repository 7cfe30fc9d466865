from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from manyhands.apps.needs.actions.receive import AskedHousehold
from manyhands.apps.needs.ask.forms.base import Question
from manyhands.apps.needs.states import AGE_BANDS
from manyhands.web.forms.answers import LONGEST_TEXT, PlainTextField

_MOST_PEOPLE = 30


def people_field(label: Any) -> forms.IntegerField:
    from_to = format_lazy(_("Write a number from 0 to {most}."), most=_MOST_PEOPLE)
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=_MOST_PEOPLE,
        error_messages={
            "invalid": _("Write a number, like 2."),
            "min_value": from_to,
            "max_value": from_to,
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "control-number"}),
    )


class MoreForm(Question):
    """The last page: nothing on it has to be answered. The household only where a chosen kind of help asks for it."""

    template_name = "needs/ask/more_fields.html"
    heading = _("Is there anything else we should know?")
    hint = _("You can leave this empty.")
    seen_by = _("the people who run this group. Who helps you sees it only after saying yes.")
    marks_optional = False

    details = PlainTextField(
        label=_("What should we know?"),
        help_text=_("For example what to buy, what to bring, or what worries you."),
        longest=LONGEST_TEXT,
        multiline=True,
        rows=5,
        required=False,
    )
    access_notes = PlainTextField(
        label=_("How does somebody get to your door?"),
        help_text=_("For example: side door, third floor without a lift, or a dog that barks."),
        longest=300,
        required=False,
    )
    under_2 = people_field(AGE_BANDS[0][1])
    ages_2_to_17 = people_field(AGE_BANDS[1][1])
    adult = people_field(AGE_BANDS[2][1])
    over_64 = people_field(AGE_BANDS[3][1])
    diets = PlainTextField(
        label=_("Is there anything you cannot or do not eat?"),
        help_text=_("For example: no nuts, halal, or baby milk."),
        longest=300,
        required=False,
    )
    access_needs = PlainTextField(
        label=_("Does anybody need something special?"),
        help_text=_("For example: a wheelchair, or somebody who signs."),
        longest=300,
        required=False,
    )

    AGE_FIELDS = ("under_2", "ages_2_to_17", "adult", "over_64")

    def prepare(self) -> None:
        self.asks_household = any(category.asks_household for category in self.now.chosen)
        if not self.asks_household:
            for name in (*self.AGE_FIELDS, "diets", "access_needs"):
                del self.fields[name]

    def age_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.AGE_FIELDS if name in self.fields]

    def household(self) -> AskedHousehold | None:
        data = self.cleaned_data
        if not self.asks_household:
            return None
        counts = zip((key for key, _label in AGE_BANDS), self.AGE_FIELDS, strict=True)
        ages = {key: data[name] for key, name in counts if data.get(name)}
        if not (ages or data["diets"] or data["access_needs"]):
            return None
        return AskedHousehold(
            size=max(1, sum(ages.values())), ages=ages, diets=data["diets"], access_needs=data["access_needs"]
        )
