"""Print what was found, write it down when asked to, and say by the exit code whether all is well."""

import argparse
import platform
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.assurance import PAGE, write_section

Rows = list[tuple[str, object]]


@dataclass(frozen=True)
class Command:
    """One command of this package: its target, its name in the Makefile, and what it shows."""

    code: str
    name: str
    promise: str

    def parser(self, description: str) -> argparse.ArgumentParser:
        parser = argparse.ArgumentParser(
            prog=f"python -m benchmarks.faults.{self.name}", description=description
        )
        parser.add_argument(
            "--write", action="store_true", help="write the figures into docs/reference/assurance.md"
        )
        return parser

    def judge(self, database: str, rows: Rows, problems: list[str], *, is_written: bool) -> int:
        print(f"{self.code} on {database}: {self.promise}")
        for name, value in rows:
            print(f"  {name:<44} {value}")
        for problem in problems:
            print(f"  NOT WELL: {problem}")
        if is_written:
            self._write(database, rows, problems)
        return 1 if problems else 0

    def _write(self, database: str, rows: Rows, problems: list[str]) -> None:
        """Each database has its part; the other's stays."""
        parts = {**self._written(), database: _part(rows, problems)}
        told = "\n\n".join(
            f"### {self.code} on {name}\n\n{parts[name]}" for name in sorted(parts, reverse=True)
        )
        write_section(self.code, f"`make check-{self.name}`\n\n## {self.code}: {self.promise}\n\n{told}")

    def _written(self) -> dict[str, str]:
        page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        section = re.search(rf"<!-- {self.code} -->\n(.*?)<!-- /{self.code} -->", page, re.DOTALL)
        pieces = re.split(rf"### {self.code} on (\w+)\n", section[1] if section else "")[1:]
        return {name: text.strip() for name, text in zip(pieces[::2], pieces[1::2], strict=True)}


def _part(rows: Rows, problems: list[str]) -> str:
    verdict = "Held" if not problems else "**Missed: " + "; ".join(problems) + "**"
    said = f"{verdict}. {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}."
    lines = ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join([said, "", *lines])
