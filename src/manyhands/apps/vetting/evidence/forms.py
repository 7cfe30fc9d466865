from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from manyhands.storage.uploads import Refusal, Upload, UploadRefusedError, take_upload
from manyhands.web.forms.answers import PlainTextField

REFUSALS = {
    Refusal.EMPTY: _("This file is empty. Choose another one."),
    Refusal.TOO_LARGE: _("This file is too large. It may have 10 MB; a photo may have 50 million dots."),
    Refusal.OTHER_KIND: _("This kind of file is not taken. Choose a PDF, or a photo as JPEG or PNG."),
    Refusal.DAMAGED: _("This file cannot be read. It may be damaged: save it again, or take another photo."),
    Refusal.HARMFUL: _("Something harmful was found in this file. It was not kept."),
    Refusal.NOT_NOW: _("Files cannot be looked at right now. Try again in a few minutes."),
}


class FileForm(forms.Form):
    """One file, fit to be kept once the form is valid."""

    file = forms.FileField(
        label=_("A photo or a PDF"),
        help_text=_("At most 10 MB. Where a photo was taken is removed from it."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"required": _("Choose a file.")},
    )

    def clean_file(self) -> Upload:
        sent: UploadedFile = self.cleaned_data["file"]
        self.file_name = sent.name or ""
        try:
            return take_upload(sent)
        except UploadRefusedError as error:
            raise ValidationError(REFUSALS[error.refusal]) from error


class EvidenceForm(FileForm):
    """For those who check: a file, or what they have heard or seen."""

    note = PlainTextField(
        label=_("Or a note"),
        help_text=_(
            "What you have heard or seen. Whoever it is about can read it when they ask what is kept."
        ),
        longest=1000,
        multiline=True,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False

    def clean_file(self) -> Upload | None:  # type: ignore[override]
        return super().clean_file() if self.cleaned_data.get("file") else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("note"):
            self.add_error("file", _("Choose a file, or write a note."))
        return data
