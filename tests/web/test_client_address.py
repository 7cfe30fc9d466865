"""Whose address is believed: only what our own proxies have written."""

import pytest
from django.test import RequestFactory

from manyhands.web.client_address import client_address


@pytest.mark.parametrize(
    ("proxies", "header", "believed"),
    [
        (0, None, "192.0.2.1"),
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "10.9.8.7, 198.51.100.7", "198.51.100.7"),
        (2, "10.9.8.7, 198.51.100.7, 203.0.113.5", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, " , ", "192.0.2.1"),
    ],
)
def test_forged_entries_are_not_believed(settings, proxies, header, believed):
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {} if header is None else {"HTTP_X_FORWARDED_FOR": header}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", **headers)) == believed
