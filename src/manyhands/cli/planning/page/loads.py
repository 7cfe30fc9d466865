"""Who carries how much, as bars with the number beside them."""

from html import escape
from typing import Final

from manyhands.cli.language import gettext as _
from manyhands.cli.language import ngettext
from manyhands.cli.planning.model import Load, Planned

BAR_WIDTH: Final = 100
FEW_IDLE: Final = 10
MOST_IDLE: Final = 200


def draw_loads(planned: Planned) -> str:
    """Return a bar for everybody who is asked, and how many are not."""
    asked = sorted((load for load in planned.loads if load.added), key=_busiest_first)
    others = len(planned.loads) - len(asked)
    text = ngettext(
        "%(count)d person is not asked this time.", "%(count)d people are not asked this time.", others
    )
    idle = _idle(text % {"count": others}, planned) if others else ""
    return f"{_table(asked)}{idle}" if asked else idle


def _idle(title: str, planned: Planned) -> str:
    """Who is not asked, and why: at once for a few, on demand for many, and not by the thousand."""
    reasons = [load for load in planned.loads if load.why_idle]
    if not reasons:
        return f"<p>{escape(title)}</p>"
    items = "".join(
        f"<li><bdi>{escape(load.name)}</bdi>: {escape(load.why_idle)}</li>" for load in reasons[:MOST_IDLE]
    )
    more = len(reasons) - MOST_IDLE
    if more > 0:
        text = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
        items += f"<li>{escape(text)}</li>"
    is_open = " open" if len(reasons) <= FEW_IDLE else ""
    return f"<details{is_open}><summary>{escape(title)}</summary><ul>{items}</ul></details>"


def _busiest_first(load: Load) -> tuple[int, str]:
    return -load.added, load.name


def _table(asked: list[Load]) -> str:
    most = max(load.before + load.added for load in asked)
    labels = (
        _("Who helps"),
        _("Tasks this week"),
        _("Recent tasks"),
        _("Own limit a week"),
        _("Recent and this week"),
    )
    kinds = ("", "number", "number", "number", "")
    head = "".join(
        f'<th scope="col" class="{kind}">{escape(label)}</th>'
        for kind, label in zip(kinds, labels, strict=True)
    )
    rows = "".join(_row(load, most, labels) for load in asked)
    table = f'<table class="stack"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="frame">{table}</div>'


def _row(load: Load, most: int, labels: tuple[str, ...]) -> str:
    limit = "" if load.per_week is None else str(load.per_week)
    figures = "".join(
        f'<td class="number" data-label="{escape(label, quote=True)}">{value}</td>'
        for value, label in zip((load.added, load.before, limit), labels[1:4], strict=True)
    )
    label = escape(labels[4], quote=True)
    return (
        f'<tr><th scope="row"><bdi>{escape(load.name)}</bdi></th>{figures}'
        f'<td data-label="{label}">{_bar(load, most)}</td></tr>'
    )


def _bar(load: Load, most: int) -> str:
    before, added = load.before / most * BAR_WIDTH, load.added / most * BAR_WIDTH
    return (
        f'<svg class="bar" viewBox="0 0 {BAR_WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="before" width="{before:.1f}" height="10"/>'
        f'<rect x="{before:.1f}" width="{added:.1f}" height="10"/></svg>'
    )
