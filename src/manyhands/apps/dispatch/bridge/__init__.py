"""Needs and people as the records of `core.dispatch`, its answers as sentences, and what a grant opens."""
