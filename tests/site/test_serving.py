"""The preview server: pages, what it must not give away, and the reload."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from generator.diagnostics import DayfoldError
from generator.site import NoSuchPageError, PageFaultError, PreviewServer, ServeOptions, serve
from generator.site.watching import snapshot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "root/site"
    (site / "archive").mkdir(parents=True)
    (site / "index.html").write_text("<html><body><p>Today</p></body></html>")
    (site / "archive/index.html").write_text("<html><body><p>Archive</p></body></html>")
    (site / "404.html").write_text("<html><body><p>Nothing here</p></body></html>")
    (site / "style.css").write_text("p {}")
    (site / "a b.txt").write_text("spaced")
    (tmp_path / "root/secret.txt").write_text("secret")
    (site / "link.txt").symlink_to(tmp_path / "root/secret.txt")
    return site


@pytest.fixture
def server(folder: Path) -> Iterator[PreviewServer]:
    with PreviewServer(folder) as running:
        yield running


def get(server: PreviewServer, path: str, method: str = "GET") -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection(server.address.removeprefix("http://").rstrip("/"), timeout=5)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def test_pages_answer_with_the_reload_script_and_files_without(server: PreviewServer, folder: Path) -> None:
    status, headers, page = get(server, "/archive/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert page == '<html><body><p>Archive</p><script src="/-/reload.js" defer></script></body></html>'
    assert "reload" not in (folder / "archive/index.html").read_text()
    assert get(server, "/style.css")[2] == "p {}"
    assert get(server, "/a%20b.txt?x=1#y")[2] == "spaced"
    assert "EventSource" in get(server, "/-/reload.js")[2]


def test_what_is_not_there_is_a_404_with_the_sites_own_page(server: PreviewServer) -> None:
    for path in ("/gone", "/gone/", "/archive/gone.html", "/style.css/", "/%00", "/" + "x" * 300):
        status, _, page = get(server, path)
        assert (status, "Nothing here" in page) == (404, True), path


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "//../secret.txt",
        "/archive/../../secret.txt",
        "/link.txt",
        "/..%5csecret.txt",
        "/%2fetc/passwd",
        "//etc/passwd",
    ],
)
def test_nothing_outside_the_folder_is_served(server: PreviewServer, path: str) -> None:
    status, _, page = get(server, path)
    assert status == 404
    assert "secret" not in page
    assert "root:" not in page


def test_a_folder_without_its_slash_is_sent_on_and_never_to_another_host(server: PreviewServer) -> None:
    status, headers, _ = get(server, "/archive")
    assert (status, headers["Location"]) == (301, "/archive/")
    status, headers, _ = get(server, "//archive")
    assert (status, headers["Location"]) == (301, "/archive/")


def test_head_answers_without_a_body(server: PreviewServer) -> None:
    status, headers, body = get(server, "/", "HEAD")
    assert (status, body) == (200, "")
    assert int(headers["Content-Length"]) > 0


def test_an_open_page_hears_of_a_rebuild(server: PreviewServer) -> None:
    connection = http.client.HTTPConnection(server.address.removeprefix("http://").rstrip("/"), timeout=5)
    connection.request("GET", "/-/reload")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"
    assert answer.readline() == b": here\n"
    server.reload()
    assert [line for line in (answer.readline() for _ in range(3)) if line.strip()] == [b"data: rebuilt\n"]
    connection.close()


def test_a_port_in_use_is_told_with_a_way_out(server: PreviewServer, folder: Path) -> None:
    port = int(server.address.rstrip("/").rpartition(":")[2])
    with pytest.raises(DayfoldError) as caught:
        PreviewServer(folder, port)
    assert caught.value.problems[0].code == "port-taken"


class Ahead:
    """Pages of a site of three addresses; notes what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def learn(self) -> None:
        self.told.append("learn")

    def show(self, changed: Collection[Path]) -> bool:
        self.told.append(sorted(changed))
        return True

    def get(self, path: str) -> bytes | None:
        if path == "gone/":
            raise NoSuchPageError(path)
        if path == "broken/":
            raise PageFaultError("unknown tag <b>")
        return b"<body>Tomorrow</body>" if path == "archive/" else None


def test_what_is_ahead_of_the_site_is_served_before_it(server: PreviewServer) -> None:
    server.ahead = Ahead()
    assert "Tomorrow" in get(server, "/archive/")[2]
    assert "reload.js" in get(server, "/archive/")[2]
    assert get(server, "/style.css")[2] == "p {}"
    status, _, page = get(server, "/gone/")
    assert (status, "Nothing here" in page) == (404, True)
    status, _, page = get(server, "/broken/")
    assert (status, "unknown tag &lt;b&gt;" in page, "reload.js" in page) == (500, True, True)
    server.ahead = None
    assert "Archive" in get(server, "/archive/")[2]


def test_serve_rebuilds_when_a_source_changes_and_stops_when_told(folder: Path) -> None:
    root = folder.parent
    (root / "content/articles").mkdir(parents=True)
    (root / "content/editions").mkdir()
    stop, rebuilt, said = threading.Event(), threading.Event(), []
    ahead = Ahead()

    def rebuild() -> bool:
        (root / "content/editions/record.json").write_text(str(time.monotonic_ns()))  # as a build does
        rebuilt.set()
        return True

    options = ServeOptions(rebuild=rebuild, announce=said.append, ahead=ahead, stop=stop, port=0)
    thread = threading.Thread(target=serve, args=(root, options))
    thread.start()
    time.sleep(0.2)
    (root / "content/articles/a.md").write_text("new")
    assert rebuilt.wait(5)
    rebuilt.clear()
    assert not rebuilt.wait(1.2), "a record that the build wrote must not start another build"
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert said[0].startswith("http://127.0.0.1:")
    assert ahead.told == ["learn", [root / "content/articles/a.md"], "learn"]


def test_editors_scratch_files_are_not_changes(tmp_path: Path) -> None:
    (tmp_path / "site_config").mkdir()
    before = snapshot(tmp_path)
    for name in (".digest.yml.swp", "digest.yml~", "#digest.yml#", ".a.123.tmp"):
        (tmp_path / "site_config" / name).write_text("x")
    assert snapshot(tmp_path) == before
    (tmp_path / "site_config/digest.yml").write_text("x")
    assert snapshot(tmp_path) != before
