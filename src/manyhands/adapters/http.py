"""One bounded HTTP exchange: it ends in time, reads no more than it must, and says how far it got."""

import logging
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from manyhands.adapters.outgoing import Destination, NotAllowedError, destinations_of

# It writes whole addresses into the log, and a geocoder's address holds somebody's home.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
WHOLE_SECONDS = 25.0
LARGEST_ANSWER = 512 * 1024
LONGEST_WAIT_SECONDS = 3600
_LONGEST_NUMBER = 12


class NotReachedError(Exception):
    """No connection was made: the other side has heard nothing."""


class NoAnswerError(Exception):
    """The other side may have heard us, and we did not hear its answer to the end."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - the range that HTTP calls success

    def wait_seconds(self, *, now: float) -> int:
        """What Retry-After asks for, in seconds or as a date; 0 when it says nothing that can be understood."""
        said = self.headers.get("Retry-After", "").strip()
        if said.isascii() and said.isdigit() and len(said) <= _LONGEST_NUMBER:
            return min(int(said), LONGEST_WAIT_SECONDS)
        try:
            until = parsedate_to_datetime(said).timestamp()
        except (ValueError, OverflowError):
            return 0
        return int(min(max(0.0, until - now), LONGEST_WAIT_SECONDS))


def exchange(method: str, url: str, **request: Any) -> Reply:
    """Send one request and read its whole answer. The only way out of here: `outgoing` says where to.

    Redirects are not followed: they would carry secrets along, to where nobody looked. Nor does the environment's proxy
    decide where a request goes.
    """
    deadline = time.monotonic() + WHOLE_SECONDS
    try:
        places = destinations_of(url)
    except NotAllowedError as error:
        raise NotReachedError(f"{type(error).__name__} {error}") from error
    except OSError as error:
        raise NotReachedError(type(error).__name__) from error
    for place in places[:-1]:
        try:
            return _exchange_at(place, method, deadline, request)
        except NotReachedError:
            continue
    return _exchange_at(places[-1], method, deadline, request)


def _exchange_at(place: Destination, method: str, deadline: float, request: dict[str, Any]) -> Reply:
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    headers = {**request.get("headers", {}), "Host": place.host_header}
    known_as = {"sni_hostname": place.server_name}
    try:
        with (
            httpx.Client(timeout=timeout, trust_env=False) as client,
            client.stream(
                method, place.url, **{**request, "headers": headers}, extensions=known_as
            ) as response,
        ):
            return Reply(response.status_code, response.headers, _read(response, deadline))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise NotReachedError(type(error).__name__) from error
    except httpx.HTTPError as error:
        raise NoAnswerError(type(error).__name__) from error


def _read(response: httpx.Response, deadline: float) -> bytes:
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise NoAnswerError("too long")
        if time.monotonic() > deadline:
            raise NoAnswerError("too slow")
    return body
