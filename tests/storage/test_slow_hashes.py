"""What is kept of short codes costs whoever guesses as much as OWASP asks for, and says so itself."""

import time

from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.utils.module_loading import import_string

from manyhands.config import settings as shipped
from manyhands.storage.slow_hashes import SlowHasher
from tests.quick_hashes import QuickHasher


def test_what_is_shipped_is_slow():
    [path] = shipped.PASSWORD_HASHERS
    began = time.process_time()
    kept = import_string(path)().encode("123456", "saltsaltsalt")

    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert time.process_time() - began > 0.005


def test_other_tests_hash_the_same_way_and_quicker():
    kept = make_password("123456")

    assert isinstance(get_hasher(), QuickHasher)
    assert kept.startswith("argon2$argon2id$v=19$m=8,t=1,p=1$")
    assert check_password("123456", kept)
    assert not check_password("123457", kept)


def test_what_was_kept_with_less_is_kept_anew_when_it_is_next_seen():
    kept = QuickHasher().encode("123456", "saltsaltsalt")

    assert SlowHasher().verify("123456", kept)
    assert SlowHasher().must_update(kept)
