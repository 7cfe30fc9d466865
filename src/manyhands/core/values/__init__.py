"""The shared words: places, times and texts as small values that are checked once, when made.

Each module stands alone; import from the module (``from manyhands.core.values.point import Point``).
"""
