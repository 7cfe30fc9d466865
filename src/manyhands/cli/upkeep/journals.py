"""`manyhands journal`: whether it is as it was written, where it stands, and its lines for another reader."""

import json
import time

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import find_group
from manyhands.apps.journal.queries import find_head, read_chain, verify_journal
from manyhands.cli.language import gettext as _
from manyhands.cli.language import gettext_noop, ngettext
from manyhands.core.privacy.chain import HASH_BYTES, Checkpoint, Verified, Wrong, encode_line
from manyhands.storage.scope import group_scope

_SAID = {
    Wrong.MISSING: gettext_noop("%(group)s: line %(number)d is missing."),
    Wrong.CHANGED: gettext_noop("%(group)s: line %(number)d is not as it was written."),
    Wrong.FOREIGN: gettext_noop("%(group)s: line %(number)d is another group's."),
}


class CannotReadError(Exception):
    """Nothing can be read; the message says why."""


def verify(slug: str, *, from_number: int, kept: str) -> bool:
    """Whether everything is whole."""
    if kept and not slug:
        raise CannotReadError(_("Say with --group whose journal it is held against."))
    faults = 0
    for group in _list_groups(slug):
        with group_scope(group.pk):
            _check_start(group, from_number)
            checkpoint = _read_kept(group, kept) if kept else None
            started = time.perf_counter()
            found = verify_journal(group.pk, from_number=from_number, kept=checkpoint)
            print(_say(group, found, time.perf_counter() - started))
            faults += found.fault is not None
    return not faults


def print_heads(slug: str) -> None:
    """One line for each group: its short name, the number, the hash."""
    for group in _list_groups(slug):
        with group_scope(group.pk):
            head = find_head(group.pk)
            print(f"{group.slug} {head.number}:{head.chain_hash.hex()}")


def export(slug: str) -> None:
    """One JSON object for each line. Who and whom it was about are commitments only."""
    for group in _list_groups(slug):
        with group_scope(group.pk):
            for line, given in read_chain(group.pk, to_number=find_head(group.pk).number):
                print(json.dumps({"line": json.loads(encode_line(line)), "hash": given.hex()}))


def _list_groups(slug: str) -> list[Group]:
    if not slug:
        return list(Group.objects.order_by("slug"))
    group = find_group(slug)
    if group is None:
        raise CannotReadError(_("No group is called “%(name)s”.") % {"name": slug})
    return [group]


def _check_start(group: Group, from_number: int) -> None:
    last = find_head(group.pk).number
    if not 1 <= from_number <= max(1, last):
        text = _("%(group)s has lines 1 to %(last)d.")
        raise CannotReadError(text % {"group": group.slug, "last": last})


def _read_kept(group: Group, kept: str) -> Checkpoint:
    number, _colon, hashed = kept.rpartition(" ")[2].partition(":")
    try:
        checkpoint = Checkpoint(group.pk, int(number), bytes.fromhex(hashed))
    except ValueError:
        checkpoint = None
    if checkpoint is None or len(checkpoint.chain_hash) != HASH_BYTES:
        raise CannotReadError(_("After --kept comes what `manyhands journal head` printed: NUMBER:HASH."))
    return checkpoint


def _say(group: Group, found: Verified, seconds: float) -> str:
    text = ngettext(
        "%(group)s: %(count)d line is as it was written (%(speed)d a second).",
        "%(group)s: %(count)d lines are as they were written (%(speed)d a second).",
        found.count,
    )
    said = text % {
        "group": group.slug,
        "count": found.count,
        "speed": round(found.count / max(seconds, 1e-6)),
    }
    if found.fault is None:
        return said
    wrong = _(_SAID[found.fault.wrong]) % {"group": group.slug, "number": found.fault.number}
    return f"{said}\n{wrong}"
