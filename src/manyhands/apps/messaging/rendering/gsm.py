"""How long a text message is. One letter outside the GSM alphabet halves what fits into a segment.

The alphabet and the escape table are those of 3GPP TS 23.038; a segment of several loses 7 letters to its header.
"""

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}\\[~]|€\f")
_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‑": "-", "−": "-", "·": "-", "•": "-", "…": "...",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    }
)  # fmt: skip

GSM_ALONE, GSM_JOINED = 160, 153
UCS2_ALONE, UCS2_JOINED = 70, 67


def is_gsm(text: str) -> bool:
    return all(char in _BASIC or char in _ESCAPED for char in text)


def fold_to_gsm(text: str) -> str:
    """The text with the nearest letters of the GSM alphabet (á → a, ’ → '), or unchanged if one has none."""
    folded = "".join(_fold(char) for char in text.translate(_PLAIN))
    return folded if is_gsm(folded) else text


def count_segments(text: str) -> int:
    if is_gsm(text):
        septets = sum(2 if char in _ESCAPED else 1 for char in text)
        return _segments(septets, GSM_ALONE, GSM_JOINED)
    return _segments(len(text.encode("utf-16-be")) // 2, UCS2_ALONE, UCS2_JOINED)


def _segments(length: int, alone: int, joined: int) -> int:
    return 1 if length <= alone else -(-length // joined)


def _fold(char: str) -> str:
    if is_gsm(char):
        return char
    bare = "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))
    return bare if bare and is_gsm(bare) else char
