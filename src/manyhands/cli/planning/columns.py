"""Columns that only a plan asks for, told by their headings among those that mean nothing else."""

import re
from collections.abc import Mapping
from typing import Final

from manyhands.cli.planning.reading import Sheet
from manyhands.core.sheets import Row
from manyhands.core.sheets.text import fold

_HEADINGS: Final[Mapping[str, frozenset[str]]] = {
    "people": frozenset({
        "people needed", "helpers needed", "volunteers needed", "how many helpers", "how many volunteers",
        "number of helpers", "number of volunteers", "helpers", "volunteers", "quantity",
        "how many people are needed", "personas necesarias", "voluntarios necesarios",
        "voluntarias necesarias", "cuantas personas hacen falta", "ayudantes necesarios", "cantidad",
        "cuantos voluntarios",
    }),
    "weight": frozenset({"weight", "importance", "points", "peso", "importancia", "puntos"}),
    "recent": frozenset({
        "recent tasks", "tasks done", "times helped", "tasks last month", "tasks this month", "helped before",
        "deliveries done", "tasks so far", "tareas recientes", "tareas hechas", "veces que ayudo",
        "tareas este mes", "tareas del mes", "ayudas recientes",
    }),
}  # fmt: skip
_WHOLE = re.compile(r"\s*(-?\d{1,6})(?:[.,]0+)?\s*")


def find_plan_columns(sheet: Sheet) -> dict[str, int]:
    """Return where the sheet says how many are needed, how much it weighs, how much somebody has done."""
    found: dict[str, int] = {}
    for index, heading in enumerate(sheet.table.headings):
        folded = fold(heading)
        for key, names in _HEADINGS.items():
            if folded in names:
                found.setdefault(key, index)
    return found


def read_whole(row: Row, index: int | None) -> tuple[int | None, str]:
    """Return a whole number and "", or None and what stands there instead."""
    typed = "" if index is None else row.cells[index].strip()
    match = _WHOLE.fullmatch(typed)
    return (int(match[1]), "") if match else (None, typed)
