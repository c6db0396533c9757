"""Deliverability: each record of a domain judged as receivers judge it, with what to do; what cannot be asked is unknown."""

import ipaddress
from collections.abc import Mapping, Sequence

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from keepwarm.outbox.deliverability.asking import Dns, Status
from keepwarm.outbox.deliverability.blocklists import Blocklist
from keepwarm.outbox.deliverability.checking import Sender, check_dkim, check_dmarc, check_incoming, check_sender, check_spf
from keepwarm.outbox.deliverability.checking_server import check_lists, check_reverse
from keepwarm.outbox.deliverability.dmarc import is_aligned, read_dmarc
from keepwarm.outbox.deliverability.found import Check, State
from keepwarm.outbox.deliverability.spf import read_spf
from keepwarm.outbox.models import Account
from keepwarm.outbox.sending.dkim import make_key, record_of
from keepwarm.outbox.tests.dns_zone import Fake, Zone, serve
from tests.cast import NOW, open_house

IP = ipaddress.ip_address("203.0.112.7")  # one that counts as public: those for examples do not
KEY = record_of(make_key())
NAME = "kw._domainkey.house.example"
GOOD: Zone = {
    "example": {"NS": ["ns.example"]},
    "house.example": {"TXT": ["v=spf1 mx include:_spf.provider.example -all", "other=1"], "MX": ["10 mail.house.example"]},
    "mail.house.example": {"A": ["203.0.112.7"]},
    "_spf.provider.example": {"TXT": ["v=spf1 ip4:203.0.113.0/24 ip6:2001:db8::/32 ~all"]},
    NAME: {"TXT": [KEY]},
    "_dmarc.house.example": {"TXT": ["v=DMARC1; p=quarantine; np=reject; rua=mailto:d@house.example"]},
    "7.112.0.203.in-addr.arpa": {"PTR": ["mail.house.example"]},
}
SENDER = Sender("house.example", dkim_name=NAME, dkim_value=KEY, host="mail.house.example", port=0, security="none")


def with_(changes: Mapping[str, Mapping[str, Sequence[str]]]) -> Fake:
    return Fake({**GOOD, **changes})


def spf(record: str, **more: Sequence[str]) -> Check:
    return check_spf(with_({"house.example": {"TXT": [record], **more}}), SENDER, (IP,))


def test_a_domain_in_order_is_ok_from_end_to_end_over_a_real_dns() -> None:
    with serve(GOOD) as port:
        checks = check_sender(SENDER, asks=Dns(["127.0.0.1"], port=port))
    assert {one.key: one.state for one in checks} == dict.fromkeys(
        ("spf", "dkim", "dmarc", "incoming", "tls", "reverse", "blocklists"), State.OK
    )
    assert all(one.said and not one.record for one in checks)


def test_without_a_dns_nothing_is_claimed() -> None:
    with serve({}) as port:
        pass
    checks = check_sender(Sender("house.example", dkim_name=NAME), asks=Dns(["127.0.0.1"], port=port, longest=0.2))
    assert {one.state for one in checks} == {State.UNKNOWN}
    assert all("cannot be reached" in one.said for one in checks)


def test_a_network_that_knows_no_name_at_all_is_not_taken_at_its_word() -> None:
    with serve({}) as port:
        checks = check_sender(Sender("house.example", dkim_name=NAME), asks=Dns(["127.0.0.1"], port=port))
    assert {one.state for one in checks} == {State.UNKNOWN}


def test_the_dns_is_asked_each_thing_once_and_tells_nothing_from_no_name() -> None:
    with serve(GOOD) as port:
        asks = Dns(["127.0.0.1"], port=port)
        assert asks.ask("nobody.example", "A").status == Status.NO_NAME
        assert asks.ask("mail.house.example", "TXT").status == Status.NONE
        assert asks.ask("House.Example.", "TXT") is asks.ask("house.example", "TXT")
        assert asks.ask(NAME, "TXT").texts == (KEY,)
        assert asks.ask("a..b", "A").status == Status.NONE
        assert asks.ask("x" * 64 + ".example", "A").status == Status.NONE


@pytest.mark.parametrize(
    ("record", "state", "words"),
    [
        ("v=spf1 ip4:203.0.112.7 -all", State.OK, "0 of at most 10"),
        ("v=spf1 a:mail.house.example/24 ~all", State.OK, "1 of at most 10"),
        ("v=spf1 redirect=_spf.own.example", State.OK, "1 of at most 10"),
        ("v=spf1 include:_spf.provider.example ~all", State.WARN, "not among those"),
        ("v=spf1 ip4:203.0.112.7 +all", State.BAD, "whole world"),
        ("v=spf1 ip4:203.0.112.7 ?all", State.WARN, "everyone else"),
        ("v=spf1 ip4:203.0.112.7 ptr -all", State.WARN, "no longer used"),
        ("v=spf1 ip4:203.0.112.7 include:nobody.example -all", State.BAD, "leads to another domain"),
        ("v=spf1 ip4:not.an.ip -all", State.BAD, "cannot be read"),
        ("v=spf1 whatever -all", State.BAD, "cannot be read"),
        ("v=spf1 include:loop.example -all", State.BAD, "more than ten look-ups"),
    ],
)
def test_spf(record: str, state: State, words: str) -> None:
    zone = {
        "house.example": {"TXT": [record], "MX": ["10 mail.house.example"]},
        "_spf.own.example": {"TXT": ["v=spf1 ip4:203.0.112.0/24 -all"]},
        "loop.example": {"TXT": ["v=spf1 include:loop.example -all"]},
    }
    found = check_spf(with_(zone), SENDER, (IP,))
    assert (found.state, words in found.said) == (state, True), found


def test_spf_missing_twice_and_to_copy() -> None:
    missing = check_spf(with_({"house.example": {"MX": ["10 mail.house.example"]}}), SENDER, (IP,))
    assert missing.record is not None
    assert (missing.state, missing.record.value) == (State.BAD, "v=spf1 ip4:203.0.112.7 ~all")
    twice = check_spf(with_({"house.example": {"TXT": ["v=spf1 -all", "v=spf1 mx -all"]}}), SENDER, (IP,))
    assert (twice.state, "several" in twice.said) == (State.BAD, True)
    added = spf("v=spf1 include:_spf.provider.example ~all").record
    assert added is not None
    assert added.value == "v=spf1 ip4:203.0.112.7 include:_spf.provider.example ~all"
    assert read_spf(Fake({"x.example": {"TXT": [added.value]}}), "x.example", IP).result == "pass"


def test_the_eleventh_look_up_is_too_many_even_where_ours_is_found_before() -> None:
    many = {f"s{i}.example": {"TXT": ["v=spf1 -all"]} for i in range(11)}
    record = "v=spf1 ip4:203.0.112.7 " + " ".join(f"include:{name}" for name in many) + " -all"
    found = check_spf(with_({**many, "house.example": {"TXT": [record]}}), SENDER, (IP,))
    assert (found.state, "more than ten" in found.said) == (State.BAD, True)


def small_key(bits: int) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    return record_of(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


@pytest.mark.parametrize(
    ("published", "state", "words"),
    [
        ((), State.BAD, "not published"),
        ((KEY, KEY + ";"), State.BAD, "several records"),
        (("v=DKIM1; k=rsa; p=",), State.BAD, "withdrawn"),
        (("v=DKIM1; k=rsa; p=AAAA",), State.BAD, "Another key"),
        ((KEY + "; t=y",), State.WARN, "only a test"),
        ((KEY + "; h=sha1",), State.BAD, "sha256"),
        ((KEY.replace("p=", "p= "),), State.OK, "the one that signs"),
    ],
)
def test_dkim(published: Sequence[str], state: State, words: str) -> None:
    found = check_dkim(with_({NAME: {"TXT": published}}), SENDER)
    assert (found.state, words in found.said) == (state, True), found
    assert (found.record is not None and found.record.value == KEY) == (state == State.BAD and words != "sha256")


def test_a_short_key_and_none_at_all() -> None:
    short = small_key(1024)
    found = check_dkim(with_({NAME: {"TXT": [short]}}), Sender("house.example", dkim_name=NAME, dkim_value=short))
    assert (found.state, "1024" in found.said) == (State.WARN, True)
    assert check_dkim(Fake(GOOD), Sender("house.example", host="mail.house.example")).state == State.BAD
    assert check_dkim(Fake(GOOD), Sender("house.example")).state == State.UNKNOWN


@pytest.mark.parametrize(
    ("record", "state", "words"),
    [
        ("v=DMARC1; p=reject", State.OK, "reject"),
        ("v=DMARC1; p=none; rua=mailto:d@house.example", State.WARN, "only watches"),
        ("v=DMARC1; p=reject; t=y", State.WARN, "tried out"),
        ("v=DMARC1; p=reject; pct=20", State.WARN, "pct"),
        ("v=DMARC1; p=quarantine; psd=n", State.OK, "quarantine"),
        ("v=DMARC1; rua=mailto:d@house.example", State.WARN, "only watches"),
        ("v=DMARC2; p=reject", State.BAD, "no DMARC record"),
    ],
)
def test_dmarc(record: str, state: State, words: str) -> None:
    found = check_dmarc(with_({"_dmarc.house.example": {"TXT": [record]}}), SENDER)
    assert (found.state, words in found.said) == (state, True), found
    assert (found.record is not None) == (state == State.BAD)


def test_dmarc_walks_up_the_tree() -> None:
    zone = {"_dmarc.house.example": {"TXT": ["v=DMARC1; p=reject; sp=quarantine; np=none"]}, "news.house.example": {"A": ["203.0.112.8"]}}
    there, not_there = read_dmarc(Fake(zone), "news.house.example"), read_dmarc(Fake(zone), "gone.house.example")
    assert (there.found_at, there.organization, there.policy) == ("house.example", "house.example", "quarantine")
    assert not_there.policy == "none"


def test_a_public_suffix_ends_the_walk_one_label_below_itself() -> None:
    zone = {"_dmarc.bank": {"TXT": ["v=DMARC1; p=reject; psd=y"]}}
    found = read_dmarc(Fake(zone), "mail.giro.bank")
    assert (found.organization, found.found_at, found.policy) == ("giro.bank", "bank", "reject")
    assert not is_aligned(Fake(zone), "giro.bank", "other.bank", strict=False)


def test_of_a_long_name_few_are_asked() -> None:
    asks = Fake({})
    read_dmarc(asks, "a.b.c.d.e.f.g.h.i.j.house.example")
    assert len(asks.asked) == 8
    assert asks.asked[1] == "TXT _dmarc.f.g.h.i.j.house.example"


@pytest.mark.parametrize(
    ("tags", "envelope", "signed", "state"),
    [
        ("", "bounce.house.example", "", State.OK),
        ("; aspf=s", "bounce.house.example", "", State.BAD),
        ("; aspf=s", "bounce.house.example", "mail.house.example", State.OK),
        ("; aspf=s; adkim=s", "bounce.house.example", "mail.house.example", State.BAD),
        ("", "provider.example", "provider.example", State.BAD),
    ],
)
def test_what_is_aligned_counts(tags: str, envelope: str, signed: str, state: State) -> None:
    asks = with_({"_dmarc.house.example": {"TXT": ["v=DMARC1; p=reject" + tags]}})
    sender = Sender("house.example", envelope, f"kw._domainkey.{signed}" if signed else "")
    assert check_dmarc(asks, sender).state == state


def test_incoming() -> None:
    def state(records: Mapping[str, Sequence[str]]) -> State:
        return check_incoming(with_({"house.example": records}), SENDER).state

    assert (state({"MX": ["10 mx.example"]}), state({"A": ["203.0.112.9"]})) == (State.OK, State.WARN)
    assert (state({"MX": ["0 "]}), state({})) == (State.BAD, State.BAD)


def test_reverse_names() -> None:
    assert check_reverse(Fake(GOOD), (IP,)).state == State.OK
    assert check_reverse(with_({"7.112.0.203.in-addr.arpa": {}}), (IP,)).state == State.BAD
    assert "does not point back" in check_reverse(with_({"7.112.0.203.in-addr.arpa": {"PTR": ["other.example"]}}), (IP,)).said
    assert check_reverse(Fake(GOOD, dead=["arpa"]), (IP,)).state == State.UNKNOWN
    assert check_reverse(Fake(GOOD), (ipaddress.ip_address("10.0.0.1"),)).state == State.OK


@pytest.mark.parametrize(
    ("answer", "state"), [(["127.0.0.2"], State.BAD), (["127.255.255.254"], State.UNKNOWN), ([], State.OK), (None, State.UNKNOWN)]
)
def test_blocklists_say_so_or_say_nothing(answer: Sequence[str] | None, state: State) -> None:
    lists = (Blocklist("bl.example", "ip", "https://bl.example/"),)
    asks = Fake({"7.112.0.203.bl.example": {"A": answer or []}}, dead=["bl.example"] if answer is None else [])
    assert check_lists(asks, (IP,), "house.example", lists=lists).state == state


@pytest.mark.django_db
def test_the_page_says_of_each_check_how_it_stands(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    house = open_house()
    client.force_login(house.mona)
    row = Account.objects.create(name="House", host="mail.house.example", security="none", from_email="hi@house.example", made_at=NOW)
    zone = with_({"_dmarc.house.example": {"TXT": ["v=DMARC1; p=none"]}, "house.example": {"MX": ["10 mail.house.example"]}})
    monkeypatch.setattr("keepwarm.outbox.deliverability.checking.open_dns", lambda: zone)
    assert "Check now" in client.get("/outbox/deliverability/").content.decode()
    said = client.get("/outbox/deliverability/", {"account": row.ref}).content.decode()
    assert all(word in said for word in ("in order", "could be better", "wrong", "v=spf1 ip4:203.0.112.7 ~all"))
    assert client.get("/outbox/deliverability/", {"account": "nothing"}).status_code == 404
