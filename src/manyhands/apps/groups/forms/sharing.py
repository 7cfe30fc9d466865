from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.forms.fields import choices_of
from manyhands.apps.groups.models import Membership


class ShareForm(forms.Form):
    """Which of the groups that somebody runs says yes."""

    group = forms.ChoiceField(
        label=_("Which of your groups?"), error_messages={"required": _("Choose one of your groups.")}
    )

    def __init__(self, *args: Any, memberships: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.memberships = {membership.group.slug: membership for membership in memberships}
        names = [(slug, membership.group.name) for slug, membership in self.memberships.items()]
        choices_of(self, "group").choices = names

    @property
    def chosen(self) -> Membership:
        return self.memberships[self.cleaned_data["group"]]
