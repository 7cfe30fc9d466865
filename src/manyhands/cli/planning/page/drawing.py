"""The map as SVG: shapes as well as colours tell who needs, who helps and what is unmet."""

from collections.abc import Iterator
from html import escape
from typing import Final

from manyhands.cli.language import gettext as _
from manyhands.cli.planning.measures import length_in_words
from manyhands.cli.planning.model import Gathered, Helper, Line, Planned, Task
from manyhands.cli.planning.page.projection import HEIGHT, WIDTH, XY, Projection, Spread, fit
from manyhands.core.values.lengths import METRES_PER

#: Drawn around 0,0; the script shrinks them as somebody looks closer.
_SHAPES: Final = {
    "need": '<circle class="mark need" r="7"/>',
    "unmet": '<path class="mark unmet" d="M0-9 9 0 0 9-9 0z"/>',
    "helper": '<path class="mark helper" d="M-6-6H6V6H-6z"/>',
}
_ROUND_LENGTHS: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)
_SCALE_WIDTH: Final = 160
#: More codes than these would cover each other.
MOST_ZIPS: Final = 80
#: From here on marks of the usual size would hide each other.
FEW_LINES: Final = 150
SMALL_MARKS: Final = 0.5


def draw_map(gathered: Gathered, planned: Planned, *, unit: str) -> str:
    """Return the drawing with its legend, or a sentence when nothing has a place."""
    placed: list[Task | Helper] = [*gathered.tasks, *gathered.helpers]
    projection = fit(one.point for one in placed if one.point)
    if projection is None:
        return "<p>" + escape(_("No place is known, so there is no map.")) + "</p>"
    drawing = _Drawing(gathered, planned, projection, unit)
    label = escape(_("Map of the plan. The table below says the same in words."), quote=True)
    inside = "".join(drawing.parts())
    size = 1 if len(planned.lines) <= FEW_LINES else SMALL_MARKS
    shapes = "".join(
        f'<g id="{name}" transform="scale({size})">{shape}</g>' for name, shape in _SHAPES.items()
    )
    return (
        f'<svg id="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}" '
        f'data-mark="{size}" tabindex="0">'
        f"<defs>{shapes}</defs>{inside}</svg>{_scale(projection, unit)}{_legend()}"
    )


class _Drawing:
    def __init__(self, gathered: Gathered, planned: Planned, projection: Projection, unit: str) -> None:
        self._planned = planned
        self._projection = projection
        self._unit = unit
        self._zip_centres = gathered.zip_centres
        self._tasks = {task.id: task for task in gathered.tasks}
        self._helpers = {helper.id: helper for helper in gathered.helpers}
        spread = Spread()
        placed: list[Task | Helper] = [*gathered.tasks, *gathered.helpers]
        self._at: dict[str, XY] = {
            one.id: spread.free_place(projection.place(one.point))
            for one in placed
            if one.point and not (isinstance(one, Task) and one.is_remote)
        }

    def parts(self) -> Iterator[str]:
        covered = [line for line in self._planned.covered if not line.is_remote]
        yield self._zips()
        yield self._idle({line.helper_id for line in self._planned.covered})
        yield from (self._way(line) for line in covered if self._has_both_ends(line))
        yield from (
            self._helper(self._helpers[one])
            for one in dict.fromkeys(line.helper_id for line in self._planned.covered)
        )
        yield from (self._task(line, "need") for line in covered)
        yield from (self._task(line, "unmet") for line in self._planned.unmet)

    def _zips(self) -> str:
        """ZIP codes in their middles: something to go by where there is no street map."""
        if len(self._zip_centres) > MOST_ZIPS:
            return ""
        texts = ""
        for code, centre in sorted(self._zip_centres.items()):
            x, y = self._projection.place(centre)
            texts += f'<text x="{x}" y="{y}" dy="-1.2em">{escape(code)}</text>'
        return f'<g id="zips" font-size="15">{texts}</g>'

    def _has_both_ends(self, line: Line) -> bool:
        return line.task_id in self._at and line.helper_id in self._at

    def _idle(self, busy: set[str]) -> str:
        """Everybody who is not asked, as one stroke of dots: thousands of them cost one element."""
        dots = "".join(
            f"M{self._at[helper_id][0]} {self._at[helper_id][1]}h0"
            for helper_id in self._helpers
            if helper_id not in busy and helper_id in self._at
        )
        return f'<path class="idle" d="{dots}"/>' if dots else ""

    def _way(self, line: Line) -> str:
        (x, y), (to_x, to_y) = self._at[line.helper_id], self._at[line.task_id]
        length = length_in_words(line.distance_m or 0, self._unit)
        said = escape(f"{line.helper_name} → {line.name or line.what}: {length}")
        return (
            f'<path class="way" data-task="{escape(line.task_id)}" data-helper="{escape(line.helper_id)}" '
            f'd="M{x} {y}L{to_x} {to_y}"><title>{said}</title></path>'
        )

    def _helper(self, helper: Helper) -> str:
        return self._mark("helper", helper.id, helper.name)

    def _task(self, line: Line, shape: str) -> str:
        name = line.name or _("Somebody")
        said = f"{name}: {line.what}"
        return self._mark(shape, line.task_id, f"{said}. {line.why}" if shape == "unmet" else said)

    def _mark(self, shape: str, id: str, said: str) -> str:
        if id not in self._at:
            return ""
        x, y = self._at[id]
        return (
            f'<use href="#{shape}" x="{x}" y="{y}" data-id="{escape(id)}"><title>{escape(said)}</title></use>'
        )


def _scale(projection: Projection, unit: str) -> str:
    """A line of a round length, as wide in the drawing as it is long in the town."""
    per_unit = METRES_PER[unit]
    fits = [
        length for length in _ROUND_LENGTHS if length * per_unit / projection.metres_per_unit <= _SCALE_WIDTH
    ]
    length = fits[-1] if fits else _ROUND_LENGTHS[0]
    share = length * per_unit / projection.metres_per_unit
    bar = (
        f'<svg width="{share / WIDTH:.1%}" height="8" viewBox="0 0 100 8" preserveAspectRatio="none" '
        'aria-hidden="true"><path d="M0 0V8H100V0"/></svg>'
    )
    said = f'data-length="{length:g}" data-unit="{unit}"'
    return f'<p class="scale" {said}>{bar} <span>{length:g} {unit}</span></p>'


def _legend() -> str:
    shapes = (
        ("need", _("needs help, somebody goes")),
        ("unmet", _("needs help, nobody yet")),
        ("helper", _("helps")),
    )
    items = "".join(
        f'<li><svg viewBox="-10 -10 20 20" aria-hidden="true">{_SHAPES[shape]}</svg> {escape(text)}</li>'
        for shape, text in shapes
    )
    dot = '<svg viewBox="-10 -10 20 20" aria-hidden="true"><path class="idle" d="M0 0h0"/></svg>'
    idle = escape(_("not asked this time"))
    return f'<ul class="legend">{items}<li>{dot} {idle}</li></ul>'
