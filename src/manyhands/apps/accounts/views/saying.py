"""What is said when a code does not open."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.apps.accounts.actions import CodeAnswer, Outcome
from manyhands.apps.accounts.forms import CodeForm
from manyhands.apps.accounts.models import SignInCode
from manyhands.apps.accounts.queries import shows_codes


def too_many() -> str:
    return _("Too many codes were asked for. Wait a few minutes, then try again.")


def not_right() -> str:
    return _("That is not right, or it was used already. After a few tries you have to wait some minutes.")


def code_problem(answer: CodeAnswer) -> str:
    if answer.outcome is Outcome.WRONG:
        text = ngettext(
            "That is not the code. You can try %(count)d more time.",
            "That is not the code. You can try %(count)d more times.",
            answer.tries_left,
        )
        return text % {"count": answer.tries_left}
    if answer.outcome is Outcome.CLOSED:
        return _("This account has been closed. Ask a coordinator of your group.")
    if answer.outcome is Outcome.TAKEN:
        return _("It already belongs to another account. Sign out, then sign in with it.")
    return _("This code has ended. Ask for a new one below.")


def code_context(waiting: SignInCode, form: CodeForm, *, ask_url: str) -> dict[str, Any]:
    """`ask_url`: where a new code is asked for."""
    shown_code = waiting.code if shows_codes() else ""
    sent_to = waiting.email or waiting.phone
    return {
        "form": form,
        "sent_to": sent_to,
        "by_text": bool(waiting.phone),
        "shown_code": shown_code,
        "ask_url": ask_url,
    }


def not_accepted() -> str:
    return _("This passkey was not accepted. Try again, or use another way.")
