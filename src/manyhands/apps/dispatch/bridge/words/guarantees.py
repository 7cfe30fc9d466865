"""What may be said of a plan: only what was found true of this very plan when it was checked."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def guarantees_of(certificate: Mapping[str, Any]) -> list[str]:
    """`certificate` as it was stored with the plan. What it does not say is not said here."""
    counts = certificate.get("counts") or {}
    if not certificate.get("is_feasible") or not counts.get("requests"):
        return []
    said = []
    if certificate.get("is_optimal"):
        said.append(_("No other plan is better for everybody together. This is proven."))
    else:
        said.append(_("Every line keeps every rule. It is not proven that no other plan is better."))
    if certificate.get("no_handover_improves") and counts.get("pairs"):
        said.append(
            _(
                "The load is as even as it can be: nobody could hand a task on, directly or by way of others, to "
                "somebody with at least two tasks fewer, without leaving somebody waiting."
            )
        )
    if certificate.get("no_unmet_outranks") and counts.get("people_missing"):
        said.append(
            _("Nobody who waits comes before somebody who is helped and whose place they could have taken.")
        )
    return said
