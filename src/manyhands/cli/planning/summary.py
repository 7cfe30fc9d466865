"""The plan in the terminal: how many, how sure, how far, who carries what, and what is missing."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from manyhands.cli.language import gettext as _
from manyhands.cli.language import ngettext
from manyhands.cli.planning.measures import length_in_words
from manyhands.cli.planning.model import Gathered, Planned, Remark

BAR: Final = 30
#: So much is shown; the rest is counted, and stands in the files.
MOST_REMARKS: Final = 30
MOST_ROWS: Final = 10
MOST_UNMET: Final = 20
MOST_BUSY: Final = 5


def remarks_in_words(gathered: Gathered) -> Iterator[str]:
    """What is to be mended first, what is to be known after it."""
    for title, chosen in (
        (_("Left out, until it is mended:"), [one for one in gathered.remarks if one.is_left_out]),
        (_("Read with a remark:"), [one for one in gathered.remarks if not one.is_left_out]),
    ):
        if not chosen:
            continue
        yield title
        told = list(_gathered(chosen))
        yield from told[:MOST_REMARKS]
        more = len(told) - MOST_REMARKS
        if more > 0:
            text = ngettext("  and %(count)d more like these", "  and %(count)d more like these", more)
            yield text % {"count": more}
        yield ""


def _gathered(remarks: list[Remark]) -> Iterator[str]:
    """The same remark on many rows is said once, with the rows."""
    lines: dict[tuple[str, str], list[int]] = {}
    for remark in remarks:
        lines.setdefault((remark.file, remark.text), []).append(remark.line)
    for (file, text), rows in lines.items():
        if len(rows) == 1:
            yield f"  {place_of(Remark(file, rows[0], text))}: {text}"
            continue
        shown = ", ".join(map(str, rows[:MOST_ROWS])) + (" …" if len(rows) > MOST_ROWS else "")
        place = _("%(file)s, %(count)d rows (%(lines)s)") % {"file": file, "count": len(rows), "lines": shown}
        yield f"  {place}: {text}"


def place_of(remark: Remark) -> str:
    if not remark.line:
        return remark.file
    return _("%(file)s, row %(line)d") % {"file": remark.file, "line": remark.line}


def summary_in_words(gathered: Gathered, planned: Planned, *, unit: str) -> Iterator[str]:
    yield headline(planned)
    yield from (f"  {sentence}" for sentence in planned.proof.sentences)
    if planned.wanted:
        yield ""
        yield travel_in_words(planned, unit=unit)
        yield from _loads(planned)
    yield from _unmet(planned)
    closed = Counter(one.reason for one in gathered.left_out)
    if closed:
        yield ""
        yield _("Needs that were not planned:")
        for reason, count in closed.most_common():
            yield f"  {count:>5}  {reason}"
    if planned.assumed:
        yield ""
        yield _("What is missing in the sheets was assumed:")
        yield from (f"  {text}" for text in planned.assumed)


def headline(planned: Planned) -> str:
    covered, wanted = len(planned.covered), planned.wanted
    if not wanted:
        return _("There is nothing to plan: no row is an open need.")
    text = ngettext(
        "Covered: %(covered)d of %(wanted)d task, for the week from %(day)s.",
        "Covered: %(covered)d of %(wanted)d tasks, for the week from %(day)s.",
        wanted,
    )
    return text % {"covered": covered, "wanted": wanted, "day": planned.begins.isoformat()}


def travel_in_words(planned: Planned, *, unit: str) -> str:
    ways = sorted(line.distance_m for line in planned.covered if line.distance_m is not None)
    if not ways:
        return _("Nobody has to go anywhere.")
    text = _("Ways: %(typical)s is typical, %(longest)s the longest, %(total)s all together (one way).")
    return text % {
        "typical": length_in_words(ways[len(ways) // 2], unit),
        "longest": length_in_words(ways[-1], unit),
        "total": length_in_words(planned.travel_m, unit),
    }


def _loads(planned: Planned) -> Iterator[str]:
    """How many people get how many tasks, as bars; then whom it takes most of."""
    spread = Counter(load.added for load in planned.loads)
    if not spread:
        return
    yield ""
    yield _("New tasks per person:")
    widest = max(spread.values())
    for added in sorted(spread):
        length = max(1, round(spread[added] / widest * BAR))
        people = ngettext("%(count)d person", "%(count)d people", spread[added]) % {"count": spread[added]}
        yield f"  {added:>3}  {'█' * length} {people}"
    busiest = sorted(planned.loads, key=lambda load: (-load.added, load.name))[:MOST_BUSY]
    busiest = [load for load in busiest if load.added > 1]
    if busiest:
        yield _("Asked most: %(people)s.") % {
            "people": ", ".join(f"{load.name} ({load.added})" for load in busiest)
        }


def _unmet(planned: Planned) -> Iterator[str]:
    unmet = planned.unmet
    if not unmet:
        return
    yield ""
    missing = sum(line.missing for line in unmet)
    text = ngettext("Nobody yet for %(count)d task:", "Nobody yet for %(count)d tasks:", missing)
    yield text % {"count": missing}
    for line in unmet[:MOST_UNMET]:
        name = f"{line.name}: " if line.name else ""
        row = _("row %(line)d") % {"line": line.line}
        yield f"  {row}: {name}{line.what}. {line.why}"
    more = len(unmet) - MOST_UNMET
    if more > 0:
        yield ngettext("  and %(count)d more like these", "  and %(count)d more like these", more) % {
            "count": more
        }
