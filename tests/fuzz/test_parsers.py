"""A few of the examples of `make check-fuzz`: no parser crashes, and none takes longer than a second."""

import os
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.parsers import PARSERS

EXAMPLES = int(os.environ.get("MANYHANDS_TEST_EXAMPLES", "20"))
LONGEST_SECONDS = 1.0


@pytest.mark.parametrize("parser", PARSERS, ids=[parser.name for parser in PARSERS])
def test_no_parser_crashes_or_hangs(parser):
    @settings(max_examples=min(EXAMPLES, parser.most), deadline=None, suppress_health_check=list(HealthCheck))
    @given(given_=parser.given)
    def try_one(given_):
        began = time.thread_time()
        with suppress(*parser.says):
            parser.read(given_)
        assert time.thread_time() - began < LONGEST_SECONDS

    try_one()
