from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from manyhands.web.forms.answers import PlainTextField
from manyhands.web.forms.widgets import DateInput


class ForgetForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, delete it. I know that this cannot be undone."),
        error_messages={"required": _("Tick the box if you are sure.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class HoldForm(forms.Form):
    reason = PlainTextField(
        label=_("Why it has to be kept"),
        help_text=_("For example: the police asked for it. Only staff read this."),
        longest=300,
        error_messages={"required": _("Write why: whoever looks at it later has to know.")},
    )
    until = forms.DateField(
        label=_("Until which day?"),
        help_text=_("Leave it empty if nobody knows yet. Somebody has to end it then."),
        widget=DateInput,
        required=False,
        error_messages={"invalid": _("Choose a day, like 2026-05-31.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < self.today:
            raise ValidationError(_("Choose a day that is not over yet."))
        return until
