"""What a single request says about itself: its method, its agent, and what a browser never leaves out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from keepwarm.lib.network import Network, is_within
from keepwarm.signs.robots import Because

AGENTS: Final = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|scan|preview|monitor|archiver|headless|phantomjs|validator|link.?check|url.?check|safe.?links"
    r"|barracuda|proofpoint|mimecast|forcepoint|websense|fortinet|fortimail|trendmicro|sophos|symantec|messagelabs|cisco.?ironport"
    r"|zscaler|checkpoint|avanan|cloudmark|trustwave|spamassassin|googleimageproxy|yahoomailproxy|facebookexternalhit|whatsapp"
    r"|telegram|slack|discord|skypeuri|teams|embedly|curl/|wget/|libwww|python|okhttp|java/|go-http-client|axios|node-fetch"
    r"|undici|aiohttp|httpx|guzzle|ruby|perl|powershell|winhttp|urllib",
    re.IGNORECASE,
)
"""Words by which programs name themselves in User-Agent: their public names, collected by us. Whoever lies is found by behaviour."""
PREFETCHING: Final = ("prefetch", "prerender", "preview")
_PURPOSE: Final = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def judge_request(method: str, headers: Mapping[str, str], address: str = "", networks: tuple[Network, ...] = ()) -> str:
    """Why this request is a robot's (`Because`), or "". `headers` finds names in any case; `networks` are the house's own list."""
    if method == "HEAD":
        return Because.HEAD
    if any(word in headers.get(name, "").lower() for name in _PURPOSE for word in PREFETCHING):
        return Because.PREFETCH
    agent = headers.get("User-Agent", "")
    if AGENTS.search(agent):
        return Because.AGENT
    if networks and is_within(address, networks):
        return Because.NETWORK
    if not agent or not headers.get("Accept-Language"):
        return Because.NO_BROWSER
    return ""
