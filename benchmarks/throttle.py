"""Whoever sends too much is slowed down, and nobody else: over real HTTP, from real addresses of this machine.

    python -m benchmarks.throttle [--posts 1000] [--logins 200] [--write]

127.0.0.2 begins 1,000 requests for help and asks for 200 codes for 200 people, each time with another forged
`X-Forwarded-For`. Then twenty addresses ask for codes for one person. That person's own browser still gets one.
Beside tests/throwaway_postgres.py it runs on PostgreSQL, by itself on SQLite.
"""

import http.client
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from benchmarks.assurance import get_promise
from benchmarks.installation import Installation, installed, running

GROUP = "throttle"
PROMISE = get_promise("R15")
MOST_A_MINUTE = 20
AT_ONCE = 8
CSRF = "c" * 32
SPAMMER, VICTIM, STRANGER = "127.0.0.2", "127.0.0.99", "127.0.0.98"
THIEVES = [f"127.0.0.{number}" for number in range(10, 30)]
EMAIL = "rosa@example.org"
SIGN_IN, CODE, ASK = "/account/sign-in/", "/account/sign-in/code/", f"/g/{GROUP}/ask/"
ACCEPTED, TOO_MANY = 302, 429


@dataclass(frozen=True)
class Post:
    path: str
    fields: dict[str, str]
    address: str
    forged: str = ""
    cookies: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    status: int
    at: float
    cookies: dict[str, str]


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--logins", type=int, default=200)
    options = parser.parse_args()
    with installed(TRUSTED_PROXY_COUNT="0", LOG_LEVEL="CRITICAL") as installation:
        make_world()
        with running("web", "--processes", "1") as server:
            known = come_in(server.port)
            forms = send(server.port, [begin(number) for number in range(options.posts)])
            logins = send(server.port, [ask_code(number) for number in range(options.logins)])
            send(server.port, [Post(SIGN_IN, by_hand(EMAIL), address) for address in THIEVES])
            stranger = one(server.port, Post(SIGN_IN, by_hand(EMAIL), STRANGER))
            victim = one(server.port, Post(SIGN_IN, by_hand(EMAIL), VICTIM, cookies={"known": known}))
        return judge(installation, forms, logins, [stranger, victim], is_written=options.write)


def make_world() -> None:
    from tests.worlds import make_group, make_user

    make_group("Throttle", slug=GROUP)
    make_user(EMAIL)


def begin(number: int) -> Post:
    return Post(ASK, {"for_whom": "self"}, SPAMMER, forged(number))


def ask_code(number: int) -> Post:
    return Post(SIGN_IN, by_hand(f"person{number}@example.org"), SPAMMER, forged(number))


def by_hand(email: str) -> dict[str, str]:
    """As if somebody had looked at the page for a minute first: the worst case, for nothing but limits stops it."""
    from manyhands.web.forms.by_hand import begun

    return {"email": email, "begun": begun(datetime.now(UTC) - timedelta(minutes=1))}


def forged(number: int) -> str:
    return f"198.51.{number // 250}.{number % 250 + 1}"


def come_in(port: int) -> str:
    """The victim signs in once, as always; their browser keeps what says that they were here."""
    from manyhands.apps.accounts.models import SignInCode

    asked = one(port, Post(SIGN_IN, by_hand(EMAIL), VICTIM))
    digits = SignInCode.objects.latest("pk").code
    return one(port, Post(CODE, {"code": digits}, VICTIM, cookies=asked.cookies)).cookies["known"]


def send(port: int, posts: Sequence[Post]) -> list[Reply]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda post: one(port, post), posts))


def one(port: int, post: Post) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(post.address, 0))
    cookies = {"csrftoken": CSRF, **post.cookies}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Host": "localhost",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        **({"X-Forwarded-For": post.forged} if post.forged else {}),
    }
    connection.request("POST", post.path, urlencode({"csrfmiddlewaretoken": CSRF, **post.fields}), headers)
    response = connection.getresponse()
    response.read()
    given = [value.split(";", 1)[0].partition("=") for value in response.headers.get_all("Set-Cookie", [])]
    connection.close()
    return Reply(response.status, time.monotonic(), {name: value for name, _is, value in given})


def most_in_a_minute(replies: Sequence[Reply]) -> int:
    """The largest number that was accepted within any sixty seconds."""
    times = sorted(reply.at for reply in replies if reply.status == ACCEPTED)
    return max((sum(at <= one < at + 60 for one in times) for at in times), default=0)


def judge(
    installation: Installation,
    forms: list[Reply],
    logins: list[Reply],
    others: list[Reply],
    *,
    is_written: bool,
) -> int:
    stranger, victim = others
    statuses = Counter(reply.status for reply in [*forms, *logins])
    most = {"forms": most_in_a_minute(forms), "codes": most_in_a_minute(logins)}
    rows: list[tuple[str, object]] = [
        (f"requests for help begun by one address, {len(forms)} sent", f"{most['forms']} in a minute"),
        (f"codes asked for by one address, {len(logins)} sent", f"{most['codes']} in a minute"),
        ("each with another forged X-Forwarded-For", "not believed"),
        ("answers by status", ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))),
        (
            f"one person's codes used up from {len(THIEVES)} addresses: a stranger is answered",
            stranger.status,
        ),
        ("the same person, from the browser they always use", victim.status),
        ("seconds", f"{max(r.at for r in logins) - min(r.at for r in forms):.0f}"),
    ]
    found = {
        f"{max(most.values())} accepted in a minute": max(most.values()) > MOST_A_MINUTE,
        "nothing was accepted at all": min(most.values()) == 0,
        "answers other than 302 and 429": bool(set(statuses) - {ACCEPTED, TOO_MANY}),
        "the address was not used up": stranger.status != TOO_MANY,
        "the person themselves was locked out": victim.status != ACCEPTED,
    }
    problems = [problem for problem, is_there in found.items() if is_there]
    return PROMISE.judge(installation.vendor, rows, problems, is_written=is_written)


if __name__ == "__main__":
    sys.exit(main())
