"""The dispatch engine beside others, on invented regions."""
