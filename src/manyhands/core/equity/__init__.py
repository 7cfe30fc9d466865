"""Whose turn it is when there is not enough for all, by rules that anybody may read."""
