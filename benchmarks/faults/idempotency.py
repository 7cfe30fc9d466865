"""Sent twice is taken once: each form and call is sent five times in the same moment, by five processes over HTTP.

    python -m benchmarks.faults.idempotency [--rounds 10] [--replays 5] [--write]

A twin that is sent once shows what one sending leaves in every table: requests, messages, lines of the journal. Five
at once must leave exactly as much, and all five must be answered the same. The same key with other answers must leave
nothing.
"""

import sys
from collections import Counter, defaultdict

from benchmarks.assurance import Rows, get_promise
from benchmarks.faults.clients import Answer, all_at_once, post, statuses_of
from benchmarks.faults.sendings import Sending, makers
from benchmarks.installation import Installation, Server, installed, running

PROMISE = get_promise("R5")
# Written by sending at all, whether anything is taken or not; what people agreed to is kept once for all of them.
NOT_COUNTED = {"storage.ratebucket", "sessions.session", "privacy.consenttext"}
TASKS = {"django_q.ormq", "django_q.task", "django_q.schedule"}


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--replays", type=int, default=5)
    options = parser.parse_args()
    with installed() as installation:
        kinds = {
            name: [make(number) for number in range(options.rounds + 1)] for name, make in makers().items()
        }
        with running("web", "--processes", "2") as server:
            tries = [Try(name, sendings, options.replays) for name, sendings in kinds.items()]
            for one in tries:
                one.run(server)
        return judge(installation, tries, is_written=options.write)


# --- one kind of sending -----------------------------------------------------------------------------------


class Try:
    """A twin alone, then each of the others several times at once, then changed with the same key."""

    def __init__(self, name: str, sendings: list[Sending], replays: int) -> None:
        self.name, self.replays = name, replays
        self.twin, *self.sendings = sendings
        self.answers: list[Answer] = []
        self.problems: list[str] = []

    def run(self, server: Server) -> None:
        before = count_rows()
        status, *_rest = post(server.port, self.twin.call)
        alone = count_rows() - before
        if status >= 400 or not alone:
            self.problems.append(f"{self.name}: the twin was answered {status} and left {dict(alone)}")
            return
        calls = [sending.call for sending in self.sendings]
        before = count_rows()
        self.answers = all_at_once(server.port, [calls] * self.replays)
        self._compare(
            count_rows() - before, Counter({name: len(calls) * rows for name, rows in alone.items()})
        )
        self._look_at_answers()
        self._send_changed(server)

    def _compare(self, found: Counter[str], expected: Counter[str]) -> None:
        for name in sorted(found.keys() | expected.keys()):
            if found[name] != expected[name]:
                self.problems.append(f"{self.name}: {found[name]} rows in {name} for {expected[name]}")

    def _look_at_answers(self) -> None:
        by_number = defaultdict(set)
        for answer in self.answers:
            # The words of a page may differ by a form token; where it leads, and what a program is told, may not.
            said = answer.body if self.sendings[answer.number].call.body.startswith("{") else b""
            by_number[answer.number].add((answer.status, answer.location, said))
        unlike = [number for number, said in by_number.items() if len(said) != 1]
        if unlike:
            self.problems.append(f"{self.name}: {len(unlike)} of {len(by_number)} answered in different ways")
        if any(answer.status >= 500 for answer in self.answers):
            self.problems.append(f"{self.name}: answered {statuses_of(self.answers)}")

    def _send_changed(self, server: Server) -> None:
        changed = [sending.changed for sending in self.sendings if sending.change[0]]
        before = count_rows()
        for call in changed:
            post(server.port, call)
        taken = count_rows() - before
        if taken:
            self.problems.append(f"{self.name}: the same key with other answers left {dict(taken)}")


def count_rows() -> Counter[str]:
    from django.apps import apps

    from manyhands.storage.scope import system_scope

    with system_scope("check idempotency"):
        return Counter(
            {
                model._meta.label_lower: model._base_manager.count()
                for model in apps.get_models()
                if model._meta.label_lower not in NOT_COUNTED | TASKS
            }
        )


# --- the judge ---------------------------------------------------------------------------------------------


def judge(installation: Installation, tries: list[Try], *, is_written: bool) -> int:
    answers = [answer for one in tries for answer in one.answers]
    sent = sum(len(one.sendings) for one in tries)
    changed = sum(bool(sending.change[0]) for one in tries for sending in one.sendings)
    problems = [problem for one in tries for problem in one.problems]
    rows: Rows = [
        ("kinds of forms and calls", len(tries)),
        ("sent, each several times at once", f"{sent}, {len(answers)} in all"),
        ("answers by status", statuses_of(answers)),
        ("left more or less than one sending leaves", len(problems)),
        ("the same key with other answers", f"{changed} sent, none taken" if not problems else changed),
        *((one.name, "as one" if not one.problems else "not as one") for one in tries),
    ]
    return PROMISE.judge(installation.vendor, rows, problems, is_written=is_written)


if __name__ == "__main__":
    sys.exit(main())
