"""Requirements, checks and exemptions as the engine's rules and files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from manyhands.apps.groups.models import Group
from manyhands.apps.people.models import Organisation, Person
from manyhands.apps.vetting.models import AppliesTo, Check, CheckState, Exemption, Requirement
from manyhands.core.vetting.standing import Decision, File, Rule

DECIDED = (CheckState.MET, CheckState.NOT_MET)
HANDED_IN = (CheckState.SUBMITTED, CheckState.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whoever is checked: somebody who helps, or an organisation."""

    card: Person | Organisation

    @property
    def key(self) -> str:
        """What addresses and forms call them: `p12` or `o3`."""
        return f"p{self.card.pk}" if isinstance(self.card, Person) else f"o{self.card.pk}"

    @property
    def name(self) -> str:
        return str(self.card.name)

    @property
    def person(self) -> Person:
        """Who is told."""
        return self.card if isinstance(self.card, Person) else self.card.contact

    @property
    def looks_after_only(self) -> bool:
        """A member who has not said that they help: nothing is asked of them for kinds of help."""
        return isinstance(self.card, Person) and not hasattr(self.card, "volunteer")

    @property
    def group(self) -> Group:
        return self.card.group

    @property
    def applies_to(self) -> AppliesTo:
        return AppliesTo.PERSON if isinstance(self.card, Person) else AppliesTo.ORGANISATION

    @property
    def columns(self) -> dict[str, Person | Organisation]:
        """What a row about them holds."""
        return {str(self.applies_to): self.card}


def subject_of(row: Check | Exemption) -> Subject:
    card = row.person or row.organisation
    if card is None:
        raise ValueError("The database keeps no row about nobody.")
    return Subject(card)


def day_of(group: Group, at: datetime) -> date:
    """Days are those of the group's own clock."""
    return at.astimezone(group.zone).date()


def rule_of(requirement: Requirement) -> Rule:
    return Rule(renewal_days=requirement.renewal_days, grace_days=requirement.grace_days)


def file_of(checks: Sequence[Check], exemption: Exemption | None) -> File:
    """All rows of one subject and one requirement; of exemptions the one that nobody has ended."""
    decided = [check for check in checks if check.state in DECIDED]
    last = max(decided, key=lambda check: (check.decided_at, check.pk), default=None)
    return File(
        decisions=tuple(_decisions(checks)),
        is_open=any(check.state in HANDED_IN for check in checks),
        was_refused=last is not None and (last.state == CheckState.NOT_MET or last.ended_at is not None),
        exempt_until=exemption.until if exemption else None,
    )


def _decisions(checks: Iterable[Check]) -> Iterable[Decision]:
    for check in checks:
        if check.state == CheckState.MET and check.ended_at is None and check.valid_from is not None:
            yield Decision(check.valid_from, check.valid_until)


def usual_end(requirement: Requirement, since: date) -> date | None:
    """The last day, if the group has said how long it lasts."""
    return None if requirement.validity_days is None else since + timedelta(days=requirement.validity_days)
