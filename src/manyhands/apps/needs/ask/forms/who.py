from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.needs.ask.forms.base import Question
from manyhands.apps.needs.states import ForWhom
from manyhands.web.forms.widgets import OptionCards

_ICONS = {ForWhom.SELF.value: "person", ForWhom.OTHER.value: "people", ForWhom.ORGANISATION.value: "building"}
_OURS = "organisation:"


class WhoForm(Question):
    heading = _("Who needs help?")
    seen_by = _("the people who run this group.")
    labels_in_heading = ("for_whom",)

    for_whom = forms.ChoiceField(
        label=_("Who needs help?"),
        error_messages={"required": _("Choose who needs help.")},
        widget=OptionCards(icons=lambda value: _ICONS.get(str(value).split(":")[0], "")),
    )

    def prepare(self) -> None:
        ours = [(f"{_OURS}{row.pk}", row.name) for row in self.now.organisations]
        people = [
            (ForWhom.SELF.value, _("I do, or my household")),
            (ForWhom.OTHER.value, _("Somebody else, and I ask for them")),
        ]
        choices = [*people, *ours, (ForWhom.ORGANISATION.value, _("An organisation"))]
        self.fields["for_whom"].choices = choices  # type: ignore[attr-defined]

    @property
    def for_whom_kind(self) -> str:
        return str(self.cleaned_data["for_whom"]).split(":")[0]

    @property
    def organisation_id(self) -> int | None:
        """The organisation known to the group for which the signed-in member asks."""
        answer = str(self.cleaned_data["for_whom"])
        return int(answer.removeprefix(_OURS)) if answer.startswith(_OURS) else None
