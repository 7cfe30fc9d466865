"""What a spreadsheet's columns and cells mean, in English and Spanish.

Answers for: reading a file that a group really has, telling which column is what, and turning
cells into values, with a reason wherever that is not possible. Does not answer for: writing
anything to a database, asking the network, or knowing what day it is.

Three steps, so that a person can look at the second before the third is taken::

    table = read_table(data, filename="requests.csv")     # or a SheetError with a code
    meaning = understand(table, "needs")                  # shown: headings, gaps, doubts
    results = parse_needs(table, meaning, local=Local(zone=zone))

Nothing here speaks one language only: every problem has a ``code`` and ``params`` to translate
by, and an English ``text`` as a fallback (all codes: :data:`MESSAGES`).
"""

from manyhands.core.sheets.errors import SheetError
from manyhands.core.sheets.fields import Kind
from manyhands.core.sheets.kinds import KINDS, KindAsked
from manyhands.core.sheets.messages import MESSAGES
from manyhands.core.sheets.needs import NeedRow, parse_needs
from manyhands.core.sheets.problems import Problem, Reading
from manyhands.core.sheets.rows import CellProblem, RowResult
from manyhands.core.sheets.shared_rows import Local, Person, Place
from manyhands.core.sheets.tables import MAX_COLUMNS, MAX_MB, MAX_ROWS, Row, Table, read_table
from manyhands.core.sheets.understanding import Column, Understanding, understand
from manyhands.core.sheets.volunteers import VolunteerRow, parse_volunteers

__all__ = [
    "KINDS",
    "MAX_COLUMNS",
    "MAX_MB",
    "MAX_ROWS",
    "MESSAGES",
    "CellProblem",
    "Column",
    "Kind",
    "KindAsked",
    "Local",
    "NeedRow",
    "Person",
    "Place",
    "Problem",
    "Reading",
    "Row",
    "RowResult",
    "SheetError",
    "Table",
    "Understanding",
    "VolunteerRow",
    "parse_needs",
    "parse_volunteers",
    "read_table",
    "understand",
]
