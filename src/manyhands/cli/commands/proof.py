"""Verifies a proof without a server, a database or a network: the group's public key is enough."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from manyhands.cli.language import LANGUAGES, language_of_machine, speak
from manyhands.cli.language import gettext as _
from manyhands.core.vetting.packed import unpack
from manyhands.core.vetting.proof import LONGEST, ProofError, Statement, read_key_document, verify

RIGHT, WRONG, NOTHING_READ = 0, 1, 2
_LARGEST_BYTES = 64 * 1024


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=LANGUAGES, help="of everything that is said (default: yours)")
    parser.epilog = "Ends with 0 when the proof is right, 1 when it is not, 2 when nothing could be read."
    doing = parser.add_subparsers(dest="doing", metavar="DO", required=True)
    one = doing.add_parser("verify", help="say whether a proof is right, and what it says")
    one.add_argument("file", type=Path, help="the proof, as a file")
    one.add_argument(
        "--key", type=Path, required=True, help="the group's proof-key.json, from the group itself"
    )
    one.add_argument(
        "--contact",
        action="append",
        metavar="ADDRESS",
        help="an e-mail address or number (+15175550100) that you know to be theirs; may be given several times",
    )


def run(options: argparse.Namespace) -> int:
    speak(options.language or language_of_machine())
    try:
        proof, document = (_read(path) for path in (options.file, options.key))
    except (OSError, UnicodeDecodeError) as error:
        print(_("This cannot be read: %(reason)s") % {"reason": error}, file=sys.stderr)
        return NOTHING_READ
    try:
        statement = verify(
            unpack(proof[proof.find("manyhands-proof-") :][: LONGEST * 2]),
            read_key_document(document),
            contacts=options.contact,
            at=datetime.now(UTC),
        )
    except ProofError as error:
        print(_words()[error.reason], file=sys.stderr)
        return WRONG
    _print(statement, is_known=options.contact is not None)
    return RIGHT


def _read(path: Path) -> str:
    with path.open("rb") as source:
        return source.read(_LARGEST_BYTES).decode("utf-8")


def _print(statement: Statement, *, is_known: bool) -> None:
    print(_("The signature is right: %(group)s says this.") % {"group": _plain(statement.issuer_name)})
    print(_("It is about %(name)s.") % {"name": _plain(statement.subject_name)})
    for met in statement.list_good(datetime.now(UTC).date()):
        until = met.until.isoformat() if met.until else _("without end")
        print(f"  {_plain(met.kind)}: {until}")
    if not is_known:
        print(_("Whose it is was not asked: name an address or number of theirs with --contact."))
    print(_("Whether it was taken back since, only the group itself can say."))


def _plain(text: str) -> str:
    """Nothing in it moves a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _words() -> dict[str, str]:
    return {
        "malformed": _("This is not a whole proof, or not a whole key."),
        "unknown_issuer": _("It was signed with another key than this group's."),
        "signature": _("The signature is wrong: it was changed, or somebody else made it."),
        "person": _("It is about somebody with another e-mail address and phone number."),
        "future": _("It says that it was made later than now."),
        "ended": _("It has run out."),
    }
