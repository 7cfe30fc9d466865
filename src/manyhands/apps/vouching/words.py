from django.utils.translation import gettext_lazy as _

PROVIDERS = {"checkr": "Checkr", "http": _("the provider")}
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
