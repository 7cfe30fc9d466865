"""Pages: `orders` at a provider, `giving` and `taking` proofs; `news` is for the provider itself."""
