"""The outside world, each piece behind a port that the app which needs it defines.

Settings name an adapter by dotted path; nothing imports one.
"""
