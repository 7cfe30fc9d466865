"""Settings for the tests of the engines."""

from hypothesis import settings

# A busy machine is slow now and then, which says nothing about the code. What an example found
# once is worth a named test of its own, so nothing is remembered in a folder.
settings.register_profile("core", deadline=None, database=None)
settings.load_profile("core")
