"""What both SMS gateways share: the answer they give, and what an HTTP answer means for a message.

The port itself (`SmsGateway`) belongs to the messaging app. Settings: `SMS_GATEWAY` (http, twilio), `SMS_URL`,
`SMS_USER`, `SMS_SECRET`, `SMS_FROM`.
"""

import json
import time
from dataclasses import dataclass
from typing import Any

from manyhands.adapters.http import NoAnswerError, NotReachedError, Reply, exchange

# What these say is known: the message was not taken. 502 and 504 are said by somebody in between, who lost the answer.
_NOT_TAKEN = frozenset({408, 425, 429, 500, 503})
_OUR_MISTAKE = frozenset({401, 403, 404})
_LOST_IN_BETWEEN = frozenset({502, 504})
_SERVER_ERRORS = 500


@dataclass(frozen=True, slots=True)
class SmsAnswer:
    """`outcome`: accepted, not_now, refused or unknown. `reason` is a code and never what was sent."""

    outcome: str
    provider_id: str = ""
    reason: str = ""
    wait_seconds: int = 0
    is_gateway_down: bool = False


def post(url: str, **request: Any) -> Reply | SmsAnswer:
    """The gateway's reply, or what it means that there is none."""
    try:
        return exchange("POST", url, **request)
    except NotReachedError:
        return SmsAnswer("not_now", reason="no_connection", is_gateway_down=True)
    except NoAnswerError:
        return SmsAnswer("unknown", reason="no_answer")


def understand_failure(reply: Reply, *, code: str = "", is_ours: bool = False) -> SmsAnswer:
    """What a reply other than success means; `code` is the gateway's own number for it.

    `is_ours`: it is about our account and not about this message, so the next one would fare the same.
    """
    reason = f"gateway {reply.status} {code}".strip()
    if reply.status in _LOST_IN_BETWEEN:
        return SmsAnswer("unknown", reason=reason)
    if is_ours or reply.status in _NOT_TAKEN | _OUR_MISTAKE or reply.status >= _SERVER_ERRORS:
        wait_seconds = reply.wait_seconds(now=time.time())
        return SmsAnswer("not_now", reason=reason, wait_seconds=wait_seconds, is_gateway_down=True)
    return SmsAnswer("refused", reason=reason)


def read_json(reply: Reply) -> dict[str, Any]:
    """The object in a reply's body; empty when there is none."""
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
