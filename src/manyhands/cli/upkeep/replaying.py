"""`manyhands replay`: a past plan worked out anew, and what differs, if anything does."""

from collections.abc import Mapping
from typing import Any

from manyhands.apps.dispatch.bridge.planning.kept_question import UnreadableQuestionError
from manyhands.apps.dispatch.bridge.planning.process import PlanFailedError
from manyhands.apps.dispatch.models import Run
from manyhands.apps.dispatch.queries.plans.names import names_of
from manyhands.apps.dispatch.queries.plans.past import list_replayable
from manyhands.apps.dispatch.queries.plans.replay import (
    Aspect,
    Difference,
    NotAsked,
    NothingKeptError,
    Replay,
    explain_again,
    replay,
    why_not_asked,
)
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run, find_run
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import find_group
from manyhands.cli.language import gettext as _
from manyhands.cli.language import gettext_noop, ngettext, spoken
from manyhands.storage.scope import group_scope

LATEST = "latest"
HASH_SHOWN = 12
_NOT_ASKED = {
    NotAsked.UNKNOWN: gettext_noop("There is no request %(reference)s in this group."),
    NotAsked.LEFT_TO_VOLUNTEERS: gettext_noop(
        "%(reference)s is in no plan: volunteers choose by themselves whether they do it."
    ),
    NotAsked.NOT_LOOKED_FOR: gettext_noop(
        "The plan was not asked about %(reference)s: nobody was looked for when it was made."
    ),
}
_SAID = {
    Aspect.QUESTION: gettext_noop("What was asked reads differently: %(then)s then, %(now)s now."),
    Aspect.OBJECTIVE: gettext_noop("The costs differ: %(then)s then, %(now)s now."),
    Aspect.PROOF: gettext_noop("What is proven differs: %(then)s then, %(now)s now."),
    Aspect.ONLY_THEN: gettext_noop("Only then: %(then)s."),
    Aspect.ONLY_NOW: gettext_noop("Only now: %(now)s."),
    Aspect.ONLY_SHOWN: gettext_noop("Staff were shown %(then)s, which the plan did not hold."),
}


class CannotReplayError(Exception):
    """Nothing can be made again; the message says what to do."""


def replay_plan(slug: str, number: str, *, why: str) -> bool:
    """Whether it is the same plan. Raises CannotReplayError."""
    group = find_group(slug)
    if group is None:
        text = _("No group is called “%(name)s”.")
        raise CannotReplayError(text % {"name": slug})
    with group_scope(group.pk):
        run = _find(group, number)
        replayed = _replayed(group, run)
        print(_headline(group, run))
        for difference in replayed.differences:
            print(f"  {_say(group, difference)}")
        print(_outcome(replayed))
        if why:
            _say_why(group, replayed, why)
    return replayed.is_same


def _find(group: Group, number: str) -> Run:
    run = find_latest_run(group) if number == LATEST else None
    # A number longer than any the database gives is no plan either.
    if number.isdecimal() and len(number) < HASH_SHOWN:
        run = find_run(group, int(number))
    if run is None:
        text = _("%(group)s has no plan with the number %(number)s. %(others)s")
        words = {"group": group.name, "number": number, "others": _others(group)}
        raise CannotReplayError(text % words)
    return run


def _replayed(group: Group, run: Run) -> Replay:
    try:
        return replay(run)
    except NothingKeptError as error:
        text = _("What plan %(number)d was made from is not kept any more. %(others)s")
        raise CannotReplayError(text % {"number": run.pk, "others": _others(group)}) from error
    except UnreadableQuestionError as error:
        text = _(
            "Plan %(number)d was made by another version of this program, which kept it in another form."
        )
        raise CannotReplayError(text % {"number": run.pk}) from error
    except PlanFailedError as error:
        text = _("Plan %(number)d could not be worked out again (%(reason)s).")
        raise CannotReplayError(text % {"number": run.pk, "reason": error}) from error


def _others(group: Group) -> str:
    numbers = list_replayable(group)
    if not numbers:
        return _("There is none that can be made again.")
    text = _("Those that can be made again: %(numbers)s.")
    return text % {"numbers": ", ".join(map(str, numbers[:10]))}


def _headline(group: Group, run: Run) -> str:
    made = run.finished_at.astimezone(group.zone).strftime("%Y-%m-%d %H:%M") if run.finished_at else "?"
    text = _("%(group)s, plan %(number)d of %(made)s:")
    return text % {"group": group.name, "number": run.pk, "made": made}


def _outcome(replayed: Replay) -> str:
    if not replayed.is_same:
        count = len(replayed.differences)
        text = ngettext("%(count)d thing differs.", "%(count)d things differ.", count)
        return text % {"count": count}
    certificate = replayed.answer["certificate"]
    pairs = len(replayed.kept.pairs)
    text = ngettext(
        "The same plan, proven again: %(count)d line. All in all it costs as much as %(km)s km of way. "
        "What was asked has the fingerprint %(hash)s.",
        "The same plan, proven again: %(count)d lines. All in all it costs as much as %(km)s km of way. "
        "What was asked has the fingerprint %(hash)s.",
        pairs,
    )
    hashed = str(certificate.get("input_hash", ""))[:HASH_SHOWN] or "–"
    return text % {"count": pairs, "km": _costs_km(certificate), "hash": hashed}


def _costs_km(certificate: Mapping[str, Any]) -> str:
    """All measures of a plan are in units of 10 m; its total counts finer, to decide between plans that are as good."""
    measures = dict(certificate.get("objective", {}))
    units = sum(cost for name, cost in measures.items() if name not in ("tie", "total"))
    return f"{units / 100:.0f}"


def _say(group: Group, difference: Difference) -> str:
    words = {"then": _short(group, difference.then), "now": _short(group, difference.now)}
    return _(_SAID[difference.aspect]) % words


def _short(group: Group, value: Any) -> str:
    """Pairs by reference and number: names are for who asks why."""
    if isinstance(value, tuple):
        request, volunteer = value
        named = names_of(group, [request], language=spoken())
        return f"{named.get(request, request)} – {volunteer}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    return str(value)[:HASH_SHOWN]


def _say_why(group: Group, replayed: Replay, reference: str) -> None:
    """Raises CannotReplayError where there is nothing to say."""
    said = explain_again(group, replayed, reference, language=spoken())
    for kind, sentence in said:
        print(f"{reference.upper()}, {kind}: {sentence}")
    if not said:
        text = _(_NOT_ASKED[why_not_asked(group, reference)])
        raise CannotReplayError(text % {"reference": reference.upper()})
