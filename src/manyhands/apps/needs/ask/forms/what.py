from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Category
from manyhands.apps.needs.ask.forms.base import Question
from manyhands.web.forms.answers import PlainTextField
from manyhands.web.forms.widgets import OptionCardsMultiple

OTHER = "other"


class WhatForm(Question):
    """Several kinds in one go; each becomes a part of the need.

    Own words say more about what was chosen. They are a kind of their own only where nothing was: else somebody who
    wants groceries, and says which, would wait for two people.
    """

    heading = _("What would help?")
    hint = _("Choose one or more. You can say more later.")
    seen_by = _("the people who run this group, and those who might help. They do not see who you are.")
    labels_in_heading = ("kinds",)
    # One of the two is needed.
    marks_optional = False

    kinds = forms.MultipleChoiceField(label=_("What would help?"), required=False, widget=OptionCardsMultiple)
    own_words = PlainTextField(
        label=_("Something else? Say it in your own words."), longest=200, required=False
    )

    def prepare(self) -> None:
        self.by_key = {category.key: category for category in self.now.categories}
        language = self.now.language
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(key, category.name_in(language)) for key, category in self.by_key.items()]
        kinds.widget.icons = lambda key: self.by_key[key].icon
        kinds.widget.hints = lambda key: self.by_key[key].hint_in(language)
        if not self.by_key:
            del self.fields["kinds"]
            self.labels_in_heading = ("own_words",)
            self.hint = _("Say it in your own words.")
        elif OTHER in self.by_key:
            self.fields["own_words"].label = _("In your own words")
            self.fields["own_words"].help_text = _(
                "More about what you chose. For something different, choose “%(other)s” too."
            ) % {"other": self.by_key[OTHER].name_in(language)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        keys = set(data.get("kinds", ()))
        if not keys and data.get("own_words") and OTHER in self.by_key:
            keys.add(OTHER)
        if not keys and not data.get("own_words") and not self.errors:
            first = "kinds" if self.by_key else "own_words"
            self.add_error(first, _("Choose what would help, or say it in your own words."))
        data["categories"] = [category for key, category in self.by_key.items() if key in keys]
        return data

    @property
    def categories(self) -> list[Category]:
        return list(self.cleaned_data["categories"])
