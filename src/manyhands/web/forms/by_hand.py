"""Forms that anybody on the net can send. A program gives itself away by filling in all it finds, and at once.

Never a puzzle. What looks like a program is told what to do, in case it is a person after all: nothing that was typed
is lost, and pressing once more is enough.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _


class UnseenInput(forms.TextInput):
    """Neither seen nor read aloud nor reached by keyboard, and managers of passwords are asked to leave it alone.

    Not of type "hidden": programs know that one. It is never drawn with what was written into it.
    """

    template_name = "web/widgets/unseen.html"

    @property
    def is_hidden(self) -> bool:
        """Drawn without a label or notes around it."""
        return True

    def format_value(self, value: Any) -> None:
        return None


class ByHandForm(forms.Form):
    """`took`: how long ago whoever sends it saw its first page."""

    # A person reads at least one page in this time; a program fills in all of them.
    quickest = timedelta(seconds=2)

    website = forms.CharField(required=False, widget=UnseenInput)

    def __init__(self, *args: Any, took: timedelta, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.took = took

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("website"):
            raise ValidationError(
                _(
                    "A field that people do not see was filled in, perhaps by your browser. Please press the "
                    "button again."
                )
            )
        if self.took < self.quickest:
            raise ValidationError(
                _("That was very quick. Please look at it once more, then press the button again.")
            )
        return data


class BegunForm(ByHandForm):
    """One page, and nothing is kept of who looks at it: the page itself carries when it was drawn, signed."""

    # One field, which browsers know how to fill in.
    quickest = timedelta(seconds=1)

    begun = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *args: Any, at: datetime, **kwargs: Any) -> None:
        began_at = _moment_of(data.get("begun", "")) if data else None
        if data and began_at is None:
            data = data.copy()
            data["begun"] = begun(at)
        super().__init__(data, *args, took=at - (began_at or at), **kwargs)
        self.initial["begun"] = begun(at)


def begun(at: datetime) -> str:
    """What a page carries that was drawn `at`."""
    return _signer().sign(str(round(at.timestamp() * 1000)))


def _moment_of(token: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(_signer().unsign(token)) / 1000, UTC)
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(salt="manyhands.web.forms.by_hand")
