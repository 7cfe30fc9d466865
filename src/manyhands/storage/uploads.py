"""What somebody hands in, made fit to be kept: right in size and kind, without hidden data, looked at by a scanner.

Taken are JPEG and PNG pictures and PDF, told by their first bytes and never by their name. A picture is painted anew,
which leaves behind where it was taken and whatever else was hidden in it. A PDF stays as it is; so it is only ever sent
back as a download that no page may open (`web.downloads`).
"""

import io
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Protocol, runtime_checkable

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 10 * 1024 * 1024
# A page photographed by a phone has 12 million dots; 50 million take 150 MB while they are painted anew.
MOST_DOTS = 50_000_000
LARGEST_SIDE = 4_000
_JPEG_QUALITY = 85
_PDF, _JPEG, _PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


class Refusal(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_KIND = "other_kind"
    DAMAGED = "damaged"
    HARMFUL = "harmful"
    NOT_NOW = "not_now"


class UploadRefusedError(Exception):
    """It cannot be kept; `refusal` says why, for the page to say in words."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Upload:
    """Fit to be kept."""

    media_type: str
    data: bytes


class Finding(Protocol):
    """`outcome`: clean, harmful, or not_now (nobody has looked)."""

    @property
    def outcome(self) -> str: ...


@runtime_checkable
class Scanner(Protocol):
    def scan(self, data: bytes) -> Finding: ...


def find_scanner() -> Scanner | None:
    """The one that `FILE_SCANNER` names; None when the host has chosen none."""
    path = settings.FILE_SCANNERS.get(settings.FILE_SCANNER)
    if path is None:
        return None
    scanner: Scanner = import_string(path)()
    return scanner


def take_upload(source: IO[bytes], *, most_bytes: int = MOST_BYTES) -> Upload:
    """Raises UploadRefusedError. What was sent is scanned, and not what we make of it."""
    data = source.read(most_bytes + 1)
    if not data:
        raise UploadRefusedError(Refusal.EMPTY)
    if len(data) > most_bytes:
        raise UploadRefusedError(Refusal.TOO_LARGE)
    if data.startswith((_JPEG, _PNG)):
        _have_scanned(data)
        return _painted_anew(data)
    if data.startswith(_PDF):
        if b"%%EOF" not in data[-2048:]:
            raise UploadRefusedError(Refusal.DAMAGED)
        _have_scanned(data)
        return Upload("application/pdf", data)
    raise UploadRefusedError(Refusal.OTHER_KIND)


def _have_scanned(data: bytes) -> None:
    scanner = find_scanner()
    outcome = scanner.scan(data).outcome if scanner is not None else "clean"
    if outcome == "harmful":
        raise UploadRefusedError(Refusal.HARMFUL)
    # Nothing that was not looked at gets in where a host wants it looked at.
    if outcome != "clean":
        raise UploadRefusedError(Refusal.NOT_NOW)


def _painted_anew(data: bytes) -> Upload:
    # 20 ms and 10 MB that no other page needs.
    from PIL import Image, ImageOps  # noqa: PLC0415

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            _check_size(picture)
            kind = "PNG" if picture.format == "PNG" else "JPEG"
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            bare = upright.convert("RGBA" if kind == "PNG" and upright.has_transparency_data else "RGB")
    except UploadRefusedError:
        raise
    # Pillow's readers raise what they come across in a file that was made to trip them.
    except Exception as error:
        raise UploadRefusedError(Refusal.DAMAGED) from error
    # Whatever was not painted stays behind.
    bare.info = {}
    out = io.BytesIO()
    bare.save(out, kind, **({"quality": _JPEG_QUALITY} if kind == "JPEG" else {"optimize": True}))
    return Upload(f"image/{kind.lower()}", out.getvalue())


def _check_size(picture: "Image") -> None:
    """Known from its first bytes, before a dot is painted."""
    if picture.width * picture.height > MOST_DOTS:
        raise UploadRefusedError(Refusal.TOO_LARGE)
