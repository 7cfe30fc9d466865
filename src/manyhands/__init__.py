"""Manyhands: a mutual-aid platform.

Somebody asks, a person is found, help arrives, and everybody sees only what they should.
"""

__version__ = "0.1.0"
