"""Who has been checked for what: requirements, checks, their evidence, exemptions, and when each ends.

What a kind of help asks of whoever helps is said here; that nobody is asked who does not meet it, in `dispatch`.
"""
