"""What lists of people say of checks: registered with `people`."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language, ngettext

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import Known
from manyhands.apps.vetting.bridge import day_of, file_of, rule_of
from manyhands.apps.vetting.models import Check, CheckState, Exemption
from manyhands.apps.vetting.words import chip_of
from manyhands.core.vetting.standing import State, standing
from manyhands.web.parts import Chip

MOST_NAMED = 2
# What is settled is no sign; of the rest, what somebody should look at first comes first.
_TOLD = (State.LAPSED, State.NOT_MET, State.GRACE, State.SUBMITTED, State.DUE_SOON, State.MISSING)
_CLOSED = (
    "note", "provider_reference", *(f"requirement__{name}" for name in ("hints", "steps", "agreement_text"))
)  # fmt: skip


def tell_of_checks(group: Group, person_ids: Sequence[int], *, at: datetime) -> dict[int, Known]:
    """By the person's id, what they were asked for and do not hold, or not for long. One query."""
    on = day_of(group, at)
    spared = Exemption.objects.filter(
        person=OuterRef("person"), requirement=OuterRef("requirement"), ended_at__isnull=True, until__gte=on
    )
    rows = Check.objects.filter(
        ~Exists(spared), group=group, person_id__in=person_ids, requirement__is_active=True
    ).exclude(state=CheckState.WITHDRAWN)
    told: dict[int, dict[int, list[Check]]] = defaultdict(lambda: defaultdict(list))
    for check in rows.select_related("requirement").defer(*_CLOSED).order_by("requirement__position", "pk"):
        told[check.person_id][check.requirement_id].append(check)
    return {person_id: Known(signs=_signs(list(found.values()), on)) for person_id, found in told.items()}


def _signs(of_each: Sequence[Sequence[Check]], on: date) -> tuple[Chip, ...]:
    """The gravest; how many more there are is counted."""
    standings = [
        (standing(rule_of(checks[0].requirement), file_of(checks, None), on), checks[0].requirement)
        for checks in of_each
    ]
    language = get_language() or "en"
    found = []
    for now, requirement in standings:
        state = (
            State.SUBMITTED if now.is_open and now.state not in (State.LAPSED, State.NOT_MET) else now.state
        )
        if state in _TOLD:
            sign = chip_of(state.value)
            text = f"{requirement.name_in(language)}: {sign.text}"
            found.append((_TOLD.index(state), Chip(text, sign.kind, sign.icon)))
    chips = [chip for _rank, chip in sorted(found, key=lambda one: one[0])]
    more = len(chips) - MOST_NAMED
    if more <= 0:
        return tuple(chips)
    said = ngettext("%(count)d check more", "%(count)d checks more", more) % {"count": more}
    return (*chips[:MOST_NAMED], Chip(said))
