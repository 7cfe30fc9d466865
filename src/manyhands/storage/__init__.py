"""What every model stands on: the group scope, encrypted fields, declared privacy, idempotency keys, rate limits.

Below the web and every feature, above the pure engines. It knows that there are groups, and nothing of
what a group does.
"""
