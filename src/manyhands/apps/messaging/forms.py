from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.messaging.events import EVENTS, RECIPIENT_NAMES, Event
from manyhands.apps.messaging.models import EventRule


class OutboxFilter(forms.Form):
    """Narrows the outbox; everything in the address bar."""

    marks_optional = False
    event = forms.ChoiceField(label=_("What it is about"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("Everything"))]
        self.fields["event"].choices = everything + [(name, event.title) for name, event in EVENTS.items()]  # type: ignore[attr-defined]

    @property
    def event_name(self) -> str:
        return self.cleaned_data["event"] if self.is_valid() else ""


class RulesForm(forms.Form):
    """The table of who is told what, with a box for each thing that may be changed."""

    def __init__(self, *args: Any, rules: list[tuple[str, Event, EventRule | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for name, event, rule in rules:
            if event.can_be_off:
                self.fields[f"{name}-on"] = forms.BooleanField(
                    label=_("Send it"), required=False, initial=rule is None or rule.is_on
                )
            if event.can_be_digest:
                self.fields[f"{name}-digest"] = forms.BooleanField(
                    label=_("Once a day, in one e-mail"),
                    required=False,
                    initial=rule is not None and rule.is_digest,
                )

    def sections(self) -> list[tuple[Any, list[dict[str, Any]]]]:
        """(who is told, lines) in the order of the table; each line with the boxes that it has."""
        found: dict[Any, list[dict[str, Any]]] = {}
        for name, event, _rule in self.rules:
            boxes = [self[key] for key in (f"{name}-on", f"{name}-digest") if key in self.fields]
            found.setdefault(event.recipient, []).append({"name": name, "event": event, "boxes": boxes})
        return [(RECIPIENT_NAMES[recipient], lines) for recipient, lines in found.items()]

    def wanted(self) -> dict[str, tuple[bool, bool]]:
        told = self.cleaned_data
        return {
            name: (told.get(f"{name}-on", True), told.get(f"{name}-digest", False))
            for name, _event, _rule in self.rules
        }
