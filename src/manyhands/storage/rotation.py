"""From an older key to the first of its ring: every encrypted column, every sealed file, every blind index.

In small transactions, while others read and write. What somebody has changed meanwhile is left as it is: they wrote
with the new key. It may be ended and begun again at any time, for what is done already is passed over.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.db import connection, models, transaction

from manyhands.storage.encryption import decrypt, encrypt
from manyhands.storage.fields import is_encrypted, sealed
from manyhands.storage.files import list_all_files, reseal_file
from manyhands.storage.keys import CONTACT

ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Indexed:
    """Rows with blind indexes, as the app that owns them says: which, and how they are made anew."""

    rows: Callable[[], models.QuerySet[Any]]
    is_old: Callable[[Any], bool]
    renew: Callable[[Any], None]


_indexed: list[Indexed] = []


def register_indexed(indexed: Indexed) -> None:
    _indexed.append(indexed)


def list_encrypted_columns() -> dict[type[models.Model], list[str]]:
    """The names of the fields of each model that are ciphertext in the database."""
    found = {
        model: [field.name for field in model._meta.concrete_fields if is_encrypted(field)]
        for model in apps.get_models(include_auto_created=True)
    }
    return {model: names for model, names in found.items() if names}


def count_by_key() -> Counter[str]:
    """How many stored values each key of the ring would be missed for; under "" what none of them opens."""
    rings = [(key, Fernet(key)) for key in CONTACT.read()]
    counts: Counter[str] = Counter()
    for model, names in list_encrypted_columns().items():
        for batch in _batches(model, names):
            counts.update(_key_of(text.encode(), rings) for _pk, *texts in batch for text in texts if text)
    counts.update(_key_of(path.read_bytes(), rings) for path in list_all_files())
    return counts


def renew_columns() -> Iterator[tuple[str, int]]:
    """The name of each table and how many values of it are under the first key now, and were not before."""
    first = Fernet(CONTACT.read()[0])
    for model, names in list_encrypted_columns().items():
        changed = sum(_renew_batch(model, names, batch, first) for batch in _batches(model, names))
        yield model._meta.db_table, changed


def renew_files() -> int:
    first, count = [("first", Fernet(CONTACT.read()[0]))], 0
    for path in list_all_files():
        try:
            if not _key_of(path.read_bytes(), first):
                reseal_file(path)
                count += 1
        except FileNotFoundError:
            # Somebody has deleted it meanwhile.
            continue
    return count


def count_old_indexes() -> int:
    return sum(1 for indexed in _indexed for _row in _old_rows(indexed))


def renew_indexes() -> int:
    return sum(_renew_index(indexed, row.pk) for indexed in _indexed for row in _old_rows(indexed))


def _old_rows(indexed: Indexed) -> Iterator[Any]:
    last, rows = 0, indexed.rows().order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:ROWS_AT_ONCE]):
        yield from (row for row in batch if indexed.is_old(row))
        last = batch[-1].pk


@transaction.atomic
def _renew_index(indexed: Indexed, pk: Any) -> int:
    # Locked and read again: the name or number may have been changed a moment ago.
    row = indexed.rows().select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
    if row is None or not indexed.is_old(row):
        return 0
    indexed.renew(row)
    return 1


def _batches(model: type[models.Model], names: list[str]) -> Iterator[list[tuple[Any, ...]]]:
    rows: Any = models.QuerySet(model).order_by("pk").values_list("pk", *(sealed(name) for name in names))
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:ROWS_AT_ONCE]):
        yield batch
        last = batch[-1][0]


def _renew_batch(
    model: type[models.Model], names: list[str], batch: list[tuple[Any, ...]], first: Fernet
) -> int:
    old = [
        (pk, name, text)
        for pk, *texts in batch
        for name, text in zip(names, texts, strict=True)
        if text and not _opens(first, text.encode())
    ]
    if not old:
        return 0
    quote = connection.ops.quote_name
    columns = {field.name: field.column for field in model._meta.concrete_fields}
    with transaction.atomic(), connection.cursor() as cursor:
        count = 0
        for pk, name, text in old:
            column = quote(str(columns[name]))
            # Only if it is still what was read. Names of our own tables and columns.
            statement = (
                f"UPDATE {quote(model._meta.db_table)} SET {column} = %s WHERE id = %s AND {column} = %s"  # noqa: S608
            )
            cursor.execute(statement, [encrypt(decrypt(text)), pk, text])
            count += cursor.rowcount
    return count


def _key_of(token: bytes, rings: list[tuple[str, Fernet]]) -> str:
    return next((key for key, opener in rings if _opens(opener, token)), "")


def _opens(opener: Fernet, token: bytes) -> bool:
    try:
        opener.decrypt(token)
    except InvalidToken:
        return False
    return True
