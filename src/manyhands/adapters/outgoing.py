"""Where our requests may go: to hosts that the settings name, over HTTPS, and to no machine inside our own network.

An address that somebody could slip in must not make the server ask its neighbours, or the cloud it runs in, for
secrets. So the name is looked up here, all that it stands for is looked at, and the connection goes to that very
address: a name that means something else a moment later changes nothing. What runs beside us on purpose (a geocoder of
one's own) is named in `MANYHANDS_INSIDE_HOSTS`.
"""

import ipaddress
import socket
from dataclasses import dataclass

import httpx
from django.conf import settings

_PORTS = {"https": 443, "http": 80}
_LARGEST_PORT = 65_535
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Addresses of IPv6 that stand for one of IPv4: whoever reaches the one reaches the other.
_WRAPPED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))


class NotAllowedError(Exception):
    """Nothing was sent, and nothing will be until somebody changes a setting."""


@dataclass(frozen=True, slots=True)
class Destination:
    """One checked address of a host: where to connect, and how the host calls itself."""

    url: httpx.URL
    host_header: str
    server_name: str


def destinations_of(url: str) -> list[Destination]:
    """Every address of the host, in the order of the system. Raises NotAllowedError, OSError when it has none."""
    asked = _parsed(url)
    is_inside = asked.host in settings.INSIDE_HOSTS
    if asked.host not in _named_hosts():
        raise NotAllowedError("host")
    if asked.scheme != "https" and not (asked.scheme == "http" and is_inside):
        raise NotAllowedError("scheme")
    addresses = _addresses_of(asked.host, asked.port or _PORTS[asked.scheme])
    if not is_inside and not all(_is_public(address) for address in addresses):
        raise NotAllowedError("address")
    return [
        Destination(asked.copy_with(host=str(address)), asked.netloc.decode("ascii"), asked.host)
        for address in addresses
    ]


def _parsed(url: str) -> httpx.URL:
    try:
        asked = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise NotAllowedError("form") from error
    # A name before an @ is the oldest way to make an address look like another one.
    is_port = asked.port is None or 0 < asked.port <= _LARGEST_PORT
    if asked.userinfo or not asked.host or not is_port or "\\" in url:
        raise NotAllowedError("form")
    return asked


def _named_hosts() -> set[str]:
    own = (getattr(settings, name) for name in settings.OUTGOING_URLS)
    return {*settings.OUTGOING_HOSTS, *(_parsed(url).host for url in own if url)}


def _addresses_of(host: str, port: int) -> list[_Address]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # An address of this very link carries its name behind a %.
    return list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))


def _is_public(address: _Address) -> bool:
    inner = _inner(address)
    return address.is_global and not address.is_multicast and (inner is None or _is_public(inner))


def _inner(address: _Address) -> _Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if any(address in network for network in _WRAPPED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
