from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.actions.tokens import LONGEST
from manyhands.apps.groups.forms.fields import PlainTextField, choices_of
from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.permissions import PERMISSIONS

# Given only when somebody ticks it; what a program mostly needs comes ticked.
USUAL = ("needs.read",)


class TokenForm(forms.Form):
    """What one program may do. Only what the maker may do themselves is offered."""

    name = PlainTextField(
        label=_("Which program is it for?"),
        help_text=_("So that everybody knows which one to end one day."),
        max_length=80,
        error_messages={"required": _("Say which program it is for.")},
    )
    permissions = forms.MultipleChoiceField(
        label=_("What it may do"),
        help_text=_("As little as it needs. It never may do more than you may at the time."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    days = forms.IntegerField(
        label=_("Works for how many days"),
        initial=90,
        min_value=1,
        max_value=LONGEST.days,
        widget=forms.NumberInput(attrs={"class": "control-number"}),
    )

    def __init__(self, *args: Any, maker: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = [(name, label) for name, label in PERMISSIONS.items() if name in maker.permissions]
        choices_of(self, "permissions").choices = theirs
        self.fields["permissions"].initial = [name for name in USUAL if name in maker.permissions]
