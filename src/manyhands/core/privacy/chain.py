"""A journal that shows when somebody changed it, and still lets a person be forgotten.

Each line is hashed together with the hash of the line before it, so that whoever knows the last hash knows
whether anything before it was changed, left out, put in or moved (Schneier and Kelsey, "Secure audit logs to
support computer forensics", 1999). Leaves and links are hashed with different first bytes, so that neither can
be taken for the other (RFC 9162, section 2.1.1).

A line names people by numbers alone. Even so a number can lead to somebody, and must be erasable; therefore the
chain holds no number but a *commitment* to it: a hash of a random salt and the number. The salt is kept beside
the number. Erasing throws both away and keeps the commitment, from which nobody can guess the number; the chain
stays whole.

Format 1, for whoever writes a second reader:

========== ==========================================================================================
commitment ``SHA256(0x03 || salt || "actor=7")``, ``"subject=12"``, or ``"actor="`` when it is nobody
line       JSON in ASCII, keys sorted, no spaces: ``actor`` and ``subject`` (commitments in hex),
           ``actor_kind``, ``actor_role``, ``at`` (UTC, six digits of a second, ``Z``), ``fields`` (in the
           order in which they were written), ``group``, ``number``, ``subject_kind``, ``v`` (1), ``verb``
leaf       ``SHA256(0x00 || line)``
start      ``SHA256(0x02 || "manyhands journal 1 group 5")``: what stands before the first line of group 5
link       ``SHA256(0x01 || link before || leaf)``
========== ==========================================================================================
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from json.encoder import encode_basestring_ascii as _quote
from typing import NamedTuple

VERSION = 1
SALT_BYTES = 16
HASH_BYTES = 32
_LEAF, _LINK, _START, _COMMITMENT = b"\x00", b"\x01", b"\x02", b"\x03"


class Part(StrEnum):
    """What of a line may lead to a person, and can be erased from it."""

    ACTOR = "actor"
    SUBJECT = "subject"


class Line(NamedTuple):
    """One line as the chain knows it.

    Attributes:
        group_id: whose journal it is in.
        number: its place there, from 1 without gaps.
        at: when, with a time zone.
        verb: what happened, as a word of the program.
        actor_kind: what kind of somebody did it.
        actor_role: which part of the program did it, if nobody else.
        actor: the commitment to who did it.
        subject_kind: what kind of thing it was done to.
        subject: the commitment to which.
        fields: names of what was changed or seen, never values.
    """

    group_id: int
    number: int
    at: datetime
    verb: str
    actor_kind: str
    actor_role: str
    actor: bytes
    subject_kind: str
    subject: bytes
    fields: list[str]


class Checkpoint(NamedTuple):
    """Where a chain stood at one line: whoever keeps it elsewhere can tell later whether all before it is unchanged."""

    group_id: int
    number: int
    chain_hash: bytes


class Wrong(StrEnum):
    """What can be wrong with a line."""

    MISSING = "missing"
    CHANGED = "changed"
    FOREIGN = "foreign"


class Fault(NamedTuple):
    """The first line that is not as it was written.

    Attributes:
        number: the line that should stand there.
        wrong: ``missing`` (another stands there), ``changed`` (it, or the hash it was given), ``foreign`` (it is
            of another group).
    """

    number: int
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class Verified:
    """How far a chain is whole.

    Attributes:
        count: lines found unchanged.
        last: where the unchanged part ends.
        fault: the first wrong line, or None.
    """

    count: int
    last: Checkpoint
    fault: Fault | None


def commit(salt: bytes, part: Part, number: int | None) -> bytes:
    """Return the commitment to a number.

    Args:
        salt: random, of its own for each part of each line.
        part: which part of the line, so that neither can stand for the other.
        number: whose number, or None for nobody.

    >>> commit(bytes(16), Part.ACTOR, 7).hex()[:16]
    '341c48d352e4cdb0'
    >>> commit(bytes(16), Part.ACTOR, None) == commit(bytes(16), Part.SUBJECT, None)
    False
    """
    return sha256(_COMMITMENT + salt + f"{part}={'' if number is None else number}".encode()).digest()


def open_seal(seal: bytes, part: Part, number: int | None) -> bytes:
    """Return the commitment, from what is kept beside the number.

    Args:
        seal: the salt; or, once the number is erased, the commitment itself.
        part: which part of the line.
        number: the number, or None for nobody and for an erased one.

    >>> salt = bytes(16)
    >>> kept = open_seal(salt, Part.SUBJECT, 12)
    >>> open_seal(kept, Part.SUBJECT, None) == kept
    True
    >>> open_seal(kept, Part.SUBJECT, 13) == kept
    False
    """
    if number is None and len(seal) == HASH_BYTES:
        return seal
    return commit(seal, part, number)


def encode_line(line: Line) -> bytes:
    r"""Return the bytes that are hashed, the same for the same line on every machine.

    >>> at = datetime(2026, 3, 7, 12, tzinfo=UTC)
    >>> line = Line(5, 1, at, "need.opened", "system", "worker", b"\1" * 2, "needs.need", b"\2" * 2, ["state"])
    >>> print(encode_line(line).decode())  # doctest: +NORMALIZE_WHITESPACE
    {"actor":"0101","actor_kind":"system","actor_role":"worker","at":"2026-03-07T12:00:00.000000Z","fields":["state"],"group":5,"number":1,"subject":"0202","subject_kind":"needs.need","v":1,"verb":"need.opened"}
    """
    # Put together by hand, keys in their order: a quarter of the time that a general encoder takes.
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    return (
        f'{{"actor":"{line.actor.hex()}","actor_kind":{_quote(line.actor_kind)},'
        f'"actor_role":{_quote(line.actor_role)},"at":"{at[:-6]}Z",'
        f'"fields":[{",".join(map(_quote, line.fields))}],"group":{line.group_id:d},"number":{line.number:d},'
        f'"subject":"{line.subject.hex()}","subject_kind":{_quote(line.subject_kind)},'
        f'"v":{VERSION},"verb":{_quote(line.verb)}}}'
    ).encode("ascii")


def start_of(group_id: int) -> Checkpoint:
    """Return what stands before the first line of a group, different for each.

    >>> start_of(5).number, start_of(5).chain_hash == start_of(6).chain_hash
    (0, False)
    """
    before = sha256(_START + f"manyhands journal {VERSION} group {group_id}".encode()).digest()
    return Checkpoint(group_id, 0, before)


def link(before: bytes, line: Line) -> bytes:
    """Return the hash of a line and of all before it.

    Args:
        before: the hash of the line before, or that of `start_of`.
        line: the line.
    """
    return sha256(_LINK + before + sha256(_LEAF + encode_line(line)).digest()).digest()


def verify(lines: Iterable[tuple[Line, bytes]], after: Checkpoint) -> Verified:
    """Return how far the lines are whole, in one pass and with no more than one line in memory.

    Args:
        lines: each with the hash it was given, in the order of their numbers.
        after: what stands before the first of them.

    >>> at, who = datetime(2026, 3, 7, tzinfo=UTC), bytes(32)
    >>> line = Line(5, 1, at, "need.opened", "visitor", "", who, "needs.need", who, [])
    >>> given = link(start_of(5).chain_hash, line)
    >>> verify([(line, given)], start_of(5)).fault is None
    True
    >>> verify([(line._replace(verb="need.closed"), given)], start_of(5)).fault
    Fault(number=1, wrong=<Wrong.CHANGED: 'changed'>)
    """
    group_id, number, before = after
    count = 0
    fault = None
    for line, given in lines:
        wrong = _find_wrong(line, given, number + 1, group_id, before)
        if wrong is not None:
            fault = Fault(number + 1, wrong)
            break
        number, before = line.number, given
        count += 1
    return Verified(count, Checkpoint(group_id, number, before), fault)


def _find_wrong(line: Line, given: bytes, number: int, group_id: int, before: bytes) -> Wrong | None:
    if line.group_id != group_id:
        return Wrong.FOREIGN
    if line.number != number:
        return Wrong.MISSING
    return None if link(before, line) == given else Wrong.CHANGED
