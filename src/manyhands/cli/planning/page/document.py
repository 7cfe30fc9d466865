"""The page itself. Everything that somebody typed goes through `escape` on its way in."""

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import Final

from manyhands.cli.language import gettext as _
from manyhands.cli.language import ngettext, spoken
from manyhands.cli.planning.measures import length_in_cell, length_in_words
from manyhands.cli.planning.model import Gathered, Line, Outcome, Planned
from manyhands.cli.planning.page.drawing import draw_map
from manyhands.cli.planning.page.loads import draw_loads
from manyhands.cli.planning.summary import headline, place_of, travel_in_words
from manyhands.cli.planning.table import outcome_name

MOST_REMARKS: Final = 500
#: So many lines are read at once without being asked for.
FEW_ASSUMED: Final = 6


def as_page(gathered: Gathered, planned: Planned, *, unit: str) -> bytes:
    style, script = _asset("page.css"), _asset("page.js")
    day = planned.begins.isoformat()
    title = escape(_("Plan for the week from %(day)s") % {"day": day})
    heading = title.replace(day, f'<span class="when">{day}</span>')
    # Nothing may be fetched, and nothing runs but what stands here: not even what slipped through escaping.
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    skip = escape(_("To the table"))
    sections = "".join(_sections(gathered, planned, unit=unit))
    page = (
        f'<!doctype html>\n<html lang="{spoken()}" dir="ltr">\n<head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">'
        f"<title>{title}</title><style>{style}</style></head>\n<body>"
        f'<a class="skip" href="#plan">{skip}</a><main>{_private()}<h1>{heading}</h1>'
        f"{sections}</main><script>{script}</script></body></html>\n"
    )
    return page.encode("utf-8", errors="replace")


def _asset(name: str) -> str:
    return files("manyhands.cli.planning.page").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _private() -> str:
    text = _(
        "This page holds names and places of people who asked for help. Keep it where only those who need it can "
        "open it, do not send it by open e-mail, and delete it when the week is over."
    )
    word = escape(_("Private."))
    return f'<p class="private" role="note"><strong>{word}</strong> {escape(text)}</p>'


def _sections(gathered: Gathered, planned: Planned, *, unit: str) -> Iterator[str]:
    yield _section("", _in_short(gathered, planned, unit=unit))
    yield _section(_("Map"), f"{_map_tools()}{draw_map(gathered, planned, unit=unit)}")
    yield _section(_("Who helps whom"), _table(planned, unit=unit), id="plan")
    if planned.unmet:
        yield _section(_("Nobody yet"), _unmet(planned))
    yield _section(_("Who carries how much"), draw_loads(planned))
    remarks = _remarks(gathered)
    if remarks:
        yield _section(_("To be mended in the sheets"), remarks)


def _section(title: str, inside: str, *, id: str = "") -> str:
    heading = f"<h2>{escape(title)}</h2>" if title else ""
    named = f' id="{id}" tabindex="-1"' if id else ""
    return f"<section{named}>{heading}{inside}</section>"


def _in_short(gathered: Gathered, planned: Planned, *, unit: str) -> str:
    sentences = [*planned.proof.sentences, *([travel_in_words(planned, unit=unit)] if planned.wanted else [])]
    told = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    assumed = "".join(f"<li>{escape(text)}</li>" for text in planned.assumed)
    title = escape(_("What is missing in the sheets was assumed"))
    is_open = " open" if len(planned.assumed) <= FEW_ASSUMED else ""
    more = f"<details{is_open}><summary>{title}</summary><ul>{assumed}</ul></details>" if assumed else ""
    made_from = _("Made from %(needs)s and %(volunteers)s.") % {
        "needs": gathered.needs_file,
        "volunteers": gathered.volunteers_file,
    }
    return (
        f'<p class="headline">{escape(headline(planned))}</p>{told}'
        f'<p class="muted"><bdi>{escape(made_from)}</bdi></p>{more}'
    )


def _map_tools() -> str:
    buttons = "".join(
        f'<button type="button" data-map="{act}">{escape(text)}</button>'
        for act, text in (("in", _("Closer")), ("out", _("Farther")), ("all", _("All of it")))
    )
    hint = escape(
        _("With the map chosen: + and - to look closer or farther, arrows to move, 0 for all of it.")
    )
    return f'<div class="tools needs-script" hidden>{buttons}<span class="muted">{hint}</span></div>'


def _headings(unit: str) -> tuple[str, ...]:
    return (
        _("Who asks"), _("Row"), _("Kind of help"), _("Where"), _("Outcome"), _("Who helps"),
        _("Way (%(unit)s)") % {"unit": unit}, _("Tasks this week"), _("Why"),
    )  # fmt: skip


def _table(planned: Planned, *, unit: str) -> str:
    if not planned.lines:
        return "<p>" + escape(_("There is nothing to plan: no row is an open need.")) + "</p>"
    labels = _headings(unit)
    head = "".join(f'<th scope="col"><button type="button">{escape(label)}</button></th>' for label in labels)
    caption = escape(_("One line for each task and person. Choose a heading to sort by it."))
    body = "".join(_row(line, labels, unit=unit) for line in planned.lines)
    return (
        f'{_filters()}<div class="frame"><table class="plan stack"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _filters() -> str:
    options = "".join(f'<option value="{one.value}">{escape(outcome_name(one))}</option>' for one in Outcome)
    # {shown} and {all} are filled in by the script.
    count = escape(_("{shown} of {all} lines are shown."), quote=True)
    find, outcome, every = (escape(text) for text in (_("Find"), _("Outcome"), _("all")))
    return (
        '<div class="tools needs-script" hidden>'
        f'<label>{find}<input type="search" id="search" autocomplete="off"></label>'
        f'<label>{outcome}<select id="outcome"><option value="">{every}</option>'
        f'{options}</select></label><output id="count" data-text="{count}"></output></div>'
    )


def _row(line: Line, labels: tuple[str, ...], *, unit: str) -> str:
    way = "" if line.distance_m is None else _way(line, line.distance_m, unit)
    tasks = str(line.load_after) if line.outcome is Outcome.COVERED else ""
    reckoned = "" if line.distance_m is None else f' data-value="{line.distance_m}"'
    cells = (
        ("number", "", str(line.line)),
        ("", "", line.what),
        ("", "", line.where),
        ("outcome", "", outcome_name(line.outcome)),
        ("", "", line.helper_name),
        ("number", reckoned, way),
        ("number", "", tasks),
        ("why", "", line.why),
    )
    name = escape(line.name)
    inside = "".join(
        f'<td class="{kind}" data-label="{escape(label, quote=True)}"{more}>{_cell(text)}</td>'
        for (kind, more, text), label in zip(cells, labels[1:], strict=True)
    )
    return (
        f'<tr class="is-{line.outcome.value.replace("_", "-")}" data-outcome="{line.outcome.value}" '
        f'data-task="{escape(line.task_id)}" data-helper="{escape(line.helper_id)}">'
        f'<th scope="row" data-label="{escape(labels[0], quote=True)}"><bdi>{name}</bdi></th>{inside}</tr>'
    )


def _way(line: Line, distance_m: int, unit: str) -> str:
    cell = length_in_cell(distance_m, unit, is_same_zip=line.is_same_zip)
    return cell if isinstance(cell, str) else length_in_words(distance_m, unit).removesuffix(f" {unit}")


def _cell(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>" if text else ""


def _unmet(planned: Planned) -> str:
    somebody = _("Somebody")
    items = "".join(
        f"<li><bdi><strong>{escape(line.name or somebody)}</strong>: {escape(line.what)}</bdi>. "
        f"<bdi>{escape(line.why)}</bdi></li>"
        for line in planned.unmet
    )
    return f"<ul>{items}</ul>"


def _remarks(gathered: Gathered) -> str:
    if not gathered.remarks:
        return ""
    chosen = sorted(gathered.remarks, key=lambda remark: not remark.is_left_out)
    items = "".join(
        f"<li><bdi>{escape(place_of(remark))}</bdi>: <bdi>{escape(remark.text)}</bdi></li>"
        for remark in chosen[:MOST_REMARKS]
    )
    count = len(chosen)
    text = ngettext("%(count)d remark", "%(count)d remarks", count) % {"count": count}
    return f"<details><summary>{escape(text)}</summary><ul>{items}</ul></details>"
