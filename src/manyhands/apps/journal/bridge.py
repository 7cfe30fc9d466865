"""Between the rows of the journal and the chain that holds them together."""

import os
from collections.abc import Iterable
from typing import Any

from manyhands.core.privacy.chain import SALT_BYTES, Checkpoint, Line, Part, commit, link, open_seal, start_of

# The order in which `read_row` takes them.
COLUMNS = (
    "group_id", "number", "at", "verb", "actor_kind", "actor_role", "actor_seal", "actor_id", "subject_kind",
    "subject_seal", "subject_id", "fields", "chain_hash",
)  # fmt: skip


def read_row(row: tuple[Any, ...]) -> tuple[Line, bytes]:
    """A line as the chain knows it, and the hash it was given, from the values of `COLUMNS`."""
    (
        group_id,
        number,
        at,
        verb,
        actor_kind,
        role,
        actor_seal,
        actor_id,
        kind,
        seal,
        subject_id,
        fields,
        given,
    ) = row
    actor = open_seal(bytes(actor_seal), Part.ACTOR, actor_id)
    subject = open_seal(bytes(seal), Part.SUBJECT, subject_id)
    return Line(group_id, number, at, verb, actor_kind, role, actor, kind, subject, fields), bytes(given)


def chain_entries(entries: Iterable[Any], *, after: Checkpoint) -> None:
    """Number fresh lines of one group, seal them and chain them."""
    _group_id, number, before = after
    for entry in entries:
        number += 1
        entry.number = number
        before = chain_entry(entry, before)


def chain_entry(entry: Any, before: bytes) -> bytes:
    """Seal a numbered line and chain it to the one before; its own hash."""
    salts = os.urandom(2 * SALT_BYTES)
    entry.actor_seal, entry.subject_seal = salts[:SALT_BYTES], salts[SALT_BYTES:]
    line, _not_yet = read_row(tuple(getattr(entry, name) for name in COLUMNS))
    entry.chain_hash = link(before, line)
    return bytes(entry.chain_hash)


def checkpoint_of(group_id: int, number: int, chain_hash: Any) -> Checkpoint:
    """Where a journal stands; an empty hash is that of a journal without a line."""
    return Checkpoint(group_id, number, bytes(chain_hash)) if chain_hash else start_of(group_id)


def close_seal(seal: bytes, part: Part, number: int) -> bytes:
    """What is kept instead of the salt, once the number goes."""
    return commit(bytes(seal), part, number)
