"""What is written to a log names no private link: whoever reads a log could otherwise open it."""

import logging
import re
from typing import Final

# Slashes may be percent-encoded, as where one address carries another.
_SLASH: Final = "(?:/|%2F)"
_PRIVATE: Final = re.compile(
    rf"({_SLASH}(?:r|i|join|share|partners|calendar|account{_SLASH}in){_SLASH})(?!\[hidden\])[^\s/?#&%\"'<>]+",
    re.IGNORECASE,
)


def redact_links(text: str) -> str:
    """Take the token out of every address of a private link.

    >>> redact_links("Not Found: /r/k3y-of_mine/helper/4/"), redact_links("Not Found: /g/maple/")
    ('Not Found: /r/[hidden]/helper/4/', 'Not Found: /g/maple/')
    """
    return _PRIVATE.sub(r"\1[hidden]", text)


class RedactingFormatter(logging.Formatter):
    """Works on the finished line: message, arguments, and what an exception says of itself."""

    def format(self, record: logging.LogRecord) -> str:
        return redact_links(super().format(record))
