"""`manyhands import needs`: read, show what was understood, take in, and say what could not be taken and why."""

from pathlib import Path

from django.utils import timezone

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import find_group
from manyhands.apps.needs.importing.actions import Imported, import_needs
from manyhands.apps.needs.importing.bridge import local_habits
from manyhands.core.sheets import (
    MAX_MB,
    NeedRow,
    RowResult,
    SheetError,
    Table,
    Understanding,
    parse_needs,
    read_table,
    understand,
)
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

SURE = 0.9


class UnusableSheetError(Exception):
    """Nothing of the file can be taken; the message says what to do."""


def import_sheet(path: Path, slug: str, *, dry_run: bool = False, anyway: bool = False) -> int:
    group = find_group(slug)
    if group is None:
        known = ", ".join(Group.objects.values_list("slug", flat=True)[:10]) or "there are none yet"
        raise UnusableSheetError(f"No group is called “{slug}”. Groups here: {known}.")
    table = _read(path)
    meaning = understand(table, "needs")
    show_understanding(table, meaning)
    if meaning.missing:
        raise UnusableSheetError(
            "Nothing was taken in. Name the columns so that it is clear what is needed by whom."
        )
    if meaning.looks_like == "volunteers" and not anyway:
        raise UnusableSheetError("Nothing was taken in. If these are requests all the same, add --anyway.")
    at = timezone.now()
    with group_scope(group.pk):
        results = parse_needs(table, meaning, local=local_habits(group, at))
        if dry_run:
            show_problems(results)
            return 0
        imported = import_needs(group, results, by=Actor.system("import"), at=at)
    show_problems(results)
    show_outcome(imported, results)
    return 1 if imported.refused else 0


def _read(path: Path) -> Table:
    try:
        if path.stat().st_size > MAX_MB * 1024 * 1024:
            raise UnusableSheetError(f"The file is larger than {MAX_MB} MB. Split it into smaller files.")
        return read_table(path.read_bytes(), filename=path.name)
    except OSError as error:
        raise UnusableSheetError(f"The file cannot be opened: {error.strerror}.") from error
    except SheetError as error:
        raise UnusableSheetError(str(error)) from error


def show_understanding(table: Table, meaning: Understanding) -> None:
    print(f"{_rows(len(table.rows))}. What the headings were taken to mean:")
    for column in meaning.columns:
        sense = column.field.replace("_", " ") if column.field else "— not used"
        doubt = "" if column.field is None or column.confidence >= SURE else "   (please check)"
        print(f"  {column.label[:60]:<60}  {sense}{doubt}")
    for problem in meaning.problems:
        print(f"  ! {problem.text}")


def show_problems(results: list[RowResult[NeedRow]]) -> None:
    for result in results:
        for said in result.problems:
            mark = "not taken" if result.value is None and said.problem.severity == "refused" else "noted"
            print(f"  row {result.line}: {mark}: {said.text}")


def show_outcome(imported: Imported, results: list[RowResult[NeedRow]]) -> None:
    print(f"Requests taken in: {len(imported.taken)}.")
    if imported.known:
        print(f"There already, from an earlier import: {len(imported.known)}.")
    if imported.refused:
        lines = ", ".join(str(result.line) for result in imported.refused)
        print(
            f"{_rows(len(imported.refused))} not taken: {lines}. What stands there is unchanged in your file."
        )
    doubtful = [str(result.line) for result in results if result.line in imported.taken and result.problems]
    if doubtful:
        print(
            f"{_rows(len(doubtful))} taken with something noted above: {', '.join(doubtful)}. Look at them."
        )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
