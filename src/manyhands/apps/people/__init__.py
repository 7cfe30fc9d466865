"""Neighbours, households, volunteers and organisations, as one group knows them.

Who may see which of it is said in `privacy`; who asked for what in `needs`; who does what in `dispatch`.
"""
