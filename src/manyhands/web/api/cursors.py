"""Where a list goes on: an opaque mark with the keys of its last row, so that what comes in between moves nothing.

Signed: a mark that was altered, or that belongs to another list or other filters, is refused.
"""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from manyhands.storage.idempotency import digest_of
from manyhands.web.api.problems import ProblemError

_SALT = "manyhands.api.cursor"


def make_cursor(last: list[Any], *, of: Mapping[str, Any]) -> str:
    """`last` are the sort keys of the last row that was given; `of` says which list it is, filters and all."""
    return signing.dumps([digest_of(of)[:16], last], salt=_SALT)


def read_cursor(cursor: str, *, of: Mapping[str, Any]) -> list[Any]:
    """The keys again; none for the beginning. Raises ProblemError."""
    if not cursor:
        return []
    try:
        digest, last = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise _refused() from error
    if digest != digest_of(of)[:16]:
        raise _refused()
    return list(last)


def _refused() -> ProblemError:
    return ProblemError(
        400, "cursor_refused", _("This cursor belongs to another list. Begin again without one.")
    )
