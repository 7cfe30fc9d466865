import argparse
import secrets

from cryptography.fernet import Fernet


def describe(parser: argparse.ArgumentParser) -> None:
    parser.description = "Print a fresh set of keys to keep safe, or change the keys that are in use."
    parser.epilog = "Keep them outside the database and its backups: whoever has both can read every contact."
    doing = parser.add_subparsers(dest="doing", metavar="DO")
    doing.add_parser("list", help="which keys there are, and what each is still needed for")
    rotate = doing.add_parser(
        "rotate", help="bring in a new key and put everything under it, while people work"
    )
    rotate.add_argument(
        "--only",
        choices=("contact", "index"),
        help="the keys that encrypt, or those that find (default: both)",
    )
    retire = doing.add_parser("retire", help="take an old key out of its file; refused while it is needed")
    retire.add_argument("key", help="its eight letters, as `manyhands keys list` prints them")


def run(options: argparse.Namespace) -> int:
    if options.doing is None:
        return _print_fresh()
    # Only here: a fresh set is printed before anything is configured.
    import django

    django.setup()
    from manyhands.cli.upkeep import keyrings
    from manyhands.storage.scope import system_scope

    with system_scope("keys"):
        if options.doing == "list":
            return keyrings.print_keys()
        if options.doing == "retire":
            return keyrings.retire(options.key)
        return keyrings.rotate(options.only)


def _print_fresh() -> int:
    print(f"MANYHANDS_SECRET_KEY={secrets.token_urlsafe(48)}")
    print(f"MANYHANDS_CONTACT_KEYS={Fernet.generate_key().decode()}")
    print(f"MANYHANDS_BLIND_INDEX_KEY={secrets.token_urlsafe(48)}")
    print(f"MANYHANDS_BACKUP_KEYS={Fernet.generate_key().decode()}")
    return 0
