"""The journey of a need, as thin Django apps; the lowest first: see ARCHITECTURE.md."""
