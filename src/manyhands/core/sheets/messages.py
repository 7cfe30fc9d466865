"""The English text of every code this package can report.

A caller translates by code: it keeps a table of the same codes in its own catalogue and formats
it with the same parameters. The English here is the fallback, and what a notebook shows.
"""

from collections.abc import Mapping
from typing import Final

#: Reasons for which a whole file cannot be read.
FILE_MESSAGES: Final[Mapping[str, str]] = {
    "empty": "The file is empty.",
    "header_only": "The file has headings but no rows below them.",
    "too_large": (
        "The file has {size_mb} MB; at most {limit_mb} MB can be read at once. "
        "Split it into smaller files, or remove pictures and old rows."
    ),
    "too_many_rows": "The sheet has more than {limit} rows. Split it into smaller files.",
    "too_many_columns": ("The sheet has more than {limit} columns. Keep only the columns with answers."),
    "cell_too_long": "Row {line} has a cell that is too long to read.",
    "unclosed_quote": (
        'A quotation mark (") opened in row {line} is never closed, so everything after it runs '
        "together. Close or remove it and try again."
    ),
    "not_a_table": "This is not a spreadsheet or a CSV file ({looks_like}).",
    "old_workbook": (
        "This is an old or password-protected Excel file. Open it, save it as .xlsx or CSV "
        "without a password, and try again."
    ),
    "other_workbook": "This spreadsheet format cannot be read. Save it as .xlsx or CSV.",
    "broken_workbook": "The spreadsheet file is damaged. Open it, save it again, and try again.",
}

#: What may be said of a table as a whole.
TABLE_MESSAGES: Final[Mapping[str, str]] = {
    "no_header": "The first row looks like an answer, not like headings, so it was read as one.",
    "rows_above_header": "Rows above the headings, left out: {count}.",
    "duplicate_heading": "The heading “{heading}” appears {count} times.",
    "encoding_guessed": (
        "The file does not say how its letters are written; {encoding} was assumed. "
        "Look at a name with an accent."
    ),
    "letters_lost": "Some letters could not be read and appear as �.",
    "other_sheets": "Only the sheet “{sheet}” was read. Left out besides: {count}.",
    "missing_what_is_needed": "No column says what is needed.",
    "missing_who_or_where": "No column says who asks, how to reach them, or where they are.",
    "missing_who": "No column says who they are or how to reach them.",
    "looks_like_volunteers": (
        "This looks like a sheet of people who help, not of requests. Check that it is the right file."
    ),
    "looks_like_needs": (
        "This looks like a sheet of requests, not of people who help. Check that it is the right file."
    ),
    "columns_swapped": (
        "The columns “{first}” and “{second}” hold each other’s answers; they were read that way."
    ),
    "content_differs": "The column “{heading}” does not look like what its heading says.",
    "month_first_assumed": ("Dates in “{heading}” can be read two ways; the month was taken to come first."),
    "day_first_assumed": "Dates in “{heading}” can be read two ways; the day was taken to come first.",
}

#: What may be said of one cell or one row.
CELL_MESSAGES: Final[Mapping[str, str]] = {
    "formula": "This begins like a formula ({sign}); it was kept as plain text.",
    "hidden_characters": "Invisible characters were removed.",
    "text_cut": "The text has {length} characters; the first {limit} were kept.",
    "extra_cells": "This row has more cells than there are headings ({count}): {text}",
    "nothing_asked": "Nothing says what is needed.",
    "nobody_named": "There is no name, no way to reach anybody, and no place.",
    "repeated_header": "This row repeats the headings.",
    "kind_not_said": "No kind of help is named; it was taken as “other”.",
    "unknown_kind": "“{text}” is not a known kind of help; it was taken as “other”.",
    "asked_above": "The same phone number asks for the same in row {line}; perhaps it is there twice.",
    "not_yes_no": "“{text}” is neither yes nor no.",
    "unsure": "“{text}” is neither yes nor no; it was left open.",
    "taken_as_yes": "“{text}” was taken as yes.",
    "not_a_date": "“{text}” is not a date that can be understood.",
    "date_without_year": "“{text}” has no year.",
    "date_implausible": "“{text}” is too far in the past or the future.",
    "date_order_differs": "“{text}” has day and month the other way round than its column.",
    "date_to_come": "“{text}” is still to come; it was taken as the day by which it is needed.",
    "relative_date": "“{text}” was taken as {date}.",
    "unknown_urgency": "“{text}” does not say clearly how urgent it is.",
    "not_a_household": "“{text}” does not say how many people live there.",
    "household_implausible": "{size} people in one household is not plausible.",
    "household_approximate": "“{text}” was taken as a household of {size}.",
    "unknown_language": "“{text}” is not a known language.",
    "not_a_phone": "“{text}” is not a telephone number.",
    "phone_unlikely": "“{text}” may be mistyped; no such number is in use.",
    "more_phones": "More than one number is given; the first was taken.",
    "not_an_email": "“{text}” is not an e-mail address.",
    "more_emails": "More than one e-mail address is given; the first was taken.",
    "contact_unclear": "“{text}” is neither a telephone number nor an e-mail address.",
    "zip_padded": "“{text}” seems to have lost a zero at its start; it was taken as {zip}.",
    "not_a_zip": "“{text}” is not a ZIP code.",
    "not_coordinates": "“{text}” is not a position on Earth.",
    "half_coordinates": "Only one of latitude and longitude is given.",
    "coordinates_swapped": "Latitude and longitude were swapped; they were put right.",
    "coordinates_in_metres": "The position is in metres (Web Mercator); it was converted.",
    "not_a_distance": "“{text}” is not a distance.",
    "distance_is_time": "“{text}” is a time, not a distance.",
    "distance_implausible": "“{text}” is farther than anybody goes.",
    "no_limit": "“{text}” was taken as no limit.",
    "not_weekly": "“{text}” does not say on which days and hours.",
    "weekly_in_part": "Only a part was understood; “{text}” was left out.",
    "not_a_number": "“{text}” is not a number.",
    "unknown_status": "“{text}” is not a known status; it was taken as not dealt with yet.",
    "name_is_number": "“{text}” does not look like a name.",
}

#: Every code there is.
MESSAGES: Final[Mapping[str, str]] = {**FILE_MESSAGES, **TABLE_MESSAGES, **CELL_MESSAGES}
