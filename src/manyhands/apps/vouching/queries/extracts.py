"""What a person is told that we hold of them. What the provider calls them is its own, and stays out."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from manyhands.apps.people.models import Person
from manyhands.apps.privacy.queries import Extract
from manyhands.apps.vouching.models import BackgroundOrder, IssuedProof, KnownIssuer
from manyhands.apps.vouching.queries.proofs import list_known_issuers_of
from manyhands.apps.vouching.words import PROVIDERS, state_in_words


def list_vouching_extracts(person: Person) -> list[Extract]:
    """Registered with `privacy`: what a provider was asked, the proofs they were given, the keys they trusted."""
    language = get_language() or "en"
    orders = BackgroundOrder.objects.filter(check_of__person=person).select_related("check_of__requirement")
    proofs = IssuedProof.objects.filter(person=person)
    return [
        *(_order(order, language) for order in orders.order_by("ordered_at", "pk")),
        *(_proof(proof) for proof in proofs.order_by("issued_at", "pk")),
        *(_issuer(issuer) for issuer in list_known_issuers_of(person)),
    ]


def _order(order: BackgroundOrder, language: str) -> Extract:
    return Extract.of(
        "background_order",
        _("A background check that was asked for"),
        ("requirement", _("What"), order.check_of.requirement.name_in(language)),
        ("provider", _("Who was asked"), PROVIDERS.get(order.provider, order.provider)),
        ("ordered_at", _("Asked for"), order.ordered_at),
        ("times", _("How many times"), order.round),
        ("state", _("Where it stands"), state_in_words(order.state)),
        ("changed_at", _("Since"), order.changed_at),
    )


def _proof(proof: IssuedProof) -> Extract:
    return Extract.of(
        "proof",
        _("A proof that you took to another group"),
        ("issued_at", _("Given"), proof.issued_at),
        ("until", _("Until"), proof.until),
        ("revoked_at", _("Taken back"), proof.revoked_at),
    )


def _issuer(issuer: KnownIssuer) -> Extract:
    return Extract.of(
        "known_issuer",
        _("A group whose key you wrote down"),
        ("name", _("Group"), issuer.name),
        ("added_at", _("When"), issuer.added_at),
    )
