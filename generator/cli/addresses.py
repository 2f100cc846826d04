"""Addresses as people paste them: a page's address in, its permalink out."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def permalink(text: str, site: str | None) -> str | None:
    """The permalink that `text` means, `/stories/2026/08/16/herald-b/`: it may bear the address of the
    `site`, by http or https, a query and an anchor. None when it is no page of the site: a publisher's own
    address may well look like one of ours.
    """
    try:
        given, own = urlsplit(text), urlsplit(site or "")
        if given.scheme or given.netloc:
            if given.scheme not in {"http", "https"} or not site or _host(given) != _host(own):
                return None
            folder = own.path.rstrip("/")
            if not given.path.startswith(f"{folder}/"):
                return None
            path = given.path[len(folder) :]
        else:
            path = given.path
    except ValueError:  # a port that is no number, brackets that do not close
        return None
    path = path.removesuffix("index.html")
    return f"{path.rstrip('/')}/" if path.startswith("/") else None


def _host(address: SplitResult) -> tuple[str | None, int | None]:
    usual = {"http": 80, "https": 443}.get(address.scheme)
    return address.hostname, None if address.port == usual else address.port
