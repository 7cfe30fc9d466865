"""Which pairs are feasible."""
