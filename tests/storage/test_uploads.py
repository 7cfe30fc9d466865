"""What is handed in is what it says it is, holds nothing hidden, and harms nobody."""

import io
import struct
import zlib
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from manyhands.storage.uploads import MOST_DOTS, Refusal, UploadRefusedError, find_scanner, take_upload

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n"
GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112
SIDEWAYS = 6


def picture(kind="JPEG", size=(60, 40), **more):
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


def photograph():
    """As a phone makes it: lying on its side, with the place and the maker in it."""
    exif = Image.Exif()
    exif[MAKE] = "Canary phone"
    exif[ORIENTATION] = SIDEWAYS
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (42.0, 43.0, 57.0)
    return picture(exif=exif.tobytes(), comment=b"Canary comment")


def take(data, **more):
    return take_upload(io.BytesIO(data), **more)


def refusal_of(data, **more):
    with pytest.raises(UploadRefusedError) as refused:
        take(data, **more)
    return refused.value.refusal


def test_where_a_picture_was_taken_stays_behind():
    sent = photograph()
    kept = take(sent)

    assert b"Canary" in sent
    assert b"Canary" not in kept.data
    with Image.open(io.BytesIO(kept.data)) as painted:
        assert not painted.getexif()
        assert {"exif", "comment"}.isdisjoint(painted.info)
        # It stands upright, though nothing says so any more.
        assert painted.size == (40, 60)


def test_what_hangs_behind_a_picture_is_cut_off():
    for kind in ("JPEG", "PNG"):
        kept = take(picture(kind) + b"PK\x03\x04<script>canary()</script>")

        assert b"canary" not in kept.data


def test_words_in_a_drawing_stay_behind():
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Comment", "Canary words")
    sent = picture("PNG", pnginfo=words)

    assert b"Canary" in sent
    assert b"Canary" not in take(sent).data


def test_a_drawing_stays_see_through():
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (1, 2, 3, 100)).save(out, "PNG")
    with Image.open(io.BytesIO(take(out.getvalue()).data)) as painted:
        assert painted.getpixel((0, 0)) == (1, 2, 3, 100)


def test_a_large_photograph_is_made_smaller():
    with Image.open(io.BytesIO(take(picture(size=(5000, 2500))).data)) as painted:
        assert painted.size == (4000, 2000)


def test_a_document_stays_as_it_is():
    kept = take(PDF)

    assert (kept.media_type, kept.data) == ("application/pdf", PDF)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (b"<html><script>alert(1)</script>", Refusal.OTHER_KIND),
        (b"GIF89a" + b"0" * 40, Refusal.OTHER_KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refusal.OTHER_KIND),
        (b"PK\x03\x04" + b"0" * 40, Refusal.OTHER_KIND),
        (b"\x00\x00\x00\x18ftypheic" + b"0" * 40, Refusal.OTHER_KIND),
        (b"MZ\x90" + PDF, Refusal.OTHER_KIND),
        (PDF[:-7], Refusal.DAMAGED),
        (b"\xff\xd8\xff" + b"0" * 40, Refusal.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 40, Refusal.DAMAGED),
    ],
)
def test_other_kinds_are_refused_whatever_they_are_called(data, refusal):
    assert refusal_of(data) == refusal


def test_half_a_picture_is_refused():
    whole = picture(size=(300, 300))

    assert refusal_of(whole[: len(whole) // 2]) == Refusal.DAMAGED


def test_too_much_is_refused():
    assert refusal_of(PDF + b" " * 100, most_bytes=len(PDF) + 50) == Refusal.TOO_LARGE


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_a_small_file_that_paints_a_field_is_refused_unpainted(monkeypatch):
    """A few thousand bytes that would be a picture of 20 gigabytes."""
    header = struct.pack(">IIBBBBB", 100_000, 70_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
        + chunk(b"IEND", b"")
    )
    monkeypatch.setattr(Image.Image, "load", lambda _self: pytest.fail("it was painted"))

    assert refusal_of(bomb) in (Refusal.TOO_LARGE, Refusal.DAMAGED)


def test_more_dots_than_any_phone_has_are_refused():
    side = int(MOST_DOTS**0.5) + 200
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")

    assert refusal_of(out.getvalue()) == Refusal.TOO_LARGE


class Looked:
    outcome, seen = "clean", []

    def scan(self, data):
        self.seen.append(data)
        return SimpleNamespace(outcome=self.outcome)


@pytest.mark.parametrize(
    ("outcome", "refusal"),
    [("harmful", Refusal.HARMFUL), ("not_now", Refusal.NOT_NOW), ("?", Refusal.NOT_NOW)],
)
@pytest.mark.parametrize("data", [PDF, picture()])
def test_what_the_scanner_does_not_pass_is_refused(settings, monkeypatch, outcome, refusal, data):
    settings.FILE_SCANNER = "clamav"
    settings.FILE_SCANNERS = {"clamav": f"{__name__}.Looked"}
    monkeypatch.setattr(Looked, "outcome", outcome)

    assert refusal_of(data) == refusal


def test_the_scanner_sees_what_was_sent(settings):
    settings.FILE_SCANNER = "clamav"
    settings.FILE_SCANNERS = {"clamav": f"{__name__}.Looked"}
    sent = photograph()
    take(sent)

    assert Looked.seen[-1] == sent


def test_without_one_nothing_is_scanned():
    assert find_scanner() is None


@given(
    st.sampled_from(
        [b"", b"%PDF-1.4 ", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", picture()[:120], picture("PNG")[:90]]
    ),
    st.binary(max_size=300),
)
def test_any_bytes_are_kept_or_refused(start, rest):
    try:
        kept = take(start + rest)
    except UploadRefusedError:
        return
    assert kept.media_type in ("application/pdf", "image/jpeg", "image/png")
