"""Whatever takes envelopes of Sentry (Sentry itself, GlitchTip, Bugsink): https://develop.sentry.dev/sdk/

The DSN of a project, `https://KEY@HOST/PROJECT`, stands in the settings as `ERROR_REPORTS_URL` (where envelopes go) and
`ERROR_REPORTS_KEY`. No library of theirs is used: one would look at variables, addresses and the machine by itself.
"""

import json
import logging
import time
from typing import Any

from django.conf import settings

from manyhands.adapters.http import NoAnswerError, NotReachedError, exchange
from manyhands.web.error_reports import ErrorReport, Mistake

logger = logging.getLogger(__name__)

# After a refusal, or while nobody is there.
PAUSE_SECONDS = 60
_CLIENT = "manyhands"


class SentryReporter:
    def send(self, report: ErrorReport, *, left_out: int) -> int:
        now = time.time()
        known_as = f"sentry_version=7, sentry_client={_CLIENT}/{report.release}"
        headers = {
            "Content-Type": "application/x-sentry-envelope",
            "User-Agent": f"{_CLIENT}/{report.release}",
            "X-Sentry-Auth": f"Sentry {known_as}, sentry_key={settings.ERROR_REPORTS_KEY}",
        }
        content = envelope(report, left_out=left_out, at=now)
        try:
            reply = exchange("POST", settings.ERROR_REPORTS_URL, content=content, headers=headers)
        except (NotReachedError, NoAnswerError) as error:
            logger.warning("the tracker of errors does not answer: %s", error)
            return PAUSE_SECONDS
        if not reply.is_success:
            logger.warning("the tracker of errors answered with status %s", reply.status)
            return reply.wait_seconds(now=now) or PAUSE_SECONDS
        return 0


def envelope(report: ErrorReport, *, left_out: int, at: float) -> bytes:
    """Three lines of JSON: whose envelope it is, what lies in it, and that."""
    event = json.dumps(_event(report, left_out=left_out, at=at)).encode()
    head = json.dumps({"event_id": report.id}).encode()
    item = json.dumps({"type": "event", "content_type": "application/json", "length": len(event)}).encode()
    return b"\n".join((head, item, event, b""))


def _event(report: ErrorReport, *, left_out: int, at: float) -> dict[str, Any]:
    tags = {
        "database": report.database,
        "request_id": report.request_id,
        "method": report.method,
        "left_out": str(left_out or ""),
    }
    return {
        "event_id": report.id,
        "timestamp": at,
        "platform": "python",
        "level": "error",
        "release": f"{_CLIENT}@{report.release}",
        "transaction": report.during,
        "tags": {name: value for name, value in tags.items() if value},
        "exception": {"values": [_exception(one) for one in report.mistakes]},
    }


def _exception(mistake: Mistake) -> dict[str, Any]:
    frames = [
        {"module": one.module, "function": one.function, "lineno": one.line, "in_app": True}
        for one in mistake.frames
    ]
    told: dict[str, Any] = {"type": mistake.kind, "module": mistake.module}
    # A trace without places is refused by some.
    return told | ({"stacktrace": {"frames": frames}} if frames else {})
