"""The few loops that take nearly all of the time, each with its idea, its invariants and its source.

Compiled by numba where it is installed, and kept compiled on disk; plain Python, slower, where it is not.
Nothing here is loaded for a small question: loading numba takes longer than answering it without.
"""
