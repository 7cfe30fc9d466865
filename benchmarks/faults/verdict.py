"""Print what was found, write it down when asked to, and say by the exit code whether all is well."""

import argparse
from dataclasses import dataclass

from benchmarks.assurance import table, write_section


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

    def judge(
        self, database: str, rows: list[tuple[str, object]], problems: list[str], *, is_written: bool
    ) -> int:
        print(f"{self.code} on {database}: {self.promise}")
        for name, value in rows:
            print(f"  {name:<40} {value}")
        for problem in problems:
            print(f"  NOT WELL: {problem}")
        if is_written:
            verdict = "Held." if not problems else "**Missed:** " + "; ".join(problems) + "."
            text = f"## {self.code} on {database}: {self.promise}\n\n{verdict}\n\n"
            write_section(f"{self.code} on {database}", text + table(rows, command=f"make check-{self.name}"))
        return 1 if problems else 0
