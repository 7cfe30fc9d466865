from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from manyhands.apps.vouching.actions.taking import Acceptable
from manyhands.web.forms.answers import PlainTextField
from manyhands.web.words import date_in_words

PROBLEMS = {
    "malformed": _(
        "This is not a whole proof, or not a whole key. Copy it again, from its first letter to its last."
    ),
    "unknown_issuer": _(
        "Nobody here knows the key of that group yet. Ask the group for it, and paste it below."
    ),
    "signature": _(
        "The signature is wrong: the proof was changed, or somebody else made it. Do not trust it."
    ),
    "person": _("This proof is about somebody with another e-mail address and phone number."),
    "future": _("The proof says that it was made later than now. Check the clock of this computer."),
    "ended": _("This proof has run out. They can ask their group for a new one."),
    "taken_back": _("The group has taken this proof back."),
}
# A proof has about a thousand letters, a key two hundred.
_LONGEST_PROOF, _LONGEST_KEY = 12_000, 20_000
START = "manyhands-proof-1"


class ProofForm(forms.Form):
    """Another group's proof, with its public key where nobody here knows it yet."""

    proof = PlainTextField(
        label=_("The proof"),
        help_text=_("Paste the text or the link that they bring."),
        longest=_LONGEST_PROOF,
        multiline=True,
        rows=5,
    )
    key = PlainTextField(
        label=_("The public key of that group"),
        help_text=_(
            "Only if this page asks for it. Open the address of the key that the group itself gives you, "
            "and paste what you see there."
        ),
        longest=_LONGEST_KEY,
        multiline=True,
        rows=3,
        required=False,
    )

    def clean_proof(self) -> str:
        """A link carries it behind its #."""
        text: str = self.cleaned_data["proof"]
        start = text.find(START)
        return text[start:] if start > 0 else text

    def say(self, reason: str) -> None:
        """Beside the field that it is about."""
        self.add_error("key" if reason == "unknown_issuer" else "proof", PROBLEMS[reason])


class AcceptForm(ProofForm):
    """The same again, with what of it counts here: nothing is chosen beforehand."""

    chosen = forms.MultipleChoiceField(
        label=_("What of it counts here?"),
        help_text=_("Each is your own decision, as if you had checked it yourselves."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one, or go back.")},
    )

    def __init__(self, *args: Any, items: Sequence[Acceptable], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("proof", "key"):
            self.fields[name].widget = forms.HiddenInput()
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(item.number, _in_words(item, today=today)) for item in items]


def _in_words(item: Acceptable, *, today: date) -> str:
    name = item.requirement.name_in(get_language() or "en")
    if item.until is None:
        return gettext("%(name)s, without end") % {"name": name}
    day = date_in_words(item.until, today=today)
    return gettext("%(name)s, until %(day)s") % {"name": name, "day": day}


class ClearForm(forms.Form):
    clear_is_enough = forms.BooleanField(
        label=_("A clear answer counts by itself"),
        help_text=_("Otherwise somebody looks at every answer. Any other answer never decides by itself."),
        required=False,
    )
