"""Habits that a reviewer would have to ask for twice."""

import ast
import re
from pathlib import Path

import pytest
import rules

from manyhands.config.api.assembly import list_operations, rules_of
from tests.architecture.source import CORE, PACKAGE, ROOT, calls, files, named, python_files, syntax_tree
from tests.journeys.addresses import list_routes

# Where the world comes in, the clock may be read; everything else is told the time.
READS_THE_CLOCK = {"access", "api", "backends", "context", "middleware", "tasks", "templatetags", "views"}
CLOCKS = {"now", "utcnow", "today", "localdate", "localtime"}
CLOCK_OWNERS = {"date", "datetime", "timezone", "time"}

WAYS_IN = {"admin", "api", "context", "templatetags", "views"}
MANAGERS = {"objects", "across_groups"}

TEMPLATES = files(PACKAGE, ".html")
# A letter brings its style along: mail programs know no style sheet, and our content policy does not reach them.
PAGES = [path for path in TEMPLATES if not path.name.startswith("email")]
STYLES = files(ROOT / "frontend", ".css", ".scss")

PHYSICAL = re.compile(
    r"""(?<![\w-])(
        (?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*\s*:
      | border-(?:top|bottom)-(?:left|right)-radius\s*:
      | (?:left|right)\s*:
      | (?:text-align|float|clear)\s*:\s*(?:left|right)
    )""",
    re.VERBOSE,
)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|<script(?![^>]*\bsrc=)[^>]*>""", re.IGNORECASE
)
# A tag of the template language may well have an argument called `style`.
NOT_HTML = re.compile(r"\{#.*?#\}|\{%.*?%\}|<!--.*?-->", re.DOTALL)
ELSEWHERE = re.compile(
    r"""(?:src|srcset|action)\s*=\s*["'](?:https?:)?//|<link[^>]+href\s*=\s*["'](?:https?:)?//"""
)
# Pictographs and the variation selector that turns a letter into one; arrows and typographic signs are letters.
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")


def kinds(path: Path) -> set[str]:
    """The kinds of file it is, by its own name and by those of the folders that hold it."""
    return {part.removesuffix(".py") for part in path.relative_to(PACKAGE).parts}


def matches(paths: list[Path], pattern: re.Pattern[str], without: re.Pattern[str] | None = None) -> list[str]:
    found = []
    for path in paths:
        text = path.read_text()
        if without is not None:
            text = without.sub(lambda comment: re.sub(r"[^\n]", " ", comment.group()), text)
        found += [
            f"{named(path)}:{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()}"
            for match in pattern.finditer(text)
        ]
    return found


def test_one_place_writes_sheets():
    """There each cell that a spreadsheet program would run is defused; elsewhere somebody would forget it."""
    writers = {"DictWriter", "Workbook", "writer"}
    found = {
        named(path)
        for path in python_files()
        for call in calls(path)
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in writers
    }
    assert found == {"src/manyhands/core/sheets/writing.py"}


def test_only_the_ways_in_read_the_clock():
    readers = [
        f"{named(path)}:{call.lineno}"
        for path in python_files()
        if not kinds(path) & READS_THE_CLOCK and not path.is_relative_to(PACKAGE / "cli")
        for call in calls(path)
        if reads_the_clock(call)
    ]

    assert readers == []


def reads_the_clock(call: ast.Call) -> bool:
    """`timezone.now()`, `date.today()` and their like; `localtime(value)` converts and is welcome."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in CLOCKS:
        return False
    owner = call.func.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    converts = call.func.attr.startswith("local") and call.args
    return name in CLOCK_OWNERS and not converts


def test_every_page_says_whom_it_is_for():
    """Signing in and one's own account come before any group, and guard themselves."""
    silent = [route.name for route in list_routes() if not route.access]

    assert [name for name in silent if not name.startswith(("accounts:", "gallery", "set_language"))] == []


def test_every_operation_for_programs_asks_for_one_rule():
    asked = {one.operation_id: rules_of(one) for one in list_operations()}

    assert len(asked) > 15
    assert {name for name, found in asked.items() if len(found) != 1} == set()
    assert {
        rule for found in asked.values() for rule in found if rule and not rules.rule_exists(rule)
    } == set()


def test_no_way_in_asks_the_database_itself():
    askers = [
        f"{named(path)}:{node.lineno}: .{node.attr}"
        for path in python_files()
        if kinds(path) & WAYS_IN
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS
    ]

    assert askers == []


def test_what_a_field_is_for_stands_above_it():
    """In the box it is cut off on a phone, and gone as soon as somebody types."""
    assert matches(PAGES, re.compile(r"\splaceholder\s*=")) == []


def test_no_template_asks_the_database():
    assert matches(TEMPLATES, re.compile(r"\.(?:objects|across_groups)\b")) == []


def test_nothing_happens_by_signal():
    """What follows from what must be readable where it is caused.

    The queue alone has no other way to what it writes down of a failed job.
    """
    receivers = [
        f"{named(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").endswith(("dispatch", "signals"))
        and (node.module or "").startswith("django")
        and node.module != "django_q.signals"
    ]

    assert receivers == []


def test_core_prints_and_logs_nothing():
    """It returns what it found; whoever asked decides what is said, and to whom."""
    speakers = [
        named(path)
        for path in files(CORE, ".py")
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and "logging" in {getattr(node, "module", None), *(alias.name for alias in node.names)}
    ]

    assert speakers == []


def test_styles_are_logical():
    """`inline-start`, not `left`: the page turns around for languages that do."""
    assert matches(STYLES, PHYSICAL, without=COMMENT) == []


def test_templates_hold_no_style_or_script_of_their_own():
    """The content security policy would refuse them."""
    assert matches(PAGES, INLINE, without=NOT_HTML) == []


def test_pages_load_nothing_from_elsewhere():
    assert matches(TEMPLATES, ELSEWHERE) == []


def test_icons_are_not_letters():
    """A machine without the font shows an empty box where help was meant."""
    # Core reads what people type, ticks and all.
    programs = [path for path in python_files() if not path.is_relative_to(CORE)]
    texts = [*TEMPLATES, *files(PACKAGE, ".po", ".txt"), *programs]

    assert matches(texts, EMOJI) == []


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        ("margin-left: 1px", True),
        ("text-align: right", True),
        ("  left: 0", True),
        ("border-top-left-radius: 4px", True),
        ("margin-inline-start: 1px", False),
        ("inset-inline-start: 0", False),
        ("text-align: start", False),
        ("--bs-left: 0", False),
    ],
)
def test_what_counts_as_physical(written, refused):
    assert bool(PHYSICAL.search(written)) is refused


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        ('<p style="color: red">', True),
        ('<a onclick="go()">', True),
        ("<script>alert(1)</script>", True),
        ('<script src="/static/app.js" defer></script>', False),
        ('<button data-on="x">', False),
        ('<input name="one">', False),
    ],
)
def test_what_counts_as_inline(written, refused):
    assert bool(INLINE.search(written)) is refused


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        ("timezone.now()", True),
        ("datetime.datetime.now(tz)", True),
        ("date.today()", True),
        ("timezone.localtime()", True),
        ("timezone.localtime(at, zone)", False),
        ("plan.now()", False),
    ],
)
def test_what_counts_as_reading_the_clock(written, refused):
    expression = ast.parse(written, mode="eval").body

    assert isinstance(expression, ast.Call)
    assert reads_the_clock(expression) is refused
