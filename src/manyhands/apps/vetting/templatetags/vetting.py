from collections.abc import Collection, Iterable
from datetime import date, tzinfo

from django import template
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from manyhands.apps.groups.models import Category
from manyhands.apps.vetting import words
from manyhands.apps.vetting.models import Check, Requirement, RequirementFor
from manyhands.apps.vetting.queries import Line
from manyhands.web.parts import Chip

register = template.Library()


@register.filter
def standing_chip(line: Line) -> Chip:
    return words.chip_of(line.standing.state.value)


@register.filter
def has_files(line: Line, checks_with_files: Collection[int]) -> bool:
    return any(check.pk in checks_with_files for check in line.checks)


@register.filter
def check_chip(check: Check) -> Chip:
    return words.chip_of_check(check.state, str(check.get_state_display()))


@register.filter
def until_words(line: Line, zone: tzinfo) -> str:
    return words.until_in_words(line.standing.state.value, line.standing.until, today=_today(zone))


@register.filter
def next_words(line: Line, zone: tzinfo) -> str:
    """Only what somebody may want to do something about."""
    coming = line.standing.next
    return words.next_in_words(coming.state.value, coming.on, today=_today(zone)) if coming else ""


@register.filter
def lasts_words(days: int) -> str:
    """Whole years as years: nobody counts to 1460."""
    years, rest = divmod(days, 365)
    if years and not rest:
        return ngettext("lasts %(years)s year", "lasts %(years)s years", years) % {"years": years}
    return ngettext("lasts %(days)s day", "lasts %(days)s days", days) % {"days": days}


@register.filter
def requirement_name(requirement: Requirement) -> str:
    return requirement.name_in(get_language() or "en")


@register.filter
def name_of_kind(category: Category) -> str:
    return category.name_in(get_language() or "en")


@register.filter
def requirement_hint(requirement: Requirement) -> str:
    return requirement.hint_in(get_language() or "en")


@register.filter
def requirement_steps(requirement: Requirement) -> str:
    return requirement.steps_in(get_language() or "en")


@register.filter
def needed_for(links: Iterable[RequirementFor]) -> str:
    """The kinds of help and the roles that ask for it, in the order of the group."""
    language = get_language() or "en"
    kinds = sorted(
        (link.category for link in links if link.category), key=lambda kind: (kind.position, kind.pk)
    )
    roles = [link.role.label for link in links if link.role]
    return ", ".join([*(kind.name_in(language) for kind in kinds), *roles]) or _("nothing at present")


@register.filter
def agreement_words(requirement: Requirement) -> str:
    return requirement.agreement_in(get_language() or "en")


def _today(zone: tzinfo) -> date:
    return timezone.now().astimezone(zone).date()
