"""A URL as it was found in, the article's own address out: http or https, no tracking, no fragment."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import is_normalized, normalize
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

# Parameters that say where a reader came from, never what the page is (ClearURLs' common rules).
_TRACKING: Final = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|mc_[ce]id|_hsenc|_hsmi|__twitter_impression|fbclid|gclid"
    r"|gclsrc|dclid|gbraid"
    r"|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|ga_\w+|oly_(?:anon|enc)_id|vero_(?:conv|id)"
    r"|wickedid|rb_clickid"
    r"|s_cid|ncid|cmpid|ocid|ito|smid|soc_(?:src|trk)|mkt_tok|ref_src|ref_url|wt_mc|at_(?:medium"
    r"|campaign|custom\d)"
    r"|guccounter|guce_referrer(?:_sig)?|spm|sr_share|share_id)",
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"(?:[\w.~%-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.IGNORECASE)
_UNSAFE: Final = re.compile(
    r"[\s\x00-\x20\x7f-\x9f<>\"\\^`{|}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_ASCII: Final = "".join(map(chr, range(0x21, 0x7F)))  # left as they are
_LONGEST: Final = 2048  # what browsers and the sitemap protocol take


def clean_url(text: str) -> str | None:
    """`text` as an address that is safe to publish and the same for every reader; None when it is none."""
    text = text.strip()
    if len(text) > _LONGEST or _UNSAFE.search(text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:  # an unclosed [ in the host
        return None
    scheme, host = parts.scheme.lower(), normalize("NFC", parts.netloc).lower()
    if scheme not in {"http", "https"} or not _HOST.fullmatch(host):
        return None
    query = "&".join(
        part for part in parts.query.split("&") if part and not _TRACKING.fullmatch(part.split("=")[0])
    )
    return urlunsplit(SplitResult(scheme, host, _composed(parts.path), _composed(query), ""))


def _composed(part: str) -> str:
    """`part` as it is where it is in normal form (NFC), as all text in the library; else with the characters
    beyond ASCII as the bytes that a browser would ask for (RFC 3987, 3.1): another form is another page."""
    return part if is_normalized("NFC", part) else quote(part, safe=_ASCII)


def domain_of(url: str) -> str | None:
    """The host name of a clean URL, without `www.` and port; None for an address in numbers."""
    host = urlsplit(url).netloc.partition(":")[0].removeprefix("www.")
    labels = host.split(".")
    if (
        len(labels) < 2
        or labels[-1].isdigit()
        or not all(re.fullmatch(r"[\w](?:[\w-]*\w)?", label) for label in labels)
    ):
        return None
    return host
