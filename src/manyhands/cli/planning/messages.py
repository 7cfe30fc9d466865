"""What may be said of a file, a column or a cell, in the words of `core.sheets`, for the catalogue."""

from manyhands.cli.language import gettext
from manyhands.cli.language import gettext_noop as _
from manyhands.core.sheets import CellProblem, Problem, SheetError
from manyhands.core.sheets.problems import Param

SAID = {
    "empty": _("The file is empty."),
    "header_only": _("The file has headings but no rows below them."),
    "too_large": _(
        "The file has {size_mb} MB; at most {limit_mb} MB can be read at once. Split it into "
        "smaller files, or remove pictures and old rows."
    ),
    "too_many_rows": _("The sheet has more than {limit} rows. Split it into smaller files."),
    "too_many_columns": _("The sheet has more than {limit} columns. Keep only the columns with answers."),
    "cell_too_long": _("Row {line} has a cell that is too long to read."),
    "unclosed_quote": _(
        'A quotation mark (") opened in row {line} is never closed, so everything after '
        "it runs together. Close or remove it and try again."
    ),
    "not_a_table": _("This is not a spreadsheet or a CSV file ({looks_like})."),
    "old_workbook": _(
        "This is an old or password-protected Excel file. Open it, save it as .xlsx or CSV "
        "without a password, and try again."
    ),
    "other_workbook": _("This spreadsheet format cannot be read. Save it as .xlsx or CSV."),
    "broken_workbook": _("The spreadsheet file is damaged. Open it, save it again, and try again."),
    "no_header": _("The first row looks like an answer, not like headings, so it was read as one."),
    "rows_above_header": _("Rows above the headings, left out: {count}."),
    "duplicate_heading": _("The heading “{heading}” appears {count} times."),
    "encoding_guessed": _(
        "The file does not say how its letters are written; {encoding} was assumed. Look at a name with an accent."
    ),
    "letters_lost": _("Some letters could not be read and appear as �."),
    "other_sheets": _("Only the sheet “{sheet}” was read. Left out besides: {count}."),
    "missing_what_is_needed": _("No column says what is needed."),
    "missing_who_or_where": _("No column says who asks, how to reach them, or where they are."),
    "missing_who": _("No column says who they are or how to reach them."),
    "looks_like_volunteers": _(
        "This looks like a sheet of people who help, not of requests. Check that it is the right file."
    ),
    "looks_like_needs": _(
        "This looks like a sheet of requests, not of people who help. Check that it is the right file."
    ),
    "columns_swapped": _(
        "The columns “{first}” and “{second}” hold each other’s answers; they were read that way."
    ),
    "content_differs": _("The column “{heading}” does not look like what its heading says."),
    "month_first_assumed": _("Dates in “{heading}” can be read two ways; the month was taken to come first."),
    "day_first_assumed": _("Dates in “{heading}” can be read two ways; the day was taken to come first."),
    "formula": _("This begins like a formula ({sign}); it was kept as plain text."),
    "hidden_characters": _("Invisible characters were removed."),
    "text_cut": _("The text has {length} characters; the first {limit} were kept."),
    "extra_cells": _("This row has more cells than there are headings ({count}): {text}"),
    "nothing_asked": _("Nothing says what is needed."),
    "nobody_named": _("There is no name, no way to reach anybody, and no place."),
    "repeated_header": _("This row repeats the headings."),
    "kind_not_said": _("No kind of help is named; it was taken as “other”."),
    "unknown_kind": _("“{text}” is not a known kind of help; it was taken as “other”."),
    "asked_above": _("The same phone number asks for the same in row {line}; perhaps it is there twice."),
    "not_yes_no": _("“{text}” is neither yes nor no."),
    "unsure": _("“{text}” is neither yes nor no; it was left open."),
    "taken_as_yes": _("“{text}” was taken as yes."),
    "not_a_date": _("“{text}” is not a date that can be understood."),
    "date_without_year": _("“{text}” has no year."),
    "date_implausible": _("“{text}” is too far in the past or the future."),
    "date_order_differs": _("“{text}” has day and month the other way round than its column."),
    "date_to_come": _("“{text}” is still to come; it was taken as the day by which it is needed."),
    "relative_date": _("“{text}” was taken as {date}."),
    "unknown_urgency": _("“{text}” does not say clearly how urgent it is."),
    "not_a_household": _("“{text}” does not say how many people live there."),
    "household_implausible": _("{size} people in one household is not plausible."),
    "household_approximate": _("“{text}” was taken as a household of {size}."),
    "unknown_language": _("“{text}” is not a known language."),
    "not_a_phone": _("“{text}” is not a telephone number."),
    "phone_unlikely": _("“{text}” may be mistyped; no such number is in use."),
    "more_phones": _("More than one number is given; the first was taken."),
    "not_an_email": _("“{text}” is not an e-mail address."),
    "more_emails": _("More than one e-mail address is given; the first was taken."),
    "contact_unclear": _("“{text}” is neither a telephone number nor an e-mail address."),
    "zip_padded": _("“{text}” seems to have lost a zero at its start; it was taken as {zip}."),
    "not_a_zip": _("“{text}” is not a ZIP code."),
    "not_coordinates": _("“{text}” is not a position on Earth."),
    "half_coordinates": _("Only one of latitude and longitude is given."),
    "coordinates_swapped": _("Latitude and longitude were swapped; they were put right."),
    "coordinates_in_metres": _("The position is in metres (Web Mercator); it was converted."),
    "not_a_distance": _("“{text}” is not a distance."),
    "distance_is_time": _("“{text}” is a time, not a distance."),
    "distance_implausible": _("“{text}” is farther than anybody goes."),
    "no_limit": _("“{text}” was taken as no limit."),
    "not_weekly": _("“{text}” does not say on which days and hours."),
    "weekly_in_part": _("Only a part was understood; “{text}” was left out."),
    "not_a_number": _("“{text}” is not a number."),
    "unknown_status": _("“{text}” is not a known status; it was taken as not dealt with yet."),
    "name_is_number": _("“{text}” does not look like a name."),
}
"""The English of `core.sheets.MESSAGES` once more: a catalogue is filled from what stands in the source."""


def say_error(error: SheetError) -> str:
    return _in_words(error.code, dict(error.params))


def say_problem(problem: Problem) -> str:
    return _in_words(problem.code, dict(problem.params))


def say_cell(said: CellProblem) -> str:
    text = say_problem(said.problem)
    return f"{said.column}: {text}" if said.column else text


def _in_words(code: str, params: dict[str, Param]) -> str:
    return gettext(SAID[code]).format(**params)
