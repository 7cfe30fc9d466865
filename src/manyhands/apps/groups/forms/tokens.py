from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.actions.tokens import LONGEST
from manyhands.apps.groups.forms.fields import PlainTextField, choices_of
from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.permissions import PERMISSIONS
from manyhands.apps.groups.queries import list_tokens
from manyhands.web.words import day_in_words

# Given only when somebody ticks it; what a program mostly needs comes ticked.
USUAL = ("needs.read",)
USUAL_DAYS = 90


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
        initial=USUAL_DAYS,
        min_value=1,
        max_value=LONGEST.days,
        widget=forms.NumberInput(attrs={"class": "control-number"}),
    )

    def __init__(self, *args: Any, maker: Membership, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._taken = {token.name.casefold() for token in list_tokens(maker.group, at=at)}
        today = at.astimezone(maker.group.zone).date()
        until = day_in_words(today + timedelta(days=USUAL_DAYS), today=today)
        self.fields["days"].help_text = _("With %(days)d days it works until %(day)s.") % {
            "days": USUAL_DAYS,
            "day": until,
        }
        theirs = [(name, label) for name, label in PERMISSIONS.items() if name in maker.permissions]
        choices_of(self, "permissions").choices = theirs
        self.fields["permissions"].initial = [name for name in USUAL if name in maker.permissions]

    def clean_name(self) -> str:
        """Two of one name, and nobody knows which one to end."""
        name: str = self.cleaned_data["name"]
        if name.casefold() in self._taken:
            raise forms.ValidationError(
                _("There is a token of this name. Choose another, or end that one first.")
            )
        return name
