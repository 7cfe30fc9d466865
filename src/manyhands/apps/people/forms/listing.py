from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.people.queries import Look, Order


class LookForm(forms.Form):
    """Whom the people page shows, and in which order; both are in the address bar."""

    marks_optional = False

    look = forms.ChoiceField(label=_("Show"), choices=Look.choices, required=False)
    order = forms.ChoiceField(label=_("Order"), choices=Order.choices, required=False)

    def chosen(self) -> dict[str, str]:
        """What the form does not know changes nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
