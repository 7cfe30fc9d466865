"""What a neighbour does on their own page."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.actions import record
from manyhands.apps.messaging.actions import tell_staff
from manyhands.apps.needs.actions.care import set_details
from manyhands.apps.needs.actions.listing import refresh_listing
from manyhands.apps.needs.actions.moves import close_need
from manyhands.apps.needs.models import InternalNote, Need
from manyhands.apps.needs.states import CloseReason
from manyhands.apps.people.actions import Contact, change_person
from manyhands.apps.people.models import SafetyReport
from manyhands.apps.places.actions import ON_THE_PHONE, ToldPlace, add_place, change_place, set_access_notes
from manyhands.apps.privacy.actions import list_all_extracts, make_archive
from manyhands.apps.privacy.queries import Extract, list_own_extracts
from manyhands.storage.actors import Actor


@transaction.atomic
def say_how_it_went(need: Need, *, close_reason: str, words: str, by: Actor, at: datetime) -> None:
    """Done, done in part, or (without a reason) not done yet: then it stays open and staff look at it now."""
    if words:
        InternalNote.objects.create(group_id=need.group_id, need=need, author=None, text=words, at=at)
        record("need.note_added", need, by=by, at=at, fields=["notes"])
    if close_reason:
        close_need(need, reason=close_reason, by=by, at=at)
        return
    need.follow_up_at = at
    need.version += 1
    need.save(update_fields=["follow_up_at", "version"])
    record("need.not_done", need, by=by, at=at, fields=["follow_up_at"])


@transaction.atomic
def move_need(need: Need, told: ToldPlace, *, by: Actor, at: datetime) -> None:
    """Help is needed somewhere else. Distances and lists follow; who has said yes sees the new place."""
    if need.place is None:
        need.place = add_place(need.group, told, by=by, at=at)
        need.save(update_fields=["place"])
    else:
        change_place(need.place, told, by=by, at=at)
    refresh_listing(need, at=at)
    record("need.moved", need, by=by, at=at, fields=["place"])


@transaction.atomic
def change_words(need: Need, *, details: str, access_notes: str, by: Actor, at: datetime) -> None:
    """What the neighbour wrote, and how one gets in; that is kept with the place, even one still to be said."""
    set_details(need, details, by=by, at=at)
    place = need.place
    if place is None and access_notes:
        move_need(need, replace(ON_THE_PHONE, access_notes=access_notes), by=by, at=at)
    elif place is not None and place.access_notes != access_notes:
        set_access_notes(place, access_notes, by=by, at=at)


@transaction.atomic
def change_contact(
    need: Need, contact: Contact, *, asked_by: Contact | None = None, by: Actor, at: datetime
) -> None:
    """Who is called and how. A number of their own that staff wrote down stays on the card it is on."""
    person, asker = need.person, need.asked_by
    if asker is not None and asked_by is not None:
        own = (person.phone, person.email) != (asker.phone, asker.email)
        if own and (asked_by.phone or asked_by.email) and (person.phone or person.email):
            told = Contact.of(person)
            contact = replace(told, name=contact.name, language=contact.language)
        change_person(asker, asked_by, by=by, at=at)
    change_person(person, contact, by=by, at=at)
    if need.language != contact.language:
        need.language = contact.language
        need.version += 1
        need.save(update_fields=["language", "version"])
        refresh_listing(need, at=at)
        record("need.language_set", need, by=by, at=at, fields=["language"])


@transaction.atomic
def export_own(need: Need, *, by: Actor, at: datetime) -> list[Extract]:
    """All that is held of the neighbour, and of whoever asked for them."""
    _note_export(need, by=by, at=at)
    return _own_extracts(need)


@transaction.atomic
def pack_own(need: Need, *, by: Actor, at: datetime) -> bytes:
    """The same as one file to keep."""
    _note_export(need, by=by, at=at)
    return make_archive(need.group, lambda: _own_extracts(need), at=at)


def _note_export(need: Need, *, by: Actor, at: datetime) -> None:
    cards = {card.pk: card for card in (need.person, need.asked_by) if card is not None}
    for card in cards.values():
        record("person.exported", card, by=by, at=at)


def _own_extracts(need: Need) -> list[Extract]:
    extracts = list_all_extracts(need.person)
    asker = need.asked_by
    if asker is None or asker == need.person:
        return extracts
    told = list_own_extracts(asker)
    return [*extracts, *(replace(extract, title=_asker_title(extract), consent_id=None) for extract in told)]


def _asker_title(extract: Extract) -> str:
    return _("Whoever asked for you: %(what)s") % {"what": extract.title}


@transaction.atomic
def report_safety_problem(need: Need, text: str, *, by: Actor, at: datetime) -> SafetyReport:
    """Something felt wrong. Those few who handle safety are told at once, without the words."""
    report: SafetyReport = SafetyReport.objects.create(
        group_id=need.group_id,
        reporter=need.person,
        reason_kind=need._meta.label_lower,
        reason_id=need.pk,
        text=text,
        made_at=at,
    )
    record("safety.reported", report, by=by, at=at)
    url = settings.PUBLIC_URL + group_path(need.group, "dispatch:safety_report", report_id=report.pk)
    tell_staff(need.group, "safety_report", "safety.handle", context={"url": url}, about=report, by=by, at=at)
    return report


ENDINGS = (CloseReason.NO_LONGER_NEEDED, CloseReason.HELPED_BY_OTHERS)
