"""Who helps whom: people who can, invitations, claims, acceptance, handing back, done.

A thin face of `core.dispatch`; parts of needs change state only through `needs.actions`.
"""
