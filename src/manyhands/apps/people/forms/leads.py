from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Category
from manyhands.apps.people.models import Volunteer


class LeadsForm(forms.Form):
    """What staff know somebody can lead others in, besides what they have done here often enough."""

    kinds = forms.MultipleChoiceField(
        label=_("They can lead others in"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, volunteer: Volunteer) -> None:
        ticks = Volunteer.leads.through.objects.filter(volunteer=volunteer, category_id=OuterRef("pk"))
        found = Category.objects.filter(group=volunteer.group).annotate(is_ticked=Exists(ticks))
        # A kind that is switched off stays ticked, and can be unticked.
        kinds = [category for category in found if category.is_active or category.is_ticked]
        self._by_key = {category.key: category for category in kinds}
        self._ticked = [category for category in kinds if category.is_ticked]
        super().__init__(data, initial={"kinds": [category.key for category in self._ticked]})
        language = get_language() or "en"
        field: Any = self.fields["kinds"]
        field.choices = [(category.key, category.name_in(language)) for category in kinds]

    @property
    def ticked_in_words(self) -> str:
        language = get_language() or "en"
        return ", ".join(category.name_in(language) for category in self._ticked)

    def categories(self) -> list[Category]:
        return [self._by_key[key] for key in self.cleaned_data["kinds"]]
