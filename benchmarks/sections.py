"""Sections of a page that a command writes; what stands around them is written by hand."""

from pathlib import Path


def replace_section(page: Path, name: str, text: str) -> None:
    """Put `text` between the marks of `name`, which must be on the page."""
    whole, begin, end = page.read_text(encoding="utf-8"), f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    if whole.count(begin) != 1 or whole.count(end) != 1:
        raise ValueError(f"{page.name} must have {begin.strip()} and {end.strip()} once each")
    before, _, rest = whole.partition(begin)
    page.write_text(f"{before}{begin}{text.strip()}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def read_section(page: Path, name: str) -> str:
    """What a command has written there, with its marks; only the marks where it has written nothing."""
    whole = page.read_text(encoding="utf-8") if page.exists() else ""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    return begin + whole.partition(begin)[2].partition(end)[0] + end
