"""What a person is told that we hold of them."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from manyhands.apps.people.models import Person
from manyhands.apps.privacy.queries import Extract
from manyhands.apps.vetting.models import Check, Evidence, Exemption


def list_check_extracts(person: Person) -> list[Extract]:
    """Registered with `privacy`: what was asked, what was decided, and which evidence there is. Three queries."""
    language = get_language() or "en"
    checks = Check.objects.filter(person=person).select_related("requirement").order_by("asked_at")
    evidence = Evidence.objects.filter(check_of__person=person, removed_at__isnull=True)
    exemptions = Exemption.objects.filter(person=person).select_related("requirement").order_by("given_at")
    return [
        *(_check(check, language) for check in checks),
        *(_evidence(one) for one in evidence.order_by("added_at")),
        *(_exemption(one, language) for one in exemptions),
    ]


def _check(check: Check, language: str) -> Extract:
    return Extract.of(
        "check",
        _("Something you were checked for"),
        ("requirement", _("What"), check.requirement.name_in(language)),
        ("state", _("Where it stands"), check.get_state_display()),
        ("asked_at", _("Asked for"), check.asked_at),
        ("decided_at", _("Decided"), check.decided_at),
        ("valid_from", _("From"), check.valid_from),
        ("valid_until", _("Until"), check.valid_until),
        ("ended_at", _("Ended before its time"), check.ended_at),
        ("note", _("What you were told"), check.note),
    )


def _evidence(one: Any) -> Extract:
    return Extract.of(
        "evidence",
        _("What a decision rests on"),
        ("kind", _("What"), one.get_kind_display()),
        ("file_name", _("File"), one.file_name),
        ("text", _("Words"), one.text),
        ("added_at", _("When"), one.added_at),
    )


def _exemption(one: Any, language: str) -> Extract:
    return Extract.of(
        "exemption",
        _("Something you need not show"),
        ("requirement", _("What"), one.requirement.name_in(language)),
        ("reason", _("Why"), one.reason),
        ("until", _("Until"), one.until),
        ("ended_at", _("Ended before its time"), one.ended_at),
    )
