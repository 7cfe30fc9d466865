"""Telling people what is asked of them and what ends, and those who check that somebody waits."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import override

from manyhands.apps.groups.models import Group, Membership, RestingRole
from manyhands.apps.groups.paths import group_path
from manyhands.apps.messaging.actions import tell, tell_staff
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import Check, Requirement
from manyhands.apps.vetting.queries import latest_yes_of, list_lacking
from manyhands.storage.actors import Actor
from manyhands.web.words import date_in_words


def tell_asked(check: Check, subject: Subject, *, by: Actor, at: datetime) -> None:
    context = {"what": check.requirement.name_in(subject.person.language), "url": _own_page(subject.group)}
    tell(subject.person, "requirement_asked", context=context, about=check, by=by, at=at)


def tell_waiting(check: Check, *, by: Actor, at: datetime) -> None:
    url = settings.PUBLIC_URL + group_path(check.group, "vetting:list")
    tell_staff(
        check.group, "vetting_waiting", "vetting.manage", context={"url": url}, about=check,
        dedup=at.isoformat(), by=by, at=at,
    )  # fmt: skip


def tell_resting(member: Membership, *, by: Actor, at: datetime) -> int:
    """Those who give roles hear of each that rests: once, until a new yes or another exemption has ended too."""
    until = latest_yes_of(member)
    lacking = list_lacking([member], [one.role.pk for one in member.resting], at=at)
    return sum(
        len(
            tell_staff(
                member.group,
                "role_kept" if resting.is_kept else "role_rests",
                "group.roles",
                context=_about_role(member, resting, lacking[member.pk, resting.role.pk]),
                about=member,
                dedup=f"{resting.role.pk}:{until}",
                by=by,
                at=at,
            )
        )
        for resting in member.resting
    )


def _about_role(
    member: Membership, resting: RestingRole, lacking: Sequence[Requirement]
) -> Callable[[str], dict[str, str]]:
    url = settings.PUBLIC_URL + group_path(member.group, "groups:member", membership_id=member.pk)

    def said_in(language: str) -> dict[str, str]:
        with override(language):
            return {
                "member": member.display_name or member.user.email,
                "role": resting.role.label,
                "missing": ", ".join(one.name_in(language) for one in lacking),
                "url": url,
            }

    return said_in


def tell_ending(
    about: models.Model,
    requirement: Requirement,
    subject: Subject,
    until: date,
    moment: str,
    *,
    by: Actor,
    at: datetime,
) -> bool:
    """Once for each moment; whether there was anybody to tell."""
    event = "requirement_lapsed" if moment == "lapsed" else "requirement_due"
    language = subject.person.language
    with override(language):
        day = date_in_words(until, today=at.astimezone(subject.group.zone).date())
    context = {"what": requirement.name_in(language), "until": day, "url": _own_page(subject.group)}
    told = tell(subject.person, event, context=context, about=about, dedup=moment, by=by, at=at)
    return told is not None and told.created_at == at


def _own_page(group: Group) -> str:
    return settings.PUBLIC_URL + group_path(group, "vetting:mine")
