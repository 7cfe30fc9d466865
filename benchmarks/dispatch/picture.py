"""A picture of one case: how long each method takes, on a scale of powers of ten.

Drawn by hand as SVG: bars with their numbers beside them, so that nothing is told by a colour alone, on a ground of its
own, so that it can be read on a light and on a dark page.
"""

from html import escape
from math import ceil, floor, log10
from pathlib import Path
from typing import Final

from benchmarks.dispatch.figures import Figures, Line

WIDTH: Final = 760
LEFT: Final = 250
RIGHT: Final = 110
TOP: Final = 64
STEP: Final = 28
BAR: Final = 18
INK: Final = "#1f2933"
FAINT: Final = "#c9d1d9"
OURS: Final = "#0b6e4f"
OTHERS: Final = "#7b8794"
ATTRIBUTES: Final = (
    'role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="14"'
)


def draw(figures: Figures) -> str:
    """The picture of a case as SVG."""
    lines = [line for line in (*figures.candidates, *figures.choices) if line.cpu_seconds]
    seconds = [line.cpu_seconds or 0.0 for line in lines]
    least, most = floor(log10(min(seconds))), ceil(log10(max(seconds)))
    height = TOP + STEP * len(lines) + 40
    scale = (WIDTH - LEFT - RIGHT) / max(1, most - least)
    said = "; ".join(f"{line.name} {line.cpu_seconds:.3g}" for line in lines)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {ATTRIBUTES}>',
        f'<title id="title">CPU seconds: {escape(figures.case.title)}</title>',
        f'<desc id="desc">{escape(said)}.</desc>',
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff"/>',
        _text(16, 26, figures.case.title, weight=600),
        _text(16, 46, "CPU seconds; each line is ten times the one before. Ours is dark and in bold."),
        *_grid(least, most, scale, height),
    ]
    for place, line in enumerate(lines):
        parts += _bar(line, LEFT, TOP + STEP * place, scale * (log10(line.cpu_seconds or 1.0) - least))
    return "\n".join([*parts, "</svg>\n"])


def write(path: Path, figures: Figures) -> None:
    path.write_text(draw(figures), encoding="utf-8")


def _grid(least: int, most: int, scale: float, height: int) -> list[str]:
    parts = []
    for power in range(least, most + 1):
        x = LEFT + scale * (power - least)
        parts.append(f'<path d="M{x:.0f} {TOP - 6}V{height - 30}" stroke="{FAINT}"/>')
        parts.append(_text(x, height - 12, f"{10.0**power:g}", anchor="middle"))
    return parts


def _bar(line: Line, x: float, y: float, width: float) -> list[str]:
    is_ours = line.name.endswith("ours") or "index" in line.name
    weight = 700 if is_ours else 400
    return [
        _text(x - 10, y + 14, line.name, anchor="end", weight=weight),
        f'<rect x="{x}" y="{y}" width="{max(2, width):.0f}" height="{BAR}" fill="{OURS if is_ours else OTHERS}"/>',
        _text(x + max(2, width) + 8, y + 14, f"{line.cpu_seconds:.3g} s", weight=weight),
    ]


def _text(x: float, y: float, words: str, *, anchor: str = "start", weight: int = 400) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" fill="{INK}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )
