import argparse
import secrets

from cryptography.fernet import Fernet


def describe(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Keep them outside the database and its backups: whoever has both can read every contact."


def run(options: argparse.Namespace) -> int:
    print(f"MANYHANDS_SECRET_KEY={secrets.token_urlsafe(48)}")
    print(f"MANYHANDS_CONTACT_KEYS={Fernet.generate_key().decode()}")
    print(f"MANYHANDS_BLIND_INDEX_KEY={secrets.token_urlsafe(48)}")
    print(f"MANYHANDS_BACKUP_KEYS={Fernet.generate_key().decode()}")
    return 0
