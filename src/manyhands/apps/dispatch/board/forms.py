from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.dispatch.board.queries.filters import BoardFilter, Order, Show
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import list_categories
from manyhands.apps.needs.states import Urgency
from manyhands.web.forms.answers import PlainTextField


class FilterForm(forms.Form):
    """Sent by GET: the board reads the address, not this form."""

    marks_optional = False

    show = forms.ChoiceField(label=_("Show"), choices=Show.choices, required=False)
    kind = forms.ChoiceField(label=_("Kind of help"), required=False)
    urgency = forms.ChoiceField(
        label=_("How urgent"),
        choices=[("", _("All")), *((value, label) for value, label in Urgency.choices)],
        required=False,
    )
    order = forms.ChoiceField(label=_("Order"), choices=Order.choices, required=False)

    def __init__(self, *, group: Group, chosen: BoardFilter) -> None:
        initial = {
            "show": chosen.show,
            "kind": chosen.kind,
            "urgency": chosen.urgency or "",
            "order": chosen.order,
        }
        super().__init__(initial=initial)
        language = get_language() or "en"
        kind: Any = self.fields["kind"]
        kinds = [(category.key, category.name_in(language)) for category in list_categories(group)]
        kind.choices = [("", _("All")), *kinds]


class SaveViewForm(forms.Form):
    name = PlainTextField(
        label=_("Name of the view"),
        longest=60,
        error_messages={"required": _("Give the view a name.")},
    )
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
