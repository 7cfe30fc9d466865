"""Files that people handed in come back with the database, sealed as they were."""

from collections.abc import Iterator

import pytest

from manyhands.cli.backups.envelope import BackupError
from manyhands.cli.backups.files import _ENTRY, Packed, unpack
from manyhands.storage.files import keep_file, list_all_files, read_file


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def packed(database: bytes = b"the database") -> bytes:
    return b"".join(Packed().before(iter([database[:5], database[5:]])))


def chunks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


@pytest.mark.parametrize("size", [1, 7, 1000, 10_000_000])
def test_files_and_database_come_back(settings, tmp_path, size):
    names = [keep_file(b"one" * 999, group_id=7), keep_file(b"", group_id=7), keep_file(b"two", group_id=12)]
    data = packed()
    settings.FILES_DIR = tmp_path / "elsewhere"

    assert b"".join(unpack(chunks(data, size), settings.FILES_DIR)) == b"the database"
    assert read_file(names[0], group_id=7) == b"one" * 999
    assert read_file(names[1], group_id=7) == b""
    assert read_file(names[2], group_id=12) == b"two"
    assert len(list(list_all_files())) == 3


def test_nobody_can_read_them_in_the_backup():
    keep_file(b"Canary of Ana", group_id=7)

    assert b"Canary" not in packed()


def test_without_files_there_is_only_the_database(tmp_path):
    assert b"".join(unpack(iter([packed()]), tmp_path)) == b"the database"


def test_one_that_is_removed_meanwhile_is_left_out(tmp_path):
    keep_file(b"one", group_id=7)
    keep_file(b"two", group_id=7)
    files = Packed()
    stream = files.before(iter([b"the database"]))
    first = next(stream)
    for path in list_all_files():
        path.unlink()

    assert b"".join(unpack(iter([first, *stream]), tmp_path)) == b"the database"
    assert files.count == 1


@pytest.mark.parametrize("cut", [1, 12, 60])
def test_half_of_it_is_refused(tmp_path, cut):
    keep_file(b"one" * 99, group_id=7)

    with pytest.raises(BackupError):
        list(unpack(iter([packed()[:cut]]), tmp_path))


@pytest.mark.parametrize("name", [b"../x", b"7/" + b"A" * 32, b"/etc/passwd"])
def test_no_other_name_is_written(tmp_path, name):
    with pytest.raises(BackupError):
        list(unpack(iter([_ENTRY.pack(len(name), 1) + name + b"x"]), tmp_path))
