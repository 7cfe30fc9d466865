"""The words that volunteers read before they say yes: nothing in them tells who, where or how to reach."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Group
from manyhands.apps.needs.queries.hints import list_personal_hints

_TAKE_OUT: dict[str, Any] = {
    "phone": _("Take out the phone number “%(found)s”. People read this before they say yes."),
    "email": _("Take out the e-mail address “%(found)s”. People read this before they say yes."),
    "street": _("Take out the address “%(found)s”. Who says yes sees where it is."),
    "name": _("Take out the name “%(found)s”. Who says yes sees it."),
}


def refuse_personal(form: forms.Form, group: Group, names: Iterable[str]) -> None:
    """Say beside the field what has to go; there is no way around it."""
    for hint in list_personal_hints(group, form.cleaned_data.get("summary", ""), names):
        form.add_error(
            "summary",
            forms.ValidationError(_TAKE_OUT[hint.kind], params={"found": hint.text}, code=hint.kind),
        )
