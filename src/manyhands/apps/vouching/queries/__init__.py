"""Reads: `orders` at a provider, `proofs` given and taken."""
