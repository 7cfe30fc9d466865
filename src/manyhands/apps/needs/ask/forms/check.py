from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# A person reads at least one page in this time; a program fills in all of them.
_QUICKEST = timedelta(seconds=2)


class CheckForm(forms.Form):
    """Sending. What looks like a program is told what to do, in case it is a person after all."""

    website = forms.CharField(label=_("Leave this field empty"), required=False)

    def __init__(self, *args: Any, began_at: datetime, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.took = at - began_at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("website"):
            raise ValidationError(
                _(
                    "A field that people do not see was filled in, perhaps by your browser. Please press Send again."
                )
            )
        if self.took < _QUICKEST:
            raise ValidationError(
                _("That was very quick. Please look at your answers once more, then press Send again.")
            )
        return data
