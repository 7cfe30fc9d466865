from manyhands.apps.vouching.models.orders import ENDED, BackgroundOrder, OrderState, ProviderUse
from manyhands.apps.vouching.models.proofs import IssuedProof, KnownIssuer, ProofKey

__all__ = [
    "ENDED",
    "BackgroundOrder",
    "IssuedProof",
    "KnownIssuer",
    "OrderState",
    "ProofKey",
    "ProviderUse",
]
