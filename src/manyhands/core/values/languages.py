"""Which language codes exist, and those that groups choose from."""

import re
from collections.abc import Mapping
from typing import Final

_ISO_639_1: Final = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy
    hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li
    ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa
    pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th
    ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
"""ISO 639-1, as the Library of Congress lists it."""

_ISO_639_3: Final = """
    acr aeb afb aii ajp apc arc ary arz ase ast bcl bej bem bfi bik brx bsl bug bzs cak ceb cfm chk chr
    ckb cld cmn cnh cod csn ctu dak din doi dsb eky ewo fon fsl fuc gan gil gsg haa hac haw hak haz hil
    hmn hmv hne hnj hop hsb hus iba ilo ins ise jam jsl kab kac kar kaw kbd kea kek kha kjb kmb kmr kok
    kos kpe krc kri kro ksw lad lep lkt lld lol lua luo lus mad mag mah mai mak mam man mas men mfe
    mfs min mni mnk mop mos mwr myn nah nan nhe nus pag pam pap pau pbt pcm pdc pis pko pms pnb pon
    prs pwo qub quc quh quy quz rhg rom rop rtm sat scn shi shn shp shu snk spq srn srr suk sus syl
    syr szl tcz tem tet tig tiv tkl toj tpi tsg tum tvl tzh tzm tzo udm umb vec war wuu xmf yap yua yue
    zai zap zza
"""
"""Languages without a two-letter code that groups meet, sign languages among them (ISO 639-2/3)."""

OWN_NAMES: Final[Mapping[str, str]] = {
    "en": "English",
    "es": "Español",
    "ar": "العربية",
    "fr": "Français",
    "hi": "हिन्दी",
    "hmn": "Hmoob",
    "ht": "Kreyòl ayisyen",
    "my": "မြန်မာဘာသာ",
    "ne": "नेपाली",
    "pt": "Português",
    "ru": "Русский",
    "rw": "Ikinyarwanda",
    "so": "Soomaali",
    "sw": "Kiswahili",
    "ti": "ትግርኛ",
    "tl": "Tagalog",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
"""The languages to choose from, wherever somebody says which they speak, each by its own name."""

_KNOWN: Final = frozenset(_ISO_639_1.split()) | frozenset(_ISO_639_3.split())
_CODE = re.compile(r"([a-z]{2,3})(?:-[a-z0-9]{2,8})*")


def language_code(text: str) -> str:
    """Return the ISO code of the language that a tag such as ``es-MX`` or ``pt_BR`` names.

    Script, region and variant are left out: people are matched by the language they speak. Two
    letters are returned where ISO 639-1 has them and were written; three-letter codes are known
    only for languages that have no two-letter one.

    Raises:
        ValueError: when the text is not a language tag, or no such language is known.

    Source: RFC 5646 (tags), ISO 639-1 and 639-3 (codes).

    >>> language_code("es-MX"), language_code("ZH_hans"), language_code("hmn")
    ('es', 'zh', 'hmn')
    >>> language_code("Spanish")
    Traceback (most recent call last):
    ...
    ValueError: 'Spanish' is not a language code such as 'en' or 'es'
    """
    match = _CODE.fullmatch(text.strip().lower().replace("_", "-"))
    if match is None or match[1] not in _KNOWN:
        raise ValueError(f"{text!r} is not a language code such as 'en' or 'es'")
    return match[1]


def is_language(text: str) -> bool:
    """Say whether a text is a language tag of a known language.

    >>> is_language("so"), is_language("xx"), is_language("")
    (True, False, False)
    """
    try:
        language_code(text)
    except ValueError:
        return False
    return True
