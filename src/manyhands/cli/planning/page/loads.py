"""Who carries how much, as bars with the number beside them."""

from html import escape
from typing import Final

from manyhands.cli.planning.language import gettext as _
from manyhands.cli.planning.language import ngettext
from manyhands.cli.planning.model import Load, Planned

BAR_WIDTH: Final = 100


def draw_loads(planned: Planned) -> str:
    """Return a bar for everybody who is asked, and how many are not."""
    asked = sorted((load for load in planned.loads if load.added), key=_busiest_first)
    others = len(planned.loads) - len(asked)
    text = ngettext(
        "%(count)d person is not asked this time.", "%(count)d people are not asked this time.", others
    )
    idle = f"<p>{escape(text % {'count': others})}</p>" if others else ""
    if not asked:
        return idle
    most = max(max(load.before + load.added, load.per_week or 0) for load in asked)
    rows = "".join(_row(load, most) for load in asked)
    labels = (_("Who helps"), _("New tasks"), _("Tasks before"), _("Own limit a week"), _("Load"))
    head = "".join(f'<th scope="col">{escape(label)}</th>' for label in labels)
    return (
        f'{idle}<div class="frame"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _busiest_first(load: Load) -> tuple[int, str]:
    return -load.added, load.name


def _row(load: Load, most: int) -> str:
    limit = "" if load.per_week is None else str(load.per_week)
    figures = "".join(f'<td class="number">{value}</td>' for value in (load.added, load.before, limit))
    return f'<tr><th scope="row"><bdi>{escape(load.name)}</bdi></th>{figures}<td>{_bar(load, most)}</td></tr>'


def _bar(load: Load, most: int) -> str:
    before, added = load.before / most * BAR_WIDTH, load.added / most * BAR_WIDTH
    return (
        f'<svg class="bar" viewBox="0 0 {BAR_WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="before" width="{before:.1f}" height="10"/>'
        f'<rect x="{before:.1f}" width="{added:.1f}" height="10"/></svg>'
    )
