import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from manyhands.apps.accounts.actions.codes import CODE_DIGITS
from manyhands.apps.accounts.actions.passkeys import LONGEST_NAME
from manyhands.web.forms.answers import PhoneField, PlainTextField
from manyhands.web.forms.by_hand import BegunForm


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.org."),
        },
    )


class PhoneForm(forms.Form):
    phone = PhoneField(
        label=_("Telephone number"),
        error_messages={"required": _("Enter your telephone number.")},
    )


class SignInForm(BegunForm, EmailForm):
    """To have a code sent. A passkey is not asked for its time: it is quick, and nobody is written to."""


class SignInByTextForm(BegunForm, PhoneForm):
    pass


class CodeForm(forms.Form):
    """One field for all six digits, so that they can be pasted; spaces and dashes do no harm."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "dir": "ltr",
                "class": "control-short",
            }
        ),
        error_messages={"required": _("Enter the six digits from the e-mail.")},
    )

    def clean_code(self) -> str:
        text = self.cleaned_data["code"]
        digits = "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())
        if len(digits) != CODE_DIGITS:
            raise forms.ValidationError(_("The code has six digits."))
        return digits


class AppCodeForm(CodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from your app")
        self.fields["code"].error_messages["required"] = _("Enter the six digits that your app shows.")


class RecoveryForm(forms.Form):
    code = PlainTextField(
        label=_("Recovery code"),
        longest=40,
        help_text=_("Twelve letters and digits, from the list that you printed or wrote down."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
        error_messages={"required": _("Enter one of your recovery codes.")},
    )


class PasskeyNameForm(forms.Form):
    name = PlainTextField(
        label=_("Name"),
        longest=LONGEST_NAME,
        help_text=_("So that you know it again: “My phone”, “Key on my key ring”."),
        error_messages={"required": _("Give it a name.")},
    )


class LanguageForm(forms.Form):
    labels_in_heading = ("language",)

    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("For these pages and for messages to you."),
        choices=lambda: settings.LANGUAGES,
    )
