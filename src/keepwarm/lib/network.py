"""Where a request comes from: the address of who asks, and the network it belongs to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
V4_BITS, V6_BITS = 24, 48
"""What one customer of a provider usually holds is no larger: our choice."""


def client_of(remote: str, forwarded: str, *, proxies: int) -> str:
    """The address of who asks. `forwarded` is X-Forwarded-For; only what our own `proxies` wrote into it is believed."""
    told = [part.strip() for part in forwarded.split(",") if part.strip()]
    return told[-proxies] if 0 < proxies <= len(told) else remote


def network_of(address: str) -> str:
    """The network around an address, as text; "" for what is no address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    bits = V4_BITS if isinstance(ip, IPv4Address) else V6_BITS
    return str(ip_network(f"{ip}/{bits}", strict=False))


def is_within(address: str, networks: tuple[Network, ...]) -> bool:
    """Whether the address lies in one of them."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip.version == one.version and ip in one for one in networks)
