"""What happened: append-only, numbered per group, ids and field names only, no foreign keys.

It knows nothing of what it records, and so can stand below everything.
"""
