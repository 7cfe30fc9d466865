"""What people hand in lies sealed under their group, and is gone when it should be."""

import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.db import transaction

from manyhands.storage.encryption import WrongKeyError
from manyhands.storage.files import (
    FileGoneError,
    keep_file,
    list_all_files,
    read_file,
    remove_file,
    reseal_file,
    sweep_files,
)

CANARY = b"Canary of Rosa 517-555-0100" * 50
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def list_files(group_id: int) -> list[str]:
    return [path.name for path in list_all_files() if path.parent.name == str(group_id)]


def test_it_comes_back_as_it_was():
    name = keep_file(CANARY, group_id=7)

    assert read_file(name, group_id=7) == CANARY
    assert list_files(7) == [name]
    assert list_files(8) == []


def test_the_disk_shows_nothing_of_it(folder):
    name = keep_file(CANARY, group_id=7)
    path = folder / "7" / name

    assert CANARY[:20] not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_every_file_has_another_name():
    assert len({keep_file(CANARY, group_id=7) for _ in range(20)}) == 20


def test_another_group_does_not_find_it():
    name = keep_file(CANARY, group_id=7)

    with pytest.raises(FileGoneError):
        read_file(name, group_id=8)


def test_a_file_put_in_anothers_place_is_none(folder):
    mine, theirs = keep_file(b"mine", group_id=7), keep_file(b"theirs", group_id=8)
    (folder / "7" / mine).write_bytes((folder / "8" / theirs).read_bytes())

    with pytest.raises(FileGoneError):
        read_file(mine, group_id=7)


@pytest.mark.parametrize("place", [0, 30, -1])
def test_a_changed_one_does_not_open(folder, place):
    name = keep_file(CANARY, group_id=7)
    path = folder / "7" / name
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)

    with pytest.raises(WrongKeyError):
        read_file(name, group_id=7)


@pytest.mark.parametrize("name", ["", "..", "../7/x", "a" * 32 + "/..", "A" * 32, "/etc/passwd", "a" * 31])
def test_no_other_name_is_a_path(name):
    with pytest.raises(FileGoneError):
        read_file(name, group_id=7)


@pytest.mark.django_db
def test_it_goes_when_its_row_has_gone(django_capture_on_commit_callbacks):
    name = keep_file(CANARY, group_id=7)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        remove_file(name, group_id=7)
        assert list_files(7) == [name]

    assert list_files(7) == []


@pytest.mark.django_db
def test_it_stays_when_its_row_does(django_capture_on_commit_callbacks):
    name = keep_file(CANARY, group_id=7)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        remove_file(name, group_id=7)
        transaction.set_rollback(True)

    assert list_files(7) == [name]


def test_what_nobody_owns_is_swept_after_a_day(folder):
    owned, forgotten = keep_file(b"owned", group_id=7), keep_file(b"forgotten", group_id=7)
    elsewhere = keep_file(b"elsewhere", group_id=8)
    half = folder / "7" / f"{owned}.unfinished"
    half.write_bytes(b"half")
    written_at = datetime.fromtimestamp(half.stat().st_mtime, UTC)
    minute = timedelta(minutes=1)

    assert sweep_files(7, [owned], at=written_at + DAY - minute) == 0
    assert sweep_files(7, [owned], at=written_at + DAY + minute) == 2
    assert list_files(7) == [owned]
    assert list_files(8) == [elsewhere]
    assert forgotten not in list_files(7)
    assert not half.exists()
    assert sweep_files(99, [], at=written_at) == 0


def test_a_disk_that_is_full_leaves_nothing_half(folder, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("manyhands.storage.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep_file(CANARY, group_id=7)

    assert list((folder / "7").iterdir()) == []


def test_keys_can_be_changed(settings):
    name = keep_file(CANARY, group_id=7)
    old = settings.CONTACT_KEYS
    fresh = [Fernet.generate_key().decode()]
    settings.CONTACT_KEYS = [*fresh, *old]
    for path in list_all_files():
        reseal_file(path)
    settings.CONTACT_KEYS = fresh

    assert read_file(name, group_id=7) == CANARY
    settings.CONTACT_KEYS = old
    with pytest.raises(WrongKeyError):
        read_file(name, group_id=7)


def test_all_of_them_are_found_for_a_backup(folder):
    names = {keep_file(b"a", group_id=7), keep_file(b"b", group_id=12)}
    (folder / "7" / "notes.txt").write_text("not ours")
    (folder / "lost+found").mkdir()

    assert {path.name for path in list_all_files()} == names


def test_before_the_first_there_is_no_folder():
    assert list(list_all_files()) == []
