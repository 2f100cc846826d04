"""Which hosts may be asked: a host's name in, its addresses out, or a refusal.

A feed's address comes from a list, a page's from a stranger's feed, and either may redirect: what they name
must not be a machine of our own network (server-side request forgery, OWASP). A name is looked up once, and
what is connected to is the very address that was looked at, so that it cannot be another a moment later.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias

from generator.fetching.answers import Fault, FetchError

Address: TypeAlias = IPv4Address | IPv6Address
_NAT64: Final = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits


class Guard:
    """Refuses all addresses that are not public, but for hosts, addresses and networks that are `allowed`."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._names: set[str] = set()
        self._networks = []
        for one in allowed:
            try:
                self._networks.append(ip_network(one.strip("[]"), strict=False))
            except ValueError:
                self._names.add(one.casefold().rstrip("."))

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host, as the system has them. Raises FetchError where there is none, or one that
        is not public."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise FetchError(Fault.UNRESOLVED, f"The name {host} has no address: {reason}.") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if host.casefold().rstrip(".") not in self._names:
            for address in addresses:
                self._check(host, ip_address(address.partition("%")[0]))
        return addresses

    def _check(self, host: str, address: Address) -> None:
        if any(address in network for network in self._networks):
            return
        if not all(map(_is_public, (address, *_within(address)))):
            named = "" if host.strip("[]") == str(address) else f" ({host})"
            raise FetchError(Fault.REFUSED, f"The address {address}{named} is not a public one.")


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast


def _within(address: Address) -> Iterable[Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, IPv6Address):
        teredo = address.teredo
        nat64 = IPv4Address(int(address) & 0xFFFF_FFFF) if address in _NAT64 else None
        embedded = (address.ipv4_mapped, address.sixtofour, teredo[1] if teredo else None, nat64)
        yield from (one for one in embedded if one is not None)
