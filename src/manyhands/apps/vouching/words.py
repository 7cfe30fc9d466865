from django.utils.translation import gettext_lazy as _

from manyhands.apps.vouching.models import OrderState

PROVIDERS = {"checkr": "Checkr", "http": _("the provider")}
_STATES = {
    OrderState.WAITING: _("The provider is about to be asked"),
    OrderState.INVITED: _("The provider has invited you"),
    OrderState.RUNNING: _("The provider is looking into it"),
    OrderState.CLEAR: _("Finished: nothing was found"),
    OrderState.CONSIDER: _("Finished: the provider found something, and a person looks at it"),
    OrderState.EXPIRED: _("You did not answer in time"),
    OrderState.STOPPED: _("Stopped at the provider"),
    OrderState.FAILED: _("The provider could not be asked"),
}
_WHY_NOT = {
    "no_provider": _("No provider is set up on this installation."),
    "no_email": _("They have no e-mail address, and a provider needs one."),
    "other_kind": _("A provider cannot answer this."),
    "decided": _("This has been decided already."),
    "running": _("They have been invited already."),
}


def why_not(reason: str) -> str:
    """Why a provider was not asked."""
    return str(_WHY_NOT[reason])


def state_in_words(state: str) -> str:
    """Where it stands, said to the person it is about."""
    return str(_STATES[OrderState(state)])
