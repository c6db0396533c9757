"""The checks of our server: TLS, its name, and blocklists."""

from __future__ import annotations

from django.utils.translation import gettext as _

from keepwarm.outbox.deliverability.asking import Asks
from keepwarm.outbox.deliverability.blocklists import LISTS, Blocklist, Listing, read_lists
from keepwarm.outbox.deliverability.found import Check, State
from keepwarm.outbox.deliverability.server import Reverse, Tls, read_reverse, try_tls
from keepwarm.outbox.deliverability.spf import Ip
from keepwarm.outbox.deliverability.words import unreachable


def check_tls(host: str, port: int, security: str) -> Check:
    """Whether the line to the server is private, and the server who it says it is."""
    name = _("TLS: the line to your mail server")
    if security == "none":
        return Check("tls", name, State.OK, _("The server is on this machine, so nobody else hears the line."))
    state, said, todo = _judge_tls(try_tls(host, port, security))
    return Check("tls", name, state, said, todo)


def _judge_tls(told: Tls) -> tuple[State, str, str]:
    detail = {"detail": told.detail}
    if told.version:
        return State.OK, _("Private: %(version)s, with a certificate that holds.") % {"version": told.version}, ""
    if told.why == "unreachable":
        return State.UNKNOWN, _("The server does not answer: %(detail)s.") % detail, _("Look at host, port and firewall.")
    if told.why == "no_starttls":
        return State.BAD, _("The server offers no STARTTLS."), _("Use port 465 with TLS from the start, or another server.")
    if told.why == "certificate":
        return (
            State.BAD,
            _("The certificate of the server does not hold: %(detail)s.") % detail,
            _("Renew it, or use the name that stands in it."),
        )
    return State.BAD, _("TLS does not come about: %(detail)s.") % detail, _("Look whether port and kind of security fit each other.")


def check_reverse(asks: Asks, ips: tuple[Ip, ...]) -> Check:
    """Whether the server's address points to a name, and the name back."""
    name = _("Reverse name: what your server's address is called")
    public = [ip for ip in ips if ip.is_global]
    if not ips:
        return unreachable("reverse", name)
    if not public:
        said = _("The server has a private address: the one that receivers see is that of whoever hands your mail on.")
        return Check("reverse", name, State.OK, said)
    return _judge_reverse(name, [read_reverse(asks, ip) for ip in public])


def _judge_reverse(name: str, told: list[Reverse]) -> Check:
    if not all(one.reachable for one in told):
        return unreachable("reverse", name)
    seen = tuple(f"{one.ip}: {', '.join(one.names) or '–'}" for one in told)
    todo = _("Ask whoever gave you the address to set its reverse name (PTR) to the name of the server.")
    if nameless := [one.ip for one in told if not one.names]:
        return Check("reverse", name, State.BAD, _("%(ip)s has no name. Gmail refuses such mail.") % {"ip": nameless[0]}, todo, None, seen)
    if astray := [one.ip for one in told if not one.points_back]:
        return Check("reverse", name, State.BAD, _("The name of %(ip)s does not point back to it.") % {"ip": astray[0]}, todo, None, seen)
    return Check("reverse", name, State.OK, _("Address and name point to each other."), "", None, seen)


def check_lists(asks: Asks, ips: tuple[Ip, ...], domain: str, *, lists: tuple[Blocklist, ...] = LISTS) -> Check:
    """Whether a list names the server or the domain as a sender of unwanted mail."""
    name, told = _("Blocklists: who warns of you"), read_lists(asks, ips, domain, lists)
    listed = [one for one in told if one.state == "listed"]
    if listed:
        said = _("%(what)s stands on %(lists)s.") % {"what": listed[0].what, "lists": ", ".join(one.blocklist.zone for one in listed)}
        todo = _("Find out why first, then ask to be taken off: %(page)s") % {"page": listed[0].blocklist.page}
        return Check("blocklists", name, State.BAD, said, todo, None, tuple(_say(one) for one in listed))
    known = [one for one in told if one.state == "clean"]
    if not known:
        return unreachable("blocklists", name)
    said = _("Neither server nor domain stands on a list that we could ask (%(count)s).") % {"count": len(known)}
    return Check("blocklists", name, State.OK, said, "", None, tuple(_say(one) for one in told))


def _say(one: Listing) -> str:
    return f"{one.blocklist.zone}, {one.what}: {one.state} {' '.join(one.codes)}".strip()
