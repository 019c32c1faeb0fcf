"""Which addresses are public, and what a robots.txt allows."""

from __future__ import annotations

import time
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis.strategies import integers, text

from ingest.web.addresses import is_public
from ingest.web.feeds import feed_links
from ingest.web.robots import Robots
from tests.examples import times


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
    192.0.0.8 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1
    64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::
    fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1""".split(),
)
def test_addresses_inside_networks_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    "8.8.8.8 93.184.215.14 172.32.0.1 100.128.0.1 2606:4700::1111 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8".split(),
)
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@given(integers(0, 2**32 - 1))
def test_an_ipv4_address_in_an_ipv6_one_is_as_public_as_by_itself(number: int) -> None:
    public = is_public(str(IPv4Address(number)))
    for inside in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert is_public(str(IPv6Address(inside))) == public


@given(integers(0, 2**128 - 1).filter(lambda number: number >> 125 != 1 and number >> 96 != 0x64FF9B))
def test_ipv6_that_is_not_given_out_is_not_public(number: int) -> None:
    found = IPv6Address(number)
    assert found.ipv4_mapped or not is_public(str(found))


RULES = """
Disallow: /before-any-group
User-agent: other
User-agent: Article-Assistant # us, and another
Crawl-delay: 1
Disallow: /closed
Allow: /closed/open
disallow: *.pdf$
Disallow: /*?print
Disallow: /a%3cd
Disallow: /caf\u00e9
Sitemap: https://x.example/sitemap.xml

User-agent: *
Disallow: /

User-Agent: article-assistant
Disallow: /again
Disallow:
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("", True), ("/", True), ("/before-any-group", True), ("/closed", False), ("/closed-too", False),
        ("/closed/open/x", True), ("/a.pdf", False), ("/x/a.pdf", False), ("/a.pdf?x", True), ("/x?print=1", False),
        ("/a%3Cd", False), ("/a<d", False), ("/caf%C3%A9", False), ("/again", False), ("/CLOSED", True),
    ],
)  # fmt: skip
def test_the_longest_rule_of_all_groups_that_name_us_decides(path: str, allowed: bool) -> None:
    assert Robots(RULES, "article-assistant").allows(f"https://x.example{path}") == allowed


def test_without_a_group_of_ours_everybodys_counts() -> None:
    assert not Robots(RULES, "somebody").allows("https://x.example/")
    assert Robots("User-agent: *\nDisallow: /x\nAllow: /x", "somebody").allows("https://x.example/x")
    assert Robots("<html>Not found</html>", "somebody").allows("https://x.example/")


@times(0.3)
@given(text(max_size=40), text(max_size=40))
def test_any_text_is_read(rules: str, path: str) -> None:
    Robots(f"User-agent: *\n{rules}\nDisallow: {rules}", "us").allows(f"https://x.example/{path}")


def test_a_rule_of_many_stars_takes_no_time() -> None:
    robots = Robots(f"User-agent: *\nDisallow: /{'*a' * 5000}*b$", "us")
    started = time.perf_counter()
    assert robots.allows(f"https://x.example/{'a' * 20_000}")
    assert time.perf_counter() - started < 1


def test_a_page_that_begins_with_many_comments_takes_no_time() -> None:
    assert feed_links(b"<!-- c --><!---->\n" * 110 + b"<!doctype html><p>No feed.") is None
    started = time.perf_counter()
    assert feed_links(b"<!---->" * 280) is None
    assert time.perf_counter() - started < 1
    feed = b"<rss><channel><item><link>http://a.example/1</link></item></channel></rss>"
    assert feed_links(b"<?xml version='1.0'?><!-- c --> " + feed) == ["http://a.example/1"]
