"""docs/reference/assurance.md: each command that proves a promise writes its own section, and no other's."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "assurance.md"
HEAD = """# What is promised, and what shows it

Each section is written by a command that anybody can run; its first line names it.
"""
_SECTION = re.compile(r"<!-- (?P<code>[A-Z]\d+(?:-\d+)?) -->\n.*?<!-- /(?P=code) -->\n", re.DOTALL)


def write_section(code: str, text: str, *, page: Path = PAGE) -> None:
    """Put `text` between the marks of `code` ("R4"), in the order of the numbers; the other sections stay."""
    whole = page.read_text() if page.exists() else HEAD
    sections = {found["code"]: found[0] for found in _SECTION.finditer(whole)}
    sections[code] = f"<!-- {code} -->\n{text.strip()}\n<!-- /{code} -->\n"
    head = _SECTION.split(whole)[0].strip()
    in_order = [sections[one] for one in sorted(sections, key=_number)]
    page.write_text("\n".join([f"{head}\n", *in_order]))


def _number(code: str) -> tuple[int, str]:
    return int(code[1:].split("-", maxsplit=1)[0]), code
