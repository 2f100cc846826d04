"""What may be asked, and what comes of it when the server does as it likes."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.misbehaving import (
    CERTIFICATE,
    HOST,
    Loopback,
    Route,
    dripping,
    endless,
    in_turn,
    leads_to,
    raw,
    says,
    serving,
    silent,
    unless_known,
)
from generator.fetching import Client, Fault, FetchError, Guard, Limits, Manners, Pacer, Visitor
from generator.fetching.client import seconds_of

LIMITS = Limits(seconds=1.0, silence=0.4, size=100_000)


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that were made, in seconds; none of them is waited for."""
    return []


@pytest.fixture
def visitor(pauses: list[float]) -> Iterator[Visitor]:
    with Client("Dayfold/1 (+https://d.example/)", Guard([HOST]), LIMITS) as client:
        yield Visitor(client, Manners("Dayfold"), Pacer(0.0, pauses.append), attempts=3)


def fault_of(ask: Callable[[], object]) -> Fault:
    with pytest.raises(FetchError) as caught:
        ask()
    assert caught.value.message.endswith(".")
    return caught.value.fault


@pytest.mark.parametrize(
    ("route", "fault"),
    [
        (dripping, Fault.TIMEOUT),
        (silent, Fault.TIMEOUT),
        (endless, Fault.TOO_LARGE),
        (says(b"x" * 100_001), Fault.TOO_LARGE),
        (says(b"", Content_Length="99999999999"), Fault.TOO_LARGE),
        (says(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip"), Fault.TOO_LARGE),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), Fault.INCOMPLETE),
        (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"), Fault.INCOMPLETE),
        (says(gzip.compress(b"whole")[:-9], Content_Encoding="gzip"), Fault.INCOMPLETE),
        (says(b"no gzip", Content_Encoding="gzip"), Fault.ENCODING),
        (says(b"?", Content_Encoding="br"), Fault.ENCODING),
        (raw(b"220 mail.example ESMTP\r\n\r\n"), Fault.PROTOCOL),
        (raw(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 200_000), Fault.PROTOCOL),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n"), Fault.PROTOCOL),
        (raw(b""), Fault.CONNECTION),
        (leads_to("/it"), Fault.REDIRECTS),
        (leads_to("http://d.example:port/"), Fault.PROTOCOL),
        (leads_to("file:///etc/passwd"), Fault.REFUSED),
        (leads_to("http://xn--a/"), Fault.PROTOCOL),
        (leads_to("http://127.0.0.2/"), Fault.REFUSED),
        (says(b"", 410), Fault.GONE),
        (says(b"", 404), Fault.STATUS),
        (says(b"", 500), Fault.STATUS),
        (says(b"", 429), Fault.BUSY),
    ],
)
def test_whatever_a_server_does_it_is_told_and_over(
    loopback: Loopback, visitor: Visitor, route: Route, fault: Fault
) -> None:
    loopback.routes["/it"] = route
    loopback.routes["/robots.txt"] = says(b"")
    assert fault_of(lambda: visitor.fetch(loopback.url("/it"), {})) is fault


def test_an_answer_is_unpacked_and_says_what_it_is(loopback: Loopback, visitor: Visitor) -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two")
    loopback.routes["/feed"] = says(
        body, Content_Encoding="gzip", Content_Type="application/rss+xml", ETag='"1"', Last_Modified="then"
    )
    answer = visitor.fetch(loopback.url("/feed"), {})
    assert (answer.body, answer.content_type) == (b"one two", "application/rss+xml")
    assert (answer.etag, answer.last_modified, answer.moved_to) == ('"1"', "then", None)
    assert loopback.headers("/feed")["User-Agent"] == "Dayfold/1 (+https://d.example/)"


def test_nothing_that_is_packed_is_nothing(loopback: Loopback, visitor: Visitor) -> None:
    loopback.routes["/feed"] = says(b"", Content_Encoding="gzip")
    assert visitor.fetch(loopback.url("/feed"), {}).body == b""


def test_what_has_not_changed_is_not_sent_again(loopback: Loopback, visitor: Visitor) -> None:
    loopback.routes["/feed"] = unless_known(b"news", '"7"')
    assert visitor.fetch(loopback.url("/feed"), {"If-None-Match": '"7"'}).unchanged
    assert visitor.fetch(loopback.url("/feed"), {"If-None-Match": '"6"'}).body == b"news"


def test_only_what_moved_for_good_all_the_way_has_moved(loopback: Loopback, visitor: Visitor) -> None:
    loopback.routes |= {
        "/old": leads_to("/older", 301),
        "/older": leads_to("new", 308),
        "/then": leads_to("/old", 302),
        "/part": leads_to("/now", 301),
        "/now": leads_to("/new", 307),
        "/new": says(b"here"),
    }
    moved = {
        path: visitor.fetch(loopback.url(path), {}).moved_to for path in ("/old", "/then", "/part", "/new")
    }
    assert moved == {
        "/old": loopback.url("/new"),
        "/then": None,
        "/part": loopback.url("/now"),
        "/new": None,
    }


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://0x7f000001:{port}/",
        "http://2130706433:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[64:ff9b::7f00:1]:{port}/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0:{port}/",
        "http://224.0.0.1/",
        "http://[fe80::1]/",
        "ftp://127.0.0.1/",
        "http://xn--/",
        "http://127.0.0.1:99999/",
        "gopher://127.0.0.1/",
        "http:///feed",
        "feed",
        "",
    ],
)
def test_nothing_that_is_not_public_is_asked(loopback: Loopback, address: str) -> None:
    with Client("Dayfold/1", Guard(), LIMITS) as client:
        refused = {Fault.REFUSED, Fault.UNRESOLVED, Fault.CONNECTION}  # a system may not know such a name
        fault = fault_of(lambda: client.ask(address.format(port=loopback.port), {}))
    assert fault in refused
    assert loopback.told == []


@pytest.mark.parametrize("allowed", ["127.0.0.1", "127.0.0.0/8", "LOCALHOST"])
def test_what_is_allowed_by_name_is_asked(loopback: Loopback, allowed: str) -> None:
    loopback.routes["/"] = says(b"here")
    host = "localhost" if allowed == "LOCALHOST" else HOST
    with Client("Dayfold/1", Guard([allowed]), LIMITS) as client:
        answer = client.ask(f"http://{host}:{loopback.port}/", {})
    assert getattr(answer, "body", None) == b"here"


def test_no_proxy_of_the_environment_is_asked(loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, loopback.url(""))
    loopback.routes["/feed"] = says(b"news")
    with Client("Dayfold/1", Guard([HOST]), LIMITS) as client:
        client.ask(loopback.url("/feed"), {})
    assert loopback.asked == ["/feed"]  # a proxy is told the whole address


def test_no_cookie_is_kept(loopback: Loopback, visitor: Visitor) -> None:
    loopback.routes["/feed"] = says(b"news", Set_Cookie="who=me; Path=/")
    for _ in range(2):
        visitor.fetch(loopback.url("/feed"), {})
    assert "Cookie" not in loopback.headers("/feed")


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(pauses: list[float]) -> None:
    with serving(secure=True) as server, Client("Dayfold/1", Guard([HOST]), LIMITS) as client:
        visitor = Visitor(client, Manners("Dayfold"), Pacer(0.0, pauses.append), attempts=3)
        assert fault_of(lambda: visitor.fetch(server.url("/feed"), {})) is Fault.TLS
        assert server.asked == []
    assert pauses == []  # it will not be any better in a second


def test_one_that_is_vouched_for_is(pauses: list[float]) -> None:
    trusted = ssl.create_default_context(cafile=str(CERTIFICATE))
    with serving(secure=True) as server, Client("Dayfold/1", Guard([HOST]), LIMITS, trusted) as client:
        server.routes["/feed"] = says(b"news")
        visitor = Visitor(client, Manners("Dayfold"), Pacer(0.0, pauses.append), attempts=1)
        assert visitor.fetch(server.url("/feed"), {}).body == b"news"


def test_a_busy_server_is_asked_again_when_it_says(
    loopback: Loopback, visitor: Visitor, pauses: list[float]
) -> None:
    loopback.routes["/feed"] = in_turn(says(b"", 429, Retry_After="7"), says(b"", 503), says(b"news"))
    assert visitor.fetch(loopback.url("/feed"), {}).body == b"news"
    assert pauses == [7.0, 4.0]


def test_who_asks_for_hours_is_left_alone(loopback: Loopback, visitor: Visitor, pauses: list[float]) -> None:
    loopback.routes["/feed"] = says(b"", 429, Retry_After="7200")
    with pytest.raises(FetchError) as caught:
        visitor.fetch(loopback.url("/feed"), {})
    assert (caught.value.retry_after, pauses, loopback.asked) == (7200.0, [], ["/feed"])


def test_what_will_not_pass_is_asked_once(loopback: Loopback, visitor: Visitor, pauses: list[float]) -> None:
    for status in (404, 410, 403):
        loopback.routes["/feed"] = says(b"", status)
        fault_of(lambda: visitor.fetch(loopback.url("/feed"), {}))
    assert (pauses, loopback.asked) == ([], ["/feed"] * 3)


def test_a_wait_is_in_seconds_or_until_a_date() -> None:
    assert seconds_of("120") == 120.0
    assert seconds_of("999999999") == seconds_of("Fri, 31 Dec 9999 23:59:59 -2359") == 7 * 86_400
    assert seconds_of("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert [seconds_of(text) for text in (None, "", "soon", "-5", "9" * 30)] == [None] * 5


def test_robots_are_heard(loopback: Loopback, visitor: Visitor) -> None:
    loopback.routes |= {
        "/robots.txt": says(b"User-agent: *\nDisallow: /\n\nUser-agent: dayfold\nDisallow: /*.php$\n"),
        "/feed": says(b"news"),
        "/feed.php": says(b"no"),
        "/way": leads_to("/feed.php"),
    }
    assert visitor.fetch(loopback.url("/feed"), {}).body == b"news"
    assert fault_of(lambda: visitor.fetch(loopback.url("/feed.php"), {})) is Fault.ROBOTS
    assert fault_of(lambda: visitor.fetch(loopback.url("/way"), {})) is Fault.ROBOTS
    assert loopback.asked == ["/feed", "/way"]


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (says(b"", 404), True),
        (says(b"", 403), True),
        (leads_to("/robots.txt"), True),
        (says(b"\xff\xfe\0 no text"), True),
        (says(b"", 500), False),
        (raw(b""), False),
    ],
)
def test_without_robots_all_is_allowed_and_with_broken_ones_nothing(
    loopback: Loopback, visitor: Visitor, robots: Route, *, allowed: bool
) -> None:
    loopback.routes |= {"/robots.txt": robots, "/feed": says(b"news")}
    if allowed:
        assert visitor.fetch(loopback.url("/feed"), {}).body == b"news"
    else:
        fault_of(lambda: visitor.fetch(loopback.url("/feed"), {}))
        assert loopback.asked == []


def test_a_site_can_ask_for_pauses(loopback: Loopback, visitor: Visitor, pauses: list[float]) -> None:
    loopback.routes |= {"/robots.txt": says(b"User-agent: *\nCrawl-delay: 9\n"), "/feed": says(b"news")}
    for _ in range(3):
        visitor.fetch(loopback.url("/feed"), {})
    assert len(pauses) == 2
    assert all(8 < pause <= 9 for pause in pauses)


def test_a_host_is_asked_for_one_thing_at_a_time() -> None:
    pacer, at_once, most = Pacer(0.0), threading.Semaphore(0), []

    def ask(number: int) -> None:
        with pacer.turn(f"{number % 2}.example", None):
            most.append(number)
            assert not at_once.acquire(timeout=0.001)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(20)))
    assert sorted(most) == list(range(20))


@pytest.mark.parametrize(
    ("rules", "reserved"),
    [
        ([{"location": "/", "tdm-reservation": 1}], True),
        ([{"location": "/news/*.html$", "tdm-reservation": 1}], True),
        (
            [{"location": "/news/*.html$", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}],
            False,
        ),
        ([{"location": "/sport/", "tdm-reservation": 1}], False),
        ([{"location": 7}, "no rule", {"location": "/news/", "tdm-reservation": "1"}], True),
        ([{"location": "/", "tdm-reservation": [1]}], False),
        ([{"location": "/*/*/*.html", "tdm-reservation": 1}], False),
        ([{"location": "/news/a.html*$", "tdm-reservation": 1}], True),
        ([{"location": "/news/a.html*l$", "tdm-reservation": 1}], False),
        ([{"location": "/" + "*a" * 4000 + "*b", "tdm-reservation": 1}], False),
        ([{"location": "/", "tdm-reservation": 1, "note": "x" * 512_000}], False),
        ({"location": "/"}, False),
    ],
)
def test_a_reservation_of_mining_is_heard_for_articles_and_not_for_feeds(
    loopback: Loopback, visitor: Visitor, rules: object, *, reserved: bool
) -> None:
    loopback.routes |= {
        "/.well-known/tdmrep.json": says(json.dumps(rules).encode()),
        "/news/a.html": says(b"text"),
    }
    url = loopback.url("/news/a.html")
    assert visitor.fetch(url, {}).body == b"text"
    if reserved:
        assert fault_of(lambda: visitor.fetch(url, {}, unreserved=True)) is Fault.RESERVED
    else:
        assert visitor.fetch(url, {}, unreserved=True).body == b"text"


def test_a_reservation_in_a_header_is_heard(loopback: Loopback, visitor: Visitor) -> None:
    loopback.routes["/a"] = says(b"text", TDM_Reservation="1")
    assert fault_of(lambda: visitor.fetch(loopback.url("/a"), {}, unreserved=True)) is Fault.RESERVED
