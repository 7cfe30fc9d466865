from collections.abc import Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.translation import gettext as _

from manyhands.web.forms.wording import is_about_any_field


class Problem(NamedTuple):
    message: str
    focus_id: str


class ErrorSummary:
    """Everything that is wrong with the answers of a page, in the order of the page."""

    def __init__(self, *forms: BaseForm | BaseFormSet | None) -> None:
        self._forms = [form for form in forms if form is not None]

    def __iter__(self) -> Iterator[Problem]:
        for form in self._forms:
            if isinstance(form, BaseFormSet):
                yield from self._of_set(form)
            else:
                yield from self._of_form(form)

    def __bool__(self) -> bool:
        return any(True for _ in self)

    def _of_set(self, formset: BaseFormSet) -> Iterator[Problem]:
        for message in formset.non_form_errors():
            yield Problem(str(message), "")
        for form in formset.forms:
            yield from self._of_form(form)

    def _of_form(self, form: BaseForm) -> Iterator[Problem]:
        for message in form.non_field_errors():
            yield Problem(str(message), "")
        for bound in form:
            focus_id = "" if bound.is_hidden else getattr(bound, "focus_id", "")
            for error in bound.errors.as_data():
                yield Problem(_with_its_question(bound, error), focus_id)


def _with_its_question(bound: BoundField, error: ValidationError) -> str:
    """Away from its field, a message that would suit any field has to say which one it is about."""
    message, question = str(error.messages[0]), str(bound.label).strip().removesuffix(":")
    if not question or not is_about_any_field(error):
        return message
    if question.endswith(("?", ".", "!", "؟")):
        return f"{question} {message}"
    return _("%(question)s: %(message)s") % {"question": question, "message": message}
