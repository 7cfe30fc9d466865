from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.needs.actions.status import ENDINGS
from manyhands.apps.needs.states import CloseReason
from manyhands.web.forms.answers import LONGEST_TEXT, PlainTextField
from manyhands.web.forms.widgets import OptionCards

NOT_YET = "not_yet"


class DoneForm(forms.Form):
    how = forms.ChoiceField(
        label=_("Is it done?"),
        choices=(
            (CloseReason.FULFILLED.value, _("Yes, all of it")),
            (CloseReason.PARTLY_FULFILLED.value, _("A part of it, and that is enough")),
            (NOT_YET, _("No, I still need it")),
        ),
        error_messages={"required": _("Choose whether it is done.")},
        widget=OptionCards(
            icons={"fulfilled": "check-circle", "partly_fulfilled": "check-lg", NOT_YET: "arrow-repeat"}
        ),
    )
    words = PlainTextField(
        label=_("Do you want to say something?"),
        help_text=_(
            "A thank-you, or what is missing. The people who run the group read it and pass thanks on."
        ),
        longest=1000,
        multiline=True,
        required=False,
    )

    @property
    def close_reason(self) -> str:
        how = str(self.cleaned_data["how"])
        return "" if how == NOT_YET else how


class StopForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[
            (ENDINGS[0].value, _("I do not need it any more")),
            (ENDINGS[1].value, _("Somebody else has helped me")),
        ],
        error_messages={"required": _("Choose why.")},
        widget=OptionCards(icons={"no_longer_needed": "x-circle", "helped_by_others": "people"}),
    )


class SafetyForm(forms.Form):
    words = PlainTextField(
        label=_("What happened?"),
        help_text=_("Write as much or as little as you want."),
        longest=LONGEST_TEXT,
        multiline=True,
        rows=6,
        error_messages={"required": _("Write a few words about what happened.")},
    )


class WordsForm(forms.Form):
    """What the neighbour wrote about the request, and how one gets in."""

    details = PlainTextField(
        label=_("What should we know?"), longest=LONGEST_TEXT, multiline=True, required=False
    )
    access_notes = PlainTextField(label=_("How does somebody get to your door?"), longest=300, required=False)


class DeleteForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, delete my details. I know that this cannot be undone."),
        error_messages={"required": _("Tick the box if you are sure.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
