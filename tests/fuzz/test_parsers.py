"""A few of the examples of `make check-fuzz`: no parser crashes, and none takes longer than a second."""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.parsers import LONGEST_SECONDS, PARSERS

EXAMPLES = int(os.environ.get("MANYHANDS_TEST_EXAMPLES", "20"))


@pytest.mark.parametrize("parser", PARSERS, ids=[parser.name for parser in PARSERS])
def test_no_parser_crashes_or_hangs(parser):
    @settings(max_examples=min(EXAMPLES, parser.most), deadline=None, suppress_health_check=list(HealthCheck))
    @given(given_=parser.given)
    def try_one(given_):
        assert parser.time(given_) < LONGEST_SECONDS

    try_one()
