"""What a page may load and run: nothing inline, nothing of another host, and each page says so itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect
from sites import Serve, Watch, build_whole, copy_site, keep_one_day, sent_headers

from generator.site import Builder

pytestmark = pytest.mark.browser

# Tries what the policy forbids, and tells which of its directives said no.
TRY = """async () => {
  const told = [];
  addEventListener("securitypolicyviolation", event => told.push(event.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.body.append(script);
  document.body.setAttribute("style", "color: red");
  document.body.append(Object.assign(document.createElement("style"), { textContent: "p { color: red }" }));
  await fetch("https://elsewhere.example/").catch(() => 0);
  document.body.append(Object.assign(new Image(), { src: "https://elsewhere.example/a.png" }));
  await new Promise(done => setTimeout(done, 100));
  return { ran: !!window.ran, told: [...new Set(told)].sort() };
}"""


def policy_of(page: str) -> dict[str, str]:
    """The policy that a page's first bytes hold, by directive."""
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert found, page[:400]
    before = page[: found.start()]
    assert "<script" not in before
    assert "<link" not in before
    return directives(found[1])


def directives(policy: str) -> dict[str, str]:
    return dict(each.strip().split(" ", 1) for each in policy.split(";"))  # type: ignore[misc] -- two of each


@pytest.fixture(scope="module")
def by_both(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Builder, Path]:
    """One day of the sample site, built by each of the builders."""
    root = copy_site(repository, tmp_path_factory.mktemp("policy"), content=True)
    keep_one_day(root)
    built = {}
    for builder in Builder:
        built[builder] = root / f"built-by-{builder.value}"
        shutil.copytree(build_whole(root, builder=builder), built[builder])
    return built


@pytest.mark.parametrize("builder", Builder)
def test_every_page_has_the_policy_of_the_header_file_and_nothing_inline(
    by_both: dict[Builder, Path], builder: Builder
) -> None:
    site = by_both[builder]
    sent = directives(sent_headers(site)["Content-Security-Policy"])
    assert not any("unsafe-inline" in sources for sources in sent.values())
    # A page cannot say who may frame it; only the search page runs WebAssembly.
    assert sent.pop("frame-ancestors") == "'none'"
    plain = sent | {"script-src": "'self'"}
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    for path in pages:
        page = path.read_text(encoding="utf-8")
        assert policy_of(page) == (sent if path.parent.name == "search" else plain), path
        assert sent_headers(site)["Referrer-Policy"] in page, path
        tags = re.findall(r"<[a-z][^>]*>", page)
        inline = [tag for tag in tags if re.match(r'<style|<[^>]* (style|on[a-z]+)="', tag)]
        scripts = [tag for tag in tags if tag.startswith("<script")]
        inline += [
            tag for tag in scripts if "src=" not in tag and not re.search(r'type="application/\S*json"', tag)
        ]
        assert inline == [], path


@pytest.mark.parametrize("builder", Builder)
def test_a_link_to_another_site_is_marked_as_one_and_gives_it_no_hold_on_the_page(
    by_both: dict[Builder, Path], builder: Builder
) -> None:
    outward = [
        tag
        for path in by_both[builder].rglob("*.html")
        for tag in re.findall(r"<a [^>]*>", path.read_text(encoding="utf-8"))
        if re.search(r'href="(https?:)?//', tag)
    ]
    assert len(outward) > 50
    assert [tag for tag in outward if tag.count(' rel="') != 1 or 'rel="external noopener"' not in tag] == []


@pytest.mark.parametrize("builder", Builder)
def test_no_kind_of_page_breaks_the_policy_while_it_is_searched_and_repainted(
    chromium: Browser, serving: Serve, by_both: dict[Builder, Path], builder: Builder
) -> None:
    site = by_both[builder]
    kinds = {path.relative_to(site).parts[0]: path for path in sorted(site.rglob("index.html"))}
    home = serving(site)
    watch = Watch(home)
    context = chromium.new_context(color_scheme="dark")
    context.set_default_timeout(5_000)
    page = watch.on(context.new_page())
    for path in [*kinds.values(), site / "404.html"]:
        page.goto(home + path.relative_to(site).as_posix(), wait_until="load")
    page.goto(home)
    page.locator("[data-md-component=palette] label:visible").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"
    page.goto(f"{home}about/")
    scheme = page.locator("body").get_attribute("data-md-color-scheme")
    assert scheme == "default", "kept, and on Material's own pages too"
    page.goto(f"{home}search/?q=ferry")
    expect(page.locator(".df-results [role=status]")).to_contain_text("result")
    context.close()
    assert watch.wrong == []  # a violation is an error on the console


def test_the_policy_forbids_what_it_is_there_for(page: Page, watch: Watch, sample: str) -> None:
    with urlopen(f"{sample}editions/2026/08/17/") as answer:  # noqa: S310 -- our own server
        body = answer.read()
    # As a host sends it that knows no header files: the page's own words have to do.
    page.route("**/editions/2026/08/17/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{sample}editions/2026/08/17/")
    seen = page.evaluate(TRY)
    watch.wrong.clear()  # the console has told of each
    assert seen == {
        "ran": False,
        "told": ["connect-src", "img-src", "script-src-elem", "style-src-attr", "style-src-elem"],
    }
