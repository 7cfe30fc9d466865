from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.groups.permissions import SHIPPED_ROLES
from manyhands.apps.people.models import Person
from manyhands.apps.people.queries import list_own_wishes
from manyhands.apps.privacy.models import Consent, DisclosureGrant, LegalHold, PrivateLink, Reading
from manyhands.core.privacy.retention import RetentionRule, erase_due_at
from manyhands.core.values.phones import show_phone
from manyhands.storage.encryption import token_hash
from manyhands.storage.scope import opened_by_key

_FIELDS: dict[str, Any] = {
    "name": gettext_lazy("name"),
    "first_name": gettext_lazy("first name"),
    "nickname": gettext_lazy("nickname"),
    "phone": gettext_lazy("phone number"),
    "email": gettext_lazy("e-mail address"),
    "masked_contact": gettext_lazy("notes through this page"),
    "address": gettext_lazy("address"),
    "access_notes": gettext_lazy("how to get in"),
    "access_needs": gettext_lazy("what somebody needs"),
    "household": gettext_lazy("who lives there"),
    "details": gettext_lazy("what you wrote"),
    "message": gettext_lazy("a message to you"),
    "reach_note": gettext_lazy("how to reach you"),
    "position": gettext_lazy("place on the map"),
    "evidence": gettext_lazy("papers that show something"),
}


def find_link(token: str, purpose: str, *, at: datetime) -> PrivateLink | None:
    """A link that works now. The token comes before the group is known."""
    hashed = token_hash(token)
    live = PrivateLink.across_groups.filter(
        token_hash=hashed, purpose=purpose, revoked_at__isnull=True, expires_at__gt=at
    )
    with opened_by_key(hashed):
        return live.select_related("group").first()


def granted_fields(viewer: Person, *, reason_kind: str, reason_id: int, at: datetime) -> frozenset[str]:
    """The names of the fields that `viewer` may see because of this reason, now."""
    grant = (
        DisclosureGrant.objects.filter(
            viewer=viewer, reason_kind=reason_kind, reason_id=reason_id, opened_at__lte=at
        )
        .filter(Q(closes_at__isnull=True) | Q(closes_at__gt=at))
        .first()
    )
    return frozenset(grant.fields) if grant else frozenset()


def list_readings_of(person: Person, *, at_most: int = 50) -> list[Reading]:
    """Who looked at this person's details, the latest first."""
    return list(Reading.objects.filter(subject=person).order_by("-at")[:at_most])


def reader_label(membership: Membership) -> dict[str, str]:
    """How a member is named to those whose details they looked at: by name, and by the role that lets them look."""
    roles = [role for role in membership.roles.all() if "contact.reveal" in role.permissions]
    role = roles[0] if roles else None
    return {
        "name": membership.display_name,
        "role": role.key if role else "",
        "role_name": role.name if role else "",
    }


def live_holds(*, at: datetime) -> QuerySet[Any]:
    """Those that count now. A day ends everywhere before the next one begins in Greenwich: no hold ends too early."""
    last_day = (at - timedelta(hours=12)).date()
    return LegalHold.objects.filter(
        Q(until__isnull=True) | Q(until__gte=last_day), made_at__lte=at, ended_at__isnull=True
    )


def is_held(person: Person, *, at: datetime, need_id: int | None = None) -> bool:
    """Whether anything of this person must be kept; with a number, whether this request of theirs must."""
    held = live_holds(at=at).filter(person=person)
    if need_id is not None:
        held = held.filter(Q(need_id__isnull=True) | Q(need_id=need_id))
    return held.exists()


def list_holds(person: Person) -> list[LegalHold]:
    """All of them, also those that have ended; the latest first."""
    rows = LegalHold.objects.filter(person=person).select_related("made_by", "ended_by")
    return list(rows.order_by("-made_at", "-pk"))


def find_hold(hold_id: int) -> LegalHold | None:
    return LegalHold.objects.filter(pk=hold_id).first()


def find_person(person_id: int) -> Person | None:
    """One that has not been forgotten."""
    return Person.objects.filter(pk=person_id, anonymised_at__isnull=True).select_related("group").first()


def list_own_cards(membership: Membership) -> list[Person]:
    """All cards of one member in their group: as a volunteer, for an organisation, by their account."""
    theirs = (
        Q(user=membership.user_id)
        | Q(volunteer__membership=membership)
        | Q(organisations__membership=membership)
    )
    cards = Person.objects.filter(theirs, anonymised_at__isnull=True).select_related("group")
    return list(cards.distinct().order_by("pk"))


def find_own_consent(cards: Sequence[Person], consent_id: int) -> Consent | None:
    """One that was given by whoever these cards stand for."""
    return Consent.objects.filter(pk=consent_id, person__in=cards).select_related("person").first()


def get_erase_due_at(group: Group, *, asked_at: datetime, closed_at: datetime | None) -> datetime:
    """When what somebody told the group is deleted by itself, by the group's two clocks."""
    latest = max(group.keep_at_most_days, group.keep_closed_days)
    return erase_due_at(asked_at, closed_at, RetentionRule(group.keep_closed_days, latest))


@dataclass(frozen=True, slots=True)
class Said:
    """A value that programs read as it is, and people in other words: 8000, "8 km"."""

    value: object
    words: str

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is held of somebody: `key` and `value` for programs, `label`, `shown` and `moment` for people.

    `moment`: also a day; in words it depends on when and where it is read.
    """

    key: str
    label: str
    value: str
    shown: str = ""
    moment: date | None = None

    @classmethod
    def of(cls, key: str, label: str, value: object) -> "Fact":
        if isinstance(value, datetime):
            return cls(key, label, value.isoformat(timespec="seconds"), moment=value)
        if isinstance(value, date):
            return cls(key, label, value.isoformat(), moment=value)
        said = value if isinstance(value, Said) else Said(value, str(value))
        return cls(key, label, str(said.value), said.words)


@dataclass(frozen=True, slots=True)
class Extract:
    """One record of what is held of somebody; facts that are empty are left out.

    `consent_id`: of an agreement that they can take back, here and now.
    """

    key: str
    title: str
    facts: list[Fact] = field(default_factory=list)
    consent_id: int | None = None

    @classmethod
    def of(cls, key: str, title: str, *facts: tuple[str, str, object]) -> "Extract":
        return cls(key, title, [Fact.of(*fact) for fact in facts if fact[2]])


def list_own_extracts(person: Person) -> list[Extract]:
    """The person's card, what they agreed to and who looked, and what they wished for."""
    card = Extract.of(
        "person",
        _("How to reach you"),
        ("name", _("Name"), person.name),
        ("phone", _("Phone"), show_phone(person.phone, region=person.group.phone_region)),
        ("email", _("E-mail"), person.email),
        ("reach_by", _("Best way to reach you"), person.get_reach_by_display()),
        ("reach_note", _("Note about reaching you"), person.reach_note),
        ("language", _("Language"), dict(settings.LANGUAGES).get(person.language, person.language)),
        ("created_at", _("Written down"), person.created_at),
    )
    consents = [
        _consent(one)
        for one in Consent.objects.filter(person=person).select_related("text").order_by("given_at", "pk")
    ]
    readings = [
        Extract.of(
            "reading",
            _("Somebody looked at your details"),
            ("reader", _("Who"), reading.reader_label.get("name", "")),
            ("role", _("As"), role_in_words(reading.reader_label)),
            ("fields", _("What they saw"), ", ".join(fields_in_words(reading.fields))),
            ("at", _("When"), reading.at),
        )
        for reading in Reading.objects.filter(subject=person).order_by("at")
    ]
    wishes = [
        Extract.of(
            "wish",
            _("What you said after a task about meeting again"),
            ("kind", _("You said"), wish.get_kind_display()),
            ("said_at", _("When"), wish.said_at),
        )
        for wish in list_own_wishes(person)
    ]
    return [card, *consents, *readings, *wishes]


def _consent(consent: Consent) -> Extract:
    """In the words that they read then, also where the group asks with other words today."""
    extract = Extract.of(
        "consent",
        _("What you agreed to"),
        ("text_shown", _("Words that were shown"), consent.text.shown),
        ("version", _("Version"), consent.text.version),
        ("given_at", _("Agreed"), consent.given_at),
        ("withdrawn_at", pgettext("of an agreement", "Taken back"), consent.withdrawn_at),
    )
    return extract if consent.withdrawn_at else replace(extract, consent_id=consent.pk)


def role_in_words(label: dict[str, str]) -> str:
    if label.get("role") == "helper":
        return _("your helper")
    shipped = SHIPPED_ROLES.get(label.get("role", ""))
    return label.get("role_name") or (str(shipped[0]) if shipped else "")


def fields_in_words(names: list[str]) -> list[str]:
    """A name that is not known here is said as what it is: something else of theirs."""
    return list(dict.fromkeys(str(_FIELDS.get(name, _("other details"))) for name in names))
