import argparse
import sys

import django

from manyhands.cli.language import LANGUAGES, language_of_machine, speak

WHOLE, NOT_WHOLE, NOTHING_READ = 0, 1, 2


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=LANGUAGES, help="of everything that is said (default: yours)")
    parser.epilog = (
        "Ends with 0 when every line is as it was written, 1 when one is not, 2 when nothing could be read. "
        "Nothing is changed by it."
    )
    doing = parser.add_subparsers(dest="doing", metavar="DO", required=True)
    verify = doing.add_parser("verify", help="read everything and say the first line that was changed")
    verify.add_argument("--group", default="", help="the short name of one group (default: all)")
    verify.add_argument(
        "--from", type=int, default=1, dest="from_number", metavar="NUMBER", help="begin with this line"
    )
    verify.add_argument(
        "--kept",
        default="",
        metavar="NUMBER:HASH",
        help="also hold it against what `journal head` printed once (with --group)",
    )
    head = doing.add_parser("head", help="print where each journal stands, to be kept somewhere else")
    head.add_argument("--group", default="", help="the short name of one group (default: all)")
    export = doing.add_parser("export", help="print a journal's lines and hashes, without numbers of people")
    export.add_argument("--group", required=True, help="the short name of the group")


def run(options: argparse.Namespace) -> int:
    speak(options.language or language_of_machine())
    django.setup()
    from manyhands.cli.upkeep import journals

    try:
        if options.doing == "verify":
            is_whole = journals.verify(options.group, from_number=options.from_number, kept=options.kept)
            return WHOLE if is_whole else NOT_WHOLE
        if options.doing == "head":
            journals.print_heads(options.group)
        else:
            journals.export(options.group)
    except journals.CannotReadError as error:
        print(error, file=sys.stderr)
        return NOTHING_READ
    return WHOLE
