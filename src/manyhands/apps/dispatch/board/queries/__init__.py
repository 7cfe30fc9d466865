"""Reads of the board. It is looked at all day: each costs a fixed number of queries, however much there is."""
