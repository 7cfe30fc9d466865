from dataclasses import dataclass, field

from manyhands.apps.groups.models import Group
from manyhands.apps.vetting.models import AppliesTo, EvidenceViewers, Requirement, Stage

YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedRequirement:
    """A requirement as it ships, with the kinds of help that ask for it."""

    key: str
    kind: str
    names: dict[str, str]
    hints: dict[str, str]
    steps: dict[str, str]
    needed_for: tuple[str, ...]
    stage: str = Stage.APPROVAL
    applies_to: str = AppliesTo.PERSON
    validity_days: int | None = None
    renewal_days: int = 60
    grace_days: int = 30
    agreement_text: dict[str, str] = field(default_factory=dict)
    evidence_viewers: str = EvidenceViewers.VETTERS

    def as_row(self, group: Group, position: int) -> Requirement:
        return Requirement(
            group=group,
            key=self.key,
            kind=self.kind,
            names=self.names,
            hints=self.hints,
            steps=self.steps,
            stage=self.stage,
            applies_to=self.applies_to,
            validity_days=self.validity_days,
            renewal_days=self.renewal_days,
            grace_days=self.grace_days,
            agreement_text=self.agreement_text,
            evidence_viewers=self.evidence_viewers,
            position=position,
        )
