"""A proof written shorter, so that a code of it can be scanned: the same, compressed. What is signed stays as it is."""

import zlib

from manyhands.core.vetting.proof import LONGEST, PREFIX, ProofError, from_base64, to_base64

PACKED_PREFIX = f"{PREFIX}z"


def pack(text: str) -> str:
    """Return a proof with its payload compressed.

    >>> text = f"{PREFIX}.{to_base64(b'{}' * 40)}.c2lnbmF0dXJl"
    >>> len(pack(text)) < len(text), unpack(pack(text)) == text
    (True, True)
    """
    _prefix, payload, signature = text.split(".")
    return f"{PACKED_PREFIX}.{to_base64(zlib.compress(from_base64(payload), 9))}.{signature}"


def unpack(text: str) -> str:
    """Return the proof itself; a text that is not packed is returned as it is. Nothing of it is believed by this.

    Raises:
        ProofError: (malformed) when it cannot be read, or holds more than any proof does.
    """
    together = "".join(text[: LONGEST * 2].split())
    if not together.startswith(f"{PACKED_PREFIX}."):
        return text
    parts = together.split(".")
    if len(parts) != 3 or not together.isascii():  # noqa: PLR2004 - prefix, payload, signature
        raise ProofError("malformed")
    unpacking = zlib.decompressobj()
    try:
        payload = unpacking.decompress(from_base64(parts[1]), LONGEST)
    except zlib.error as error:
        raise ProofError("malformed") from error
    if not unpacking.eof or unpacking.unused_data:
        raise ProofError("malformed")
    return f"{PREFIX}.{to_base64(payload)}.{parts[2]}"
