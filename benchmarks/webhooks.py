"""R19: every delivery that is changed, old, repeated, or signed with another key or in another way is refused.

    python -m benchmarks.webhooks [--write]

Each byte of a body as every other byte, left out and doubled; each letter of each header as every other letter; headers
left out; times around the bound; other keys; the other senders' schemes. Then each over HTTP, again and again.
"""

import sys
from collections.abc import Iterable

from benchmarks.assurance import get_promise
from benchmarks.installation import installed

REPEATS = 50

PROMISE = get_promise("R19")


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    options = parser.parse_args()
    with installed():
        rows = measure()
    head = ["sender", "what was done to it", "tried", "refused before it was read", ""]
    missed = [f"{sender}: {done}" for sender, done, *_figures, verdict in rows if verdict == "missed"]
    return PROMISE.judge(
        "",
        rows,
        missed,
        heads=head,
        more="A signed body has no time in it: it is known again by itself, so an old one does nothing.",
        is_written=options.write,
    )


def measure() -> list[tuple[str, ...]]:
    from tests.web.webhooks.deliveries import (
        SCHEMES,
        at_other_times,
        changed_bytes,
        with_other_keys,
        without_a_header,
    )

    rows = []
    for name, (scheme, sent) in SCHEMES.items():
        strange = [other for one, (_scheme, other) in SCHEMES.items() if one != name]
        tried = {
            "one byte or letter changed": changed_bytes(sent),
            "a header left out": without_a_header(sent),
            "another key": with_other_keys()[name],
            "another scheme": strange,
        }
        if name == "Standard Webhooks":
            tried["more than five minutes old, or from the future"] = at_other_times(sent)
        rows += [(name, what, *_refused(scheme, sents)) for what, sents in tried.items()]
        rows.append((name, f"the same {REPEATS} times", *_repeated(scheme, sent)))
    return rows


def _refused(scheme, sents: Iterable) -> tuple[str, str, str]:  # noqa: ANN001 - of the tests' own
    from manyhands.web.webhooks.schemes import WebhookRefusedError

    tried = refused = 0
    for sent in sents:
        tried += 1
        try:
            scheme.check(sent.headers, sent.body, at=sent.at)
        except WebhookRefusedError:
            refused += 1
    return f"{tried:,}", f"{refused:,}", "met" if tried == refused else "missed"


def _repeated(scheme, sent) -> tuple[str, str, str]:  # noqa: ANN001 - as above
    from django.test import RequestFactory

    from manyhands.web.webhooks.receiving import receive

    taken: list[bytes] = []

    def take(raw: bytes) -> str:
        taken.append(raw)
        return "taken"

    for _ in range(REPEATS):
        request = RequestFactory().post("/", sent.body, content_type="application/json", headers=sent.headers)
        receive(request, scheme, action="measured", at=sent.at, do=take)
    once = len(taken) == 1
    return str(REPEATS), f"{REPEATS - len(taken)} taken for the first again", "met" if once else "missed"


if __name__ == "__main__":
    sys.exit(main())
