"""What is sealed opens whole, with its key, or not at all. And which backups are kept."""

import io
import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from manyhands.cli.backups.envelope import FRAME_BYTES, BackupError, BackupKey, Opener, Sealer
from manyhands.cli.backups.rotation import DAYS, OLDEST, WEEKS, list_spent, name_of
from manyhands.cli.backups.tasks import back_up

KEY = BackupKey(b"k" * 32)
PAYLOAD = b"m" * (2 * FRAME_BYTES + 5)
NOW = datetime(2026, 3, 11, 4, 0, tzinfo=UTC)


def sealed(payload=PAYLOAD, manifest=b"{}"):
    out = io.BytesIO()
    sealer = Sealer(out, KEY, {"database": "sqlite"})
    sealer.write(payload)
    sealer.close(manifest)
    return out.getvalue()


def opened(raw, *keys):
    opener = Opener(io.BytesIO(raw), keys or [KEY])
    return b"".join(opener.payload()), opener.manifest


def frames_of(raw):
    """The two lines in front, then each frame."""
    start = raw.index(b"\n", raw.index(b"\n") + 1) + 1
    found = [raw[:start]]
    while start < len(raw):
        end = start + 5 + int.from_bytes(raw[start + 1 : start + 5], "big")
        found.append(raw[start:end])
        start = end
    return found


@given(st.binary(max_size=300), st.binary(max_size=50))
def test_what_was_sealed_comes_back(payload, manifest):
    assert opened(sealed(payload, manifest)) == (payload, manifest)


def test_a_large_one_comes_back_and_a_key_that_was_changed_still_opens_it():
    assert opened(sealed(), BackupKey(b"n" * 32), KEY) == (PAYLOAD, b"{}")


def test_two_files_of_the_same_are_nowhere_the_same():
    first, second = sealed(), sealed()

    assert frames_of(first)[1] != frames_of(second)[1]


def test_another_key_does_not_open_it():
    with pytest.raises(BackupError, match="not in MANYHANDS_BACKUP_KEYS"):
        opened(sealed(), BackupKey(b"x" * 32))


def test_wherever_it_ends_too_early_it_is_refused():
    raw = sealed(b"short")
    header = len(frames_of(raw)[0])

    for length in range(header, len(raw)):
        with pytest.raises(BackupError):
            opened(raw[:length])
    for count in range(1, 4):
        with pytest.raises(BackupError, match="ends too early"):
            opened(b"".join(frames_of(sealed())[:-count]))


def test_whatever_is_changed_is_noticed():
    raw = sealed(b"short")

    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(BackupError):
            opened(bytes(changed))


def test_frames_in_another_order_or_more_of_them_are_noticed():
    head, first, second, *rest = frames_of(sealed())

    for wrong in (
        [head, second, first, *rest],
        [head, first, first, second, *rest],
        [head, first, second, *rest, first],
    ):
        with pytest.raises(BackupError, match="damaged or changed"):
            opened(b"".join(wrong))


def test_what_is_no_backup_is_told():
    with pytest.raises(BackupError, match="not a backup"):
        opened(b"SQLite format 3\0")


# --- which are kept ------------------------------------------------------------------------------------------------


def made(tmp_path, *moments):
    return [(moment, tmp_path / name_of(moment)) for moment in moments]


def test_a_week_of_days_and_a_month_of_weeks_are_kept(tmp_path):
    backups = made(tmp_path, *(NOW - timedelta(hours=6 * number) for number in range(200)))

    spent = set(list_spent(backups, at=NOW))

    kept = [moment for moment, path in backups if path not in spent]
    assert DAYS <= len(kept) <= DAYS + WEEKS
    assert len({moment.date() for moment in kept}) == len(kept)
    assert len({moment.isocalendar()[:2] for moment in kept}) == WEEKS
    assert min(kept) >= NOW - OLDEST
    assert max(kept) == NOW


def test_what_was_to_be_forgotten_does_not_outlive_thirty_five_days(tmp_path):
    old, older = NOW - timedelta(days=36), NOW - timedelta(days=60)

    assert list_spent(made(tmp_path, NOW, old, older), at=NOW) == [
        path for _at, path in made(tmp_path, old, older)
    ]
    # The only one there is stays, however old.
    assert list_spent(made(tmp_path, older), at=NOW) == []


# --- by itself -----------------------------------------------------------------------------------------------------


def test_a_backup_that_fails_by_itself_alarms_whoever_runs_the_server(settings, tmp_path, caplog):
    (tmp_path / "file").write_text("where a folder should be")
    settings.BACKUP_DIR, settings.BACKUP_KEYS = str(tmp_path / "file"), ["a" * 43 + "="]
    settings.OPERATOR_EMAIL = "host@example.org"

    with caplog.at_level(logging.ERROR), pytest.raises(BackupError):
        back_up()

    assert [letter.to for letter in mail.outbox] == [["host@example.org"]]
    assert "no backup was made" in caplog.text


def test_without_a_folder_it_does_nothing(settings):
    settings.BACKUP_DIR = ""

    back_up()
