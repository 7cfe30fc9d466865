"""What a neighbour may change on their own page: the same questions as when asking, over the answers of now."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from manyhands.apps.needs.actions import set_when
from manyhands.apps.needs.actions.status import change_contact, change_words, move_need
from manyhands.apps.needs.ask.forms import Circumstances, ReachForm, WhenForm, WhereForm
from manyhands.apps.needs.ask.forms.reach import ME, NOBODY, THEM
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.queries.status import is_only_a_neighbour
from manyhands.apps.needs.states import ForWhom, WhenKind
from manyhands.apps.needs.status.forms import WordsForm
from manyhands.apps.needs.when import When, said
from manyhands.apps.places.models import PlaceKind
from manyhands.core.values.phones import show_phone
from manyhands.storage.actors import Actor
from manyhands.web.languages import language_name
from manyhands.web.parts import SummaryRow
from manyhands.web.words import moment_in_words, window_in_words


class Change(ABC):
    """One thing that can be changed: how it is asked, how it reads now, how it is saved."""

    heading: Any = ""

    @abstractmethod
    def form(self, need: Need, data: QueryDict | None, *, at: datetime) -> Any: ...

    @abstractmethod
    def reads(self, need: Need, *, at: datetime) -> str: ...

    @abstractmethod
    def save(self, need: Need, form: Any, *, by: Actor, at: datetime) -> None: ...

    def row(self, need: Need, *, at: datetime, url: str) -> SummaryRow:
        return SummaryRow(str(self.heading), self.reads(need, at=at) or _("Nothing yet"), url)


class WhenChange(Change):
    heading = gettext_lazy("When is it needed?")

    def form(self, need: Need, data: QueryDict | None, *, at: datetime) -> WhenForm:
        day, clock = said(When(need.when_kind, need.starts_at, need.due_at), need.group.zone)
        initial = {"when_kind": need.when_kind, "day": day, "clock": clock, "patience": need.urgency}
        return WhenForm(data, initial=initial, now=_now(need, at))

    def reads(self, need: Need, *, at: datetime) -> str:
        if need.starts_at:
            return moment_in_words(need.starts_at, at=at, zone=need.group.zone)
        if need.when_kind == WhenKind.BY_DAY:
            return window_in_words(None, need.due_at, at=at, zone=need.group.zone)
        return str(WhenKind(need.when_kind).label)

    def save(self, need: Need, form: WhenForm, *, by: Actor, at: datetime) -> None:
        when = form.when
        set_when(need, when_kind=when.kind, starts_at=when.starts_at, due_at=when.due_at, by=by, at=at)


class WhereChange(Change):
    heading = gettext_lazy("Where is help needed?")

    def form(self, need: Need, data: QueryDict | None, *, at: datetime) -> WhereForm:
        place = need.place
        initial: dict[str, Any] = {"place_kind": PlaceKind.ON_THE_PHONE.value}
        if place is not None:
            initial = {"place_kind": place.kind, "zip_code": place.zip_code, place.kind: place.text}
        return WhereForm(data, initial=initial, now=_now(need, at))

    def reads(self, need: Need, *, at: datetime) -> str:
        place = need.place
        if place is None or place.kind == PlaceKind.ON_THE_PHONE:
            return str(PlaceKind.ON_THE_PHONE.label)
        return ", ".join(part for part in (place.text, place.zip_code) if part)

    def save(self, need: Need, form: WhereForm, *, by: Actor, at: datetime) -> None:
        move_need(need, form.told(_access_notes(need)), by=by, at=at)


class ReachAgainForm(ReachForm):
    """Asked again on the page of a request: whoever it is for has agreed before."""

    def prepare(self) -> None:
        super().prepare()
        self.fields.pop("they_agree", None)


class ReachChange(Change):
    """Each name goes to the card of whom it calls: the neighbour's, and that of whoever asks for them."""

    heading = gettext_lazy("How can we reach you?")

    def form(self, need: Need, data: QueryDict | None, *, at: datetime) -> ReachForm:
        asker, region = need.asked_by, need.group.phone_region
        reaches_asker = asker is not None and bool(asker.phone or asker.email)
        person = asker if asker is not None and reaches_asker else need.person
        initial = {
            "their_name": need.person.name,
            "name": (asker or need.person).name,
            "reach_whom": ME if reaches_asker else THEM,
            "reach_by": person.reach_by if person.phone or person.email else NOBODY,
            "phone": show_phone(person.phone, region=region) if person.phone else "",
            "email": person.email,
            "reach_note": person.reach_note,
            "language": person.language,
        }
        return ReachAgainForm(data, initial=initial, now=_now(need, at, _for_whom(need)))

    def reads(self, need: Need, *, at: datetime) -> str:
        asker = need.asked_by
        person = asker if asker is not None and (asker.phone or asker.email) else need.person
        names = ", ".join(card.name for card in (need.person, asker) if card is not None and card.name)
        phone = show_phone(person.phone, region=need.group.phone_region) if person.phone else ""
        return "\n".join(
            part for part in (names, phone, person.email, language_name(person.language)) if part
        )

    def save(self, need: Need, form: ReachForm, *, by: Actor, at: datetime) -> None:
        change_contact(need, form.contact(), asked_by=form.asked_by(), by=by, at=at)


class WordsChange(Change):
    heading = gettext_lazy("What should we know?")

    def form(self, need: Need, data: QueryDict | None, *, at: datetime) -> WordsForm:
        return WordsForm(data, initial={"details": need.details, "access_notes": _access_notes(need)})

    def reads(self, need: Need, *, at: datetime) -> str:
        return "\n".join(part for part in (need.details, _access_notes(need)) if part)

    def save(self, need: Need, form: WordsForm, *, by: Actor, at: datetime) -> None:
        data = form.cleaned_data
        change_words(need, details=data["details"], access_notes=data["access_notes"], by=by, at=at)


CHANGES: dict[str, Change] = {
    "when": WhenChange(),
    "where": WhereChange(),
    "reach": ReachChange(),
    "words": WordsChange(),
}


def changes_of(need: Need) -> dict[str, Change]:
    """An organisation's contact, and a card that is also a volunteer's, are changed where they belong."""
    if all(is_only_a_neighbour(card) for card in (need.person, need.asked_by) if card is not None):
        return CHANGES
    return {key: change for key, change in CHANGES.items() if key != "reach"}


def _now(need: Need, at: datetime, for_whom: str = ForWhom.SELF) -> Circumstances:
    return Circumstances(group=need.group, at=at, language=get_language() or "en", for_whom=for_whom)


def _for_whom(need: Need) -> str:
    """For somebody else only where both have a card: a caller who left no name is not asked for one now."""
    if need.asked_by is None:
        return ForWhom.SELF
    return ForWhom.ORGANISATION if need.for_whom == ForWhom.ORGANISATION else ForWhom.OTHER


def _access_notes(need: Need) -> str:
    return need.place.access_notes if need.place else ""
