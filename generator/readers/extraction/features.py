"""Blocks and what others say of them in, named numbers for each block out: what the judge looks at."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.readers.extraction.densest import Densest
from generator.readers.extraction.page import Block, Page

# What the names of elements promise; each is looked for in a block's own line of elements.
_NAMES: Final[dict[str, re.Pattern[str]]] = {
    "related": re.compile(
        r"relat|recommend|more-?(?:from|stories|news|on|posts|like|link)|read-?(?:more|next|also)|see-?also"
        r"|trending|popular|most-?(?:read|view)|also-?read|teaser|promo|outbrain|taboola|up-?next|inline-?link"
        r"|latest|newsfeed|similar|verwandt|mehr-zum|suggest|carousel|headlines"
    ),
    "share": re.compile(
        r"share|sharing|social(?!-media-embed)|follow|addthis|sns|twitter(?!-tweet)|facebook"
    ),
    "meta": re.compile(
        r"byline|author|dateline|timestamp|publi(?:shed|cation)|meta|tags?\b|tag-?list|keyword|breadcrumb"
        r"|categor|credit|date\b|posted|bio\b|contributor"
    ),
    "comment": re.compile(r"comment|disqus|respond|reply|replies|discussion|kommentar"),
    "appeal": re.compile(
        r"newsletter|subscri|sign-?up|paywall|donat|cookie|consent|gdpr|modal|popup|login|register"
        r"|membership|notice|alert\b|abo\b|cta\b"
    ),
    "ad": re.compile(r"\bads?\b|advert|sponsor|-ad-|\bad-|anzeige|affiliate|\bcoupon|product"),
    "picture": re.compile(r"caption|photo|image|galler|media|video|figure|slide|player"),
    "furniture": re.compile(
        r"\bnav|menu|header|footer|sidebar|side-bar|widget|toolbar|\brail|masthead|skip|paginat|pager|bottom"
        r"|copyright|\btoc\b|dropdown|search|disclaim|legal|hidden|infobox|reference|banner"
    ),
    "text": re.compile(
        r"(?:article|story|entry|post)-?_?(?:body|text|content|copy|main|section)|articlebody"
        r"|body-?(?:copy|text|content)|rich-?text|prose|field-item|news-?text|maincontent|text-?body"
        r"|\bcontent\b|main-content"
    ),
    "summary": re.compile(
        r"summary|\bdec?k\b|standfirst|\blead\b|intro|excerpt|abstract|subtitle|sub-?head|kicker|title"
        r"|headline|chapo|vorspann|entradilla|bajada|teaser-?text|descri"
    ),
}
_FURNITURE: Final = frozenset({"nav", "footer", "aside", "header", "form", "menu"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARTS: Final = _HEADINGS | {"p", "li", "ul", "ol", "blockquote", "td", "tr", "tbody", "pre"}
_WORD: Final = re.compile(r"\w+")
_FULL_STOP: Final = re.compile(r"[.!?…。！？][\"”’»)\]]*$")
_DATE: Final = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
)  # fmt: skip
_ADDRESS: Final = re.compile(r"https?://|www\.|\S@\S|\b(?:E-?Mail|Tel|Fax)\b", re.IGNORECASE)
# How lines begin that want something of the reader, in the languages of the corpora.
_APPEAL: Final = re.compile(
    r"(?:read|see|find out|learn|watch|view|show|load|listen|more|also)\b.{0,12}"
    r"\b(?:more|also|on|next|now|from|this)\b"
    r"|(?:don[’']?t miss|related|recommended|most (?:read|popular)|trending|popular|sign up|subscribe|follow"
    r"|share|click|tap|advertise|sponsored|promoted|copyright|©|all rights|photo|image|picture|credit|source"
    r"|tags?|topics?|filed under|posted|published|updated|last modified|by\b|written by|author|comments?"
    r"|leave a|log ?in|register|download|print|e-?mail|newsletter|cookies?|we use|this (?:site|website)"
    r"|your (?:email|comment|browser)|please enable|join|get the|get our|support|donate|contact"
    r"|about (?:the|us)|home|skip to|back to|continue reading|advertisement|ad\b|story continues|scroll"
    r"|loading|swipe|up next|have a tip|want more|like this story|editor[’']s note)"
    r"|(?:mehr (?:zum|zu|aus)|lesen sie|lesen|siehe auch|anzeige|werbung|teilen|kommentar|drucken|foto"
    r"|quelle|bild|von\b|schlagw|stichw|kategorie|ähnliche|weitere|abonnieren|folgen|startseite|impressum"
    r"|datenschutz|veröffentlicht|artikel|autor|themen|zur(?:ück| startseite)|nach oben)"
    r"|(?:lire (?:aussi|plus|la suite)|à lire|partage|commentaire|publié|crédit|par\b|abonnez|voir aussi"
    r"|sur le même)"
    r"|(?:leer más|lea también|te puede|compart|coment|publicado|por\b|suscr|relacionad|etiquetas"
    r"|más (?:información|sobre))"
    r"|(?:leia (?:mais|também)|veja (?:mais|também)|compartilhe|publicidade)"
    r"|(?:leggi (?:anche|tutto|di più)|condividi|commenti|pubblicato|articoli correlati|fonte)"
    r"|(?:читайте|подпис|поделит|коммент|фото|источник|теги|czytaj|zobacz|udostępnij|komentarz"
    r"|lees (?:ook|meer)|les også|läs)",
    re.IGNORECASE,
)
# What is said of a picture rather than of the matter.
_CREDIT: Final = re.compile(
    r"©|\b(?:photos?|image|picture|foto|bild|symbolbild|archiv(?:bild|foto)?|fotografía|crédito|credit|quelle)"
    r"\s?(?:by|credit|von|de|par)?\s?[:/]"
    r"|\b(?:AP Photo|AFP|Getty|Reuters|Shutterstock|iStock|picture[ -]alliance|imago|EPA|Alamy|Unsplash)"
    r"\W{0,3}(?:[A-Z]\w+\W{0,3}){0,4}$",
)
# What wants something of the reader wherever in the line it stands.
_INVITATION: Final = re.compile(
    r"\b(?:sign(?:ing)? up|subscri(?:be|ption)|newsletters?|follow (?:us|me|him|her|them|@\w+)|click here"
    r"|download (?:our|the)|join (?:us|our)|donat(?:e|ion)|reached at|contact (?:us|him|her|the)|e-?mail"
    r"|(?:on|like us on|auf|en|sur) (?:twitter|facebook|instagram|telegram|whatsapp)|our app|podcast"
    r"|read more|learn more|find out more|have a tip|letters? to the editor|affiliate|commission|discount"
    r"|shop|abonnier\w*|anmeld\w*|registrier\w*|hier klicken|klicken sie|mehr zum thema|lesen sie"
    r"|affiliate-?links?|folge[nt]? (?:uns|sie)|suscrib\w*|suscríb\w*|síguenos|s[eé]guir? a|únete"
    r"|abonnez|inscri\w+|suivez|subskry\w*|inscreva|assine|iscriviti|seguici|подпи\w+)\b",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(
    r"(?:^|[\s(])@\w{2,}|\b(?:twitter|facebook|instagram|linkedin)\.com\b", re.IGNORECASE
)
# 'Ann Other is a reporter in Oberdale.'
_IS_WHO: Final = re.compile(
    r"^\W?(?:[A-Z][\w.'’-]+ ){1,4}(?:is|was|ist|war|est|es|è|has been|works|writes|covers|reports|joined)\b"
    r"|^(?:is|ist) \w+"
)
# All that a line which only dates has: 'Updated on Monday, 17 August 2026, 9:30 am CEST'.
_DATE_WORDS: Final = re.compile(
    r"\d+(?:st|nd|rd|th)?|[a-zäéû]*(?:uary|ruar|march|märz|april|mai|may|jun[ie]|jul[iy]|august|tember|ober"
    r"|vember|dezember|cember|sunday|onday|uesday|ednesday|hursday|riday|aturday|tag|woch|jan|feb|mar|apr|jun"
    r"|jul|aug|sept?|oct|okt|nov|de[cz])\.?\b|\b(?:uhr|am|pm|on|at|um|by|von|updated|published|posted"
    r"|aktualisiert|date|stand|publi\w+|gmt|utc|bst|mesz|me?z|cest|cet|ist|[aecmp][sd]?t)\b|\W+",
    re.IGNORECASE,
)
_MOST_BESIDE_DATE: Final = 12  # letters that a line which only dates has besides
_REMARK: Final = 450  # characters of a line that speaks to the reader, or tells who wrote
_LEAD: Final = (60, 700)  # characters of a standfirst
_APPEALS_END: Final = 250  # characters: what is longer is prose, however it begins
_A_TEXT: Final = 400  # characters that an articleBody must have to speak against a block


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the page says of itself outside its text."""

    titles: tuple[str, ...] = ()
    description: str = ""
    article_body: str = ""


def numbers(page: Page, densest: Densest, extracted: Sequence[str], hints: Hints) -> list[dict[str, float]]:
    """A row of named numbers for each block. `extracted`: what other extractors took for the article's text,
    the balanced one first, the one that leans to completeness second."""
    looker = _Looker(page, densest, extracted, hints)
    return [
        {
            **looker.votes(at),
            **looker.surroundings(at),
            **looker.wording(at),
            **looker.asides(at),
            **looker.leading(at),
            **looker.markup(at),
        }
        for at in range(len(page.blocks))
    ]


class Cover:
    """How much of a block another text has, by runs of three words."""

    def __init__(self, text: str) -> None:
        words = _words(text)
        self._runs = set(zip(words, words[1:], words[2:], strict=False))
        self._joined = f" {' '.join(words)} "
        self.length = len(self._joined)

    def share(self, words: Sequence[str]) -> float:
        """0 to 1. A block of few words is there or not."""
        if not words:
            return 0.0
        if len(words) < 6:
            return 1.0 if f" {' '.join(words)} " in self._joined else 0.0
        runs = list(zip(words, words[1:], words[2:], strict=False))
        return sum(run in self._runs for run in runs) / len(runs)


class _Looker:
    """Looks at one page's blocks; what takes a pass over all of them is done once, here."""

    def __init__(self, page: Page, densest: Densest, extracted: Sequence[str], hints: Hints) -> None:
        self.page = page
        self.densest = densest
        self.words = [_words(block.text) for block in page.blocks]
        self.kept = [float(value) for value in densest.kept]
        covers = [Cover(text) for text in extracted]
        self.given = [[cover.share(words) for words in self.words] for cover in covers]
        self.mean = _means(self.given, len(page.blocks))
        self.all = _means([self.kept, *self.given], len(page.blocks))
        self.said = Cover(hints.article_body)
        self.description = set(_words(hints.description))
        self.lines = _lines(page)
        self.boxes = _Boxes(page, self.words, self.all)
        self.likes = self._likes(hints)
        self.title = self._title()
        self.first, self.last = self._ends()
        self.excess = self._excess()
        self.alike = Counter((element.parent, element.tag, element.names) for element in page.elements)

    def votes(self, at: int) -> dict[str, float]:
        given = [self.kept[at], *(votes[at] for votes in self.given)]
        return {
            **{f"vote{number}": votes[at] for number, votes in enumerate(self.given)},
            "kept": self.kept[at],
            "inside": float(self.densest.inside[at]),
            "score": self.densest.share[at],
            "unsaid": 0.0 if self.said.length < _A_TEXT else 1.0 - self.said.share(self.words[at]),
            "agree": min(given),
            "any": max(given),
            "extracted_only": max(0.0, self.all[at] - self.kept[at]) * max(0.0, self.excess),
            "kept_only": max(0.0, self.kept[at] - self.mean[at]) * max(0.0, -self.excess),
        }

    def surroundings(self, at: int) -> dict[str, float]:
        count = len(self.all)
        around = [self.all[other] for other in (at - 2, at - 1, at + 1, at + 2) if 0 <= other < count]
        following = self.all[at + 1 : at + 4]
        element = self.page.blocks[at].element
        return {
            "around": sum(around) / max(1, len(around)),
            "before": self.all[at - 1] if at else 0.0,
            "following": sum(following) / max(1, len(following)),
            "late": float(at > self.last),
            "before_title": float(at < self.title),
            "just_after_title": float(self.title < at <= self.title + 3),
            "early_vote": float(at <= self.first and len(self.page.blocks[at].text) < 300) * self.mean[at],
            **self.boxes.of(element),
            "far_vote": self.boxes.distance(element) * self.mean[at],
            "alike_unkept": (1.0 - self.kept[at]) * min(math.log1p(self._most_alike(element)), 4.0) / 4.0,
        }

    def wording(self, at: int) -> dict[str, float]:
        block, words = self.page.blocks[at], self.words[at]
        text, length = block.text, len(block.text)
        letters = sum(character.isalpha() for character in text)
        capitals = sum(character.isupper() for character in text)
        # Scripts without spaces have few 'words': three characters count as one there.
        size = len(words) if text.isascii() or len(words) > 3 else length / 3
        appeals = length < _APPEALS_END and bool(_APPEAL.match(text))
        stops = bool(_FULL_STOP.search(text))
        return {
            "length": min(math.log1p(size), 5.0) / 5.0,
            "stops": float(stops),
            "long_sentence": float(length > 80 and stops),
            "shouts": float(letters > 5 and capitals > 0.7 * letters),
            "dated": float(length < 90 and bool(_DATE.search(text))),
            "address": float(length < _APPEALS_END and bool(_ADDRESS.search(text))),
            "appeal": float(appeals),
            "colon": float(length < 100 and text.endswith(":")),
            "titlish": self.likes[at],
            "described": _share(self.description, words),
            "short_vote": float(length < 60) * self.mean[at],
            **_linking(block, self.mean[at]),
        }

    def asides(self, at: int) -> dict[str, float]:
        """Whether the block speaks of something else than the matter: to the reader, of a picture, of who
        wrote."""
        text = self.page.blocks[at].text
        short = len(text) < _REMARK
        tail = float(at >= self.last - 2)
        density = self.page.blocks[at].linked / len(text)
        invites = float(short and bool(_INVITATION.search(text)))
        dates = len(text) < 90 and bool(_DATE.search(text))
        return {
            "tail": tail,
            "linked_at_tail": tail * density,
            "invites": invites,
            "invites_at_tail": invites * tail,
            "invites_linked": invites * float(density > 0.1),
            "handle": float(short and bool(_HANDLE.search(text))),
            "appeal_linked": density * float(len(text) < _APPEALS_END and bool(_APPEAL.match(text))),
            "who_at_tail": tail * float(short and bool(_IS_WHO.search(text))),
            "credited": float(short and bool(_CREDIT.search(text))),
            "only_dated": float(dates and len(_DATE_WORDS.sub("", text)) < _MOST_BESIDE_DATE),
        }

    def leading(self, at: int) -> dict[str, float]:
        """Whether the block may be the standfirst: between the title and the first paragraph."""
        text, element = self.page.blocks[at].text, self.page.blocks[at].element
        lead = float(self.title < at <= self.first and _LEAD[0] < len(text) < _LEAD[1])
        return {
            "lead": lead * float(self.title >= 0),
            "lead_named": lead * self.lines[element].near.get("summary", 0.0),
            "lead_prose": lead * float(self.page.elements[element].tag not in _HEADINGS),
            "lead_described": lead * _share(self.description, self.words[at]),
        }

    def markup(self, at: int) -> dict[str, float]:
        element = self.page.elements[self.page.blocks[at].element]
        line = self.lines[self.page.blocks[at].element]
        following = self.all[at + 1 : at + 2]
        heading = element.tag in _HEADINGS
        pictured = max(line.near.get("picture", 0.0), float(line.figure))
        return {
            "p": float(element.tag == "p"),
            "li": float(element.tag in {"li", "dd", "dt"}),
            "cell": float(element.tag in {"td", "th", "tr"}),
            "pre": float(element.tag == "pre"),
            "h1": float(element.tag == "h1"),
            "heading": float(heading),
            "heading_alone": float(heading and (not following or following[0] < 0.3)),
            "figure": float(line.figure),
            "furniture_tag": float(line.furniture),
            "in_article": float(line.article),
            "marked": float(line.body),
            "hidden": float(element.hidden),
            "quoted": float(line.quote),
            "pictured_vote": pictured * self.mean[at],
            **{f"near_{key}": line.near.get(key, 0.0) for key in _NAMES},
            **{f"far_{key}": line.far.get(key, 0.0) for key in _NAMES},
        }

    def _likes(self, hints: Hints) -> list[float]:
        titles = [set(_words(title)) for title in hints.titles if title]
        return [max((_likeness(set(words), title) for title in titles), default=0.0) for words in self.words]

    def _title(self) -> int:
        """Which block is the title: the likest, a heading before others; -1 when none is."""
        best, found = 0.45, -1
        for at, like in enumerate(self.likes):
            tag = self.page.elements[self.page.blocks[at].element].tag
            worth = like + (0.3 if tag == "h1" else 0.1 if tag in _HEADINGS else 0.0)
            if like > 0.45 and worth > best + 1e-9:
                best, found = worth, at
        return found

    def _ends(self) -> tuple[int, int]:
        """The first and the last block of length that most agree on."""
        agreed = [at for at, vote in enumerate(self.all) if vote > 0.6 and len(self.words[at]) > 15]
        return (agreed[0], agreed[-1]) if agreed else (0, len(self.all))

    def _excess(self) -> float:
        """How much more text the first extractor took than the densest part has: a logarithm."""
        if not self.given:
            return 0.0
        kept, given = (
            sum(len(words) * vote for words, vote in zip(self.words, votes, strict=True))
            for votes in (self.kept, self.given[0])
        )
        return math.log((given + 20) / (kept + 20))

    def _most_alike(self, at: int) -> int:
        """The largest number of like-named siblings that a block's boxes have: lists of teasers have many."""
        boxes = (self.page.elements[element] for element in self.page.lineage(at)[:5])
        return max(
            (self.alike[(box.parent, box.tag, box.names)] - 1 for box in boxes if box.tag != "p"), default=0
        )


class _Boxes:
    """The containers that blocks share, and how far each is from the one with most of the text."""

    def __init__(self, page: Page, words: Sequence[Sequence[str]], votes: Sequence[float]) -> None:
        self.page = page
        members: dict[int, list[int]] = {}
        for at, block in enumerate(page.blocks):
            members.setdefault(self._box(block.element), []).append(at)
        mass = {box: sum(votes[at] * len(words[at]) for at in rows) for box, rows in members.items()}
        size = {box: sum(len(words[at]) for at in rows) for box, rows in members.items()}
        self.main = max(members, key=lambda box: (mass[box], -box), default=-1)
        self._steps = self._distances()
        self._numbers = {
            box: {
                "together": mass[box] / max(1, size[box]),
                "main": float(box == self.main),
                "box_size": min(math.log1p(size[box]), 7.0) / 7.0,
                **_prose([page.blocks[at] for at in rows]),
            }
            for box, rows in members.items()
        }

    def of(self, element: int) -> dict[str, float]:
        return {**self._numbers[self._box(element)], "distance": self.distance(element)}

    def distance(self, element: int) -> float:
        return min(self._steps[element], 6) / 6

    def _box(self, element: int) -> int:
        while element >= 0 and self.page.elements[element].tag in _PARTS:
            element = self.page.elements[element].parent
        return element

    def _distances(self) -> list[int]:
        above = set(self.page.lineage(self.main))
        steps: list[int] = []
        for at, element in enumerate(self.page.elements):
            if at == self.main:
                steps.append(0)
            elif at in above or element.parent < 0:
                steps.append(1)
            else:
                plain = element.tag in _PARTS or element.tag == "table"
                steps.append(steps[element.parent] + (0 if plain else 1))
        return steps


@dataclass(slots=True)
class _Line:
    """What an element and what it is in are: `near` is what it and its parent are called, `far` the rest."""

    near: dict[str, float]
    far: dict[str, float]
    figure: bool = False
    furniture: bool = False
    article: bool = False
    body: bool = False
    quote: bool = False


def _lines(page: Page) -> list[_Line]:
    own: list[dict[str, float]] = []
    lines: list[_Line] = []
    for element in page.elements:
        named = element.names if element.tag not in {"body", "html"} else ""
        matches = {key: 1.0 for key, pattern in _NAMES.items() if named and pattern.search(named)}
        own.append(matches)
        above = lines[element.parent] if element.parent >= 0 else _Line(near={}, far={})
        lines.append(
            _Line(
                near={**own[element.parent], **matches} if element.parent >= 0 else matches,
                far={**above.far, **above.near},
                figure=above.figure or element.tag in {"figure", "figcaption"},
                furniture=above.furniture or element.tag in _FURNITURE,
                article=above.article or element.tag in {"article", "main"},
                body=above.body or element.body,
                quote=above.quote or element.tag == "blockquote",
            )
        )
    return lines


def _linking(block: Block, vote: float) -> dict[str, float]:
    density = block.linked / len(block.text) if block.text else 0.0
    return {
        "density": density,
        "half_link": float(0.4 < density <= 0.9),
        "all_link": float(density > 0.9),
        "linked_vote": density * vote,
        "bold": float(block.emphasised > 0.8 * len(block.text)),
    }


def _prose(blocks: Sequence[Block]) -> dict[str, float]:
    text = sum(len(block.text) for block in blocks)
    prose = sum(len(block.text) for block in blocks if len(block.text) > 60 and _FULL_STOP.search(block.text))
    return {
        "box_prose": prose / max(1, text),
        "box_mean": min(math.log1p(text / max(1, len(blocks))), 6.0) / 6.0,
    }


def _means(rows: Sequence[Sequence[float]], count: int) -> list[float]:
    return [sum(row[at] for row in rows) / max(1, len(rows)) for at in range(count)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _likeness(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second) if first or second else 0.0


def _share(known: set[str], words: Sequence[str]) -> float:
    return sum(word in known for word in words) / len(words) if known and words else 0.0
