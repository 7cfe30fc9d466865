import argparse
import sys

import django

DONE, NOBODY = 0, 2


def describe(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Ends with 0 when it is done, 2 when nobody has that address or there is nothing to vouch for."
    )
    doing = parser.add_subparsers(dest="doing", metavar="DO", required=True)
    end = doing.add_parser("end", help="sign somebody out on every device, or everybody")
    whom = end.add_mutually_exclusive_group(required=True)
    whom.add_argument("--email", help="whose sessions end")
    whom.add_argument("--everybody", action="store_true", help="after the machine was in wrong hands, say")
    vouch = doing.add_parser(
        "vouch", help="confirm that somebody has lost their second step; it is let go two days later"
    )
    vouch.add_argument("--email", required=True, help="whom you have spoken with")


def run(options: argparse.Namespace) -> int:
    django.setup()
    from django.utils import timezone

    from manyhands.apps.accounts.actions import end_all_sessions, end_everybodys_sessions, vouch_for_loss
    from manyhands.apps.accounts.queries import find_open_loss, find_user

    if options.doing == "end" and options.everybody:
        print(f"Sessions ended: {end_everybodys_sessions()}. Everybody signs in again.")
        return DONE
    user = find_user(options.email)
    if user is None:
        print("Nobody signs in with this address.", file=sys.stderr)
        return NOBODY
    if options.doing == "end":
        end_all_sessions(user)
        print("Signed out on every device.")
        return DONE
    now = timezone.now()
    loss = find_open_loss(user, at=now)
    if loss is None or not vouch_for_loss(loss, vouched_by=None, at=now):
        print("They have not said that they lost anything, or somebody has vouched already.", file=sys.stderr)
        return NOBODY
    print("They have been told on every channel. In two days they can sign in and choose anew.")
    return DONE
