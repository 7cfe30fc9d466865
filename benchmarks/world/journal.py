"""The journal's lines of a whole world, numbered and chained per group as the actions would have done it."""

from collections import Counter
from datetime import datetime

from benchmarks.world.copies import write
from manyhands.apps.journal.bridge import chain_entry, checkpoint_of
from manyhands.apps.journal.models import Entry, JournalHead


class Lines:
    def __init__(self, at: datetime) -> None:
        self.at = at
        heads = list(JournalHead.objects.values_list("group_id", "last_number", "last_hash"))
        self.last: Counter[int] = Counter({group: last for group, last, _hash in heads})
        self.hash = {group: bytes(last_hash) for group, _last, last_hash in heads}
        self._waiting: list[Entry] = []

    def add(self, group_id: int, kind: str, subject_id: int, *verbs: str) -> None:
        for verb in verbs:
            self.last[group_id] += 1
            line = Entry(
                group_id=group_id,
                number=self.last[group_id],
                at=self.at,
                actor_kind="system",
                actor_role="benchmark",
                verb=verb,
                subject_kind=kind,
                subject_id=subject_id,
                fields=["state"],
            )
            before = self.hash.get(group_id) or checkpoint_of(group_id, 0, b"").chain_hash
            self.hash[group_id] = chain_entry(line, before)
            self._waiting.append(line)

    def write(self) -> None:
        write(self._waiting)
        self._waiting = []

    def write_heads(self) -> None:
        self.write()
        heads = [
            JournalHead(group_id=group, last_number=last, last_hash=self.hash[group])
            for group, last in self.last.items()
        ]
        JournalHead.objects.bulk_create(
            heads,
            batch_size=1_000,
            update_conflicts=True,
            unique_fields=["group_id"],
            update_fields=["last_number", "last_hash"],
        )
