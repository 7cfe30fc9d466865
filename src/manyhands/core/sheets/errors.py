"""Why a whole file could not be read."""

from typing import ClassVar

from manyhands.core.sheets.messages import MESSAGES
from manyhands.core.sheets.problems import Param


class SheetError(Exception):
    """A file could not be read. Carries a code and parameters, so that callers can translate.

    >>> error = TooLargeError(size_mb=50, limit_mb=10)
    >>> error.code, error.params
    ('too_large', {'size_mb': 50, 'limit_mb': 10})
    >>> str(error)[:22]
    'The file has 50 MB; at'
    """

    code: ClassVar[str]

    def __init__(self, **params: Param) -> None:
        self.params = params
        super().__init__(MESSAGES[self.code].format(**params))

    @property
    def text(self) -> str:
        """The English default text."""
        return MESSAGES[self.code].format(**self.params)


class NothingToReadError(SheetError):
    """There is no row to take."""


class EmptySheetError(NothingToReadError):
    """Not one cell is filled."""

    code = "empty"


class HeaderOnlyError(NothingToReadError):
    """There are headings and nothing below them."""

    code = "header_only"


class OverLimitError(SheetError):
    """The file is bigger than we promise to read in reasonable time."""


class TooLargeError(OverLimitError):
    """Too many bytes, as sent or once unpacked."""

    code = "too_large"


class TooManyRowsError(OverLimitError):
    """Too many rows."""

    code = "too_many_rows"


class TooManyColumnsError(OverLimitError):
    """Too many columns."""

    code = "too_many_columns"


class CellTooLongError(OverLimitError):
    """One cell is longer than any spreadsheet allows."""

    code = "cell_too_long"


class UnreadableError(SheetError):
    """The bytes are not a table we can read."""


class UnclosedQuoteError(UnreadableError):
    """A quotation mark swallows the rest of the file."""

    code = "unclosed_quote"


class NotATableError(UnreadableError):
    """A picture, a PDF, a web page, a program."""

    code = "not_a_table"


class OldWorkbookError(UnreadableError):
    """Excel's format of before 2007, or an encrypted workbook: both wear the same wrapper."""

    code = "old_workbook"


class OtherWorkbookError(UnreadableError):
    """A zip archive that is no .xlsx: OpenDocument, Numbers, Word."""

    code = "other_workbook"


class BrokenWorkbookError(UnreadableError):
    """An .xlsx that its reader gives up on."""

    code = "broken_workbook"
