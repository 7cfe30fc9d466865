from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from manyhands.apps.needs.ask.forms.base import Circumstances, Question
from manyhands.apps.needs.states import ForWhom
from manyhands.apps.people.actions import Contact
from manyhands.apps.people.models import ReachBy
from manyhands.web.forms.answers import PhoneField, PlainTextField, email_field
from manyhands.web.forms.widgets import OptionCards
from manyhands.web.languages import language_name, plain_language

NOBODY = "page"
_WAYS = (*ReachBy.choices, (NOBODY, _("Do not reach me: I will look at my private page")))
_ICONS = {"call": "telephone", "text": "chat-dots", "email": "envelope", "page": "eye"}
_ASKED_BY_WAY: dict[str | None, tuple[str, ...]] = {
    ReachBy.CALL: ("phone", "reach_note"),
    ReachBy.TEXT: ("phone", "reach_note"),
    ReachBy.EMAIL: ("email",),
}
THEM, ME = "them", "me"


class ReachForm(Question):
    """Who is called, by which name and how. `contact` is the neighbour, `asked_by` who asks for them."""

    template_name = "needs/ask/reach_fields.html"
    heading = _("How can we reach you?")
    seen_by = _(
        "the people who run this group. Who says yes to helping sees what they need to reach you, until it is done."
    )

    marks_optional = False

    their_name = PlainTextField(
        label=_("What should we call the person who needs help?"),
        help_text=_("A first name or a nickname is enough."),
    )
    name = PlainTextField(
        label=_("What should we call you?"),
        help_text=_("A first name or a nickname is enough."),
        error_messages={"required": _("Write a name or a nickname, so that we know what to call you.")},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    reach_whom = forms.ChoiceField(
        label=_("Whom should we contact?"),
        choices=[(ME, _("Me")), (THEM, _("The person who needs help"))],
        initial=ME,
        widget=forms.RadioSelect,
    )
    reach_by = forms.ChoiceField(
        label=_("What is the best way?"),
        choices=_WAYS,
        initial=ReachBy.CALL,
        widget=OptionCards(icons=_ICONS),
    )
    phone = PhoneField(label=_("Phone number"), help_text=_("Of any country."), required=False)
    email = email_field(label=_("E-mail address"), required=False)
    reach_note = PlainTextField(
        label=_("Is there anything to mind when we call?"),
        help_text=_("For example: only after 5, or do not leave a message."),
        longest=300,
        required=False,
    )
    language = forms.ChoiceField(label=_("Which language do you like to speak?"))
    they_agree = forms.BooleanField(
        label=_("This person knows that I am asking, and agrees."),
        error_messages={"required": _("Please ask the person first. When they agree, tick this box.")},
    )

    def prepare(self) -> None:
        language: Any = self.fields["language"]
        language.choices = language_choices(self.now)
        language.initial = self.now.language
        if self.now.for_whom == ForWhom.SELF:
            self._drop("their_name", "reach_whom", "they_agree")
        elif self.now.for_whom == ForWhom.ORGANISATION:
            self._drop("reach_whom", "they_agree")
            self.fields["their_name"].label = _("What is the organisation called?")
            self.fields["their_name"].help_text = ""
        their_name = self.fields.get("their_name")
        if their_name:
            their_name.error_messages["required"] = _("Write a name, so that we know what to call them.")

    def _drop(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def name_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("their_name", "name", "reach_whom") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        way = data.get("reach_by")
        for name in sorted({"phone", "email", "reach_note"} - set(_ASKED_BY_WAY.get(way, ()))):
            # Typed for another way, and out of sight since: neither wrong nor kept.
            self.errors.pop(name, None)
            data[name] = ""
        if way in (ReachBy.CALL, ReachBy.TEXT) and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Write a phone number, or choose another way to be reached."))
        if way == ReachBy.EMAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write an e-mail address, or choose another way to be reached."))
        return data

    def contact(self) -> Contact:
        """The neighbour's card. Who is reached through somebody else has that person's number on it."""
        data = self.cleaned_data
        return self._card(data.get("their_name") or data["name"])

    def asked_by(self) -> Contact | None:
        data = self.cleaned_data
        if "their_name" not in data:
            return None
        if data.get("reach_whom") == THEM:
            return Contact(name=data["name"], language=data["language"])
        return self._card(data["name"])

    def _card(self, name: str) -> Contact:
        data = self.cleaned_data
        way = data["reach_by"]
        return Contact(
            name=name,
            phone=data["phone"],
            email=data["email"],
            reach_by=way if way != NOBODY else ReachBy.EMAIL,
            reach_note=data["reach_note"],
            language=data["language"],
        )


def language_choices(now: Circumstances) -> list[tuple[str, str]]:
    """The languages that the group speaks and those of the pages, each by its own name."""
    codes = dict.fromkeys(plain_language(code) for code in [*now.group.languages, *dict(settings.LANGUAGES)])
    return [(code, language_name(code)) for code in codes]
