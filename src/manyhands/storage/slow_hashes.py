"""For what is short enough to be guessed by whoever has the table: codes of six digits, codes on paper."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SlowHasher(Argon2PasswordHasher):
    """Argon2id with the least that OWASP asks for: 19 MiB, twice. Django's own takes 100 MiB of a small machine."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
