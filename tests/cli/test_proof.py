"""A proof is verified on any machine, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from manyhands.cli.main import main
from manyhands.core.vetting import proof
from manyhands.core.vetting.proof import Met

PRIVATE, PUBLIC = proof.make_key()


@pytest.fixture
def files(tmp_path):
    now = datetime.now(UTC)
    statement = proof.state(
        issuer_name="Vecinos\x1b[31m",
        issuer_url="https://example.org/g/v/proof-key.json",
        public_key=PUBLIC,
        subject_name="Rosa",
        contacts=["rosa@example.org"],
        met=[Met("identity", None), Met("training", now.date() + timedelta(days=9))],
        at=now,
        until=now.date() + timedelta(days=30),
    )
    text, key = tmp_path / "proof.txt", tmp_path / "key.json"
    text.write_text(f"https://example.org/proof/#{proof.sign(statement, PRIVATE)}\n")
    key.write_text(proof.key_document([PUBLIC], name="Vecinos"))
    return text, key


def verify(files, *more, language="en"):
    text, key = files
    return main(["proof", "--language", language, "verify", str(text), "--key", str(key), *more])


def test_a_right_one_says_what_was_met(files, capsys):
    assert verify(files, "--contact", "rosa@example.org") == 0
    said = capsys.readouterr().out

    assert "identity: without end" in said
    assert "training: " in said
    assert "\x1b" not in said
    assert verify(files, language="es") == 0
    assert "La firma es correcta" in capsys.readouterr().out


def test_somebody_elses_is_refused(files, capsys):
    assert verify(files, "--contact", "tom@example.org") == 1
    assert "another e-mail address" in capsys.readouterr().err


@pytest.mark.parametrize("place", [40, 200, -5])
def test_a_changed_one_is_refused(files, capsys, place):
    text = files[0].read_text().strip()
    letter = "A" if text[place] != "A" else "B"
    files[0].write_text(text[:place] + letter + text[place:][1:])

    assert verify(files) == 1
    assert capsys.readouterr().out == ""


def test_with_another_key_it_is_refused(files):
    files[1].write_text(proof.key_document([proof.make_key()[1]], name="Strange"))
    assert verify(files) == 1
    files[1].write_text("{}")
    assert verify(files) == 1


def test_what_cannot_be_read_is_said(files, tmp_path, capsys):
    assert verify((tmp_path / "none.txt", files[1])) == 2
    assert "cannot be read" in capsys.readouterr().err
