"""Writes about what others say of somebody: `orders` from a provider, `giving` and `taking` proofs."""
