from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Category
from manyhands.apps.groups.queries import list_categories
from manyhands.apps.people.models import Volunteer


class LeadsForm(forms.Form):
    """What staff know somebody can lead others in, besides what they have done here often enough."""

    kinds = forms.MultipleChoiceField(
        label=_("They can lead others in"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, volunteer: Volunteer, **kwargs: Any) -> None:
        self._by_key = {category.key: category for category in list_categories(volunteer.group)}
        ticked = [category.key for category in volunteer.leads.all()]
        super().__init__(*args, initial={"kinds": ticked}, **kwargs)
        language = get_language() or "en"
        field: Any = self.fields["kinds"]
        field.choices = [(key, category.name_in(language)) for key, category in self._by_key.items()]

    def categories(self) -> list[Category]:
        return [self._by_key[key] for key in self.cleaned_data["kinds"]]
