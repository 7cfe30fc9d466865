"""When a message may go: quiet hours, the daily digest, and how long to wait before trying again."""

import random
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET_FROM = time(21)
QUIET_UNTIL = time(8)
DIGEST_AT = time(9)

MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
_JITTER = 0.2


def after_quiet_hours(moment: datetime, zone: ZoneInfo) -> datetime:
    """`moment`, or the end of the night that it falls into."""
    local = moment.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return moment
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return datetime.combine(day, QUIET_UNTIL, zone).astimezone(moment.tzinfo)


def next_digest(moment: datetime, zone: ZoneInfo) -> datetime:
    """The next time at which the day's less urgent news go out together."""
    local = moment.astimezone(zone)
    day = local.date() if local.time() <= DIGEST_AT else local.date() + timedelta(days=1)
    return datetime.combine(day, DIGEST_AT, zone).astimezone(moment.tzinfo)


def wait_before_retry(attempts: int, *, least: timedelta = timedelta(0)) -> timedelta:
    """Doubles each time (1 minute, 2, 4 … 64), up to a fifth more or less so that a crowd does not return at once."""
    wait = FIRST_WAIT * 2 ** (attempts - 1)
    return max(least, wait * random.uniform(1 - _JITTER, 1 + _JITTER))  # noqa: S311 - spreads load, keeps no secret
