"""What is wrong, where, and what to do: problems as values, and the exceptions that carry them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import Final


class Severity(Enum):
    """How much a problem matters: an error fails the command, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in a file: `line` and `col` count from 1 as editors do; 0 means the file as a whole."""

    path: str
    line: int = 0
    col: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.col}" if self.line else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault, told as a person needs it: what is wrong (`message`) and the way out (`remedy`)."""

    code: str
    position: Position
    message: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise LookupError(f"problem code {self.code!r} is not in generator.diagnostics.CODES")

    def __str__(self) -> str:
        return f"{self.position}: {self.severity.value}[{self.code}]: {self.message} {self.remedy}".rstrip()

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """A total order: by file, place, code, message."""
        return (self.position.path, self.position.line, self.position.col, self.code, self.message)


class DayfoldError(Exception):
    """The command cannot go on; its problems say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def has_errors(problems: tuple[Problem, ...] | list[Problem]) -> bool:
    """Whether any of `problems` is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def shown(path: PurePath, root: PurePath) -> str:
    """`path` as messages show it: relative to the site `root` when inside it, with forward slashes."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


# Every code, with the sentence that docs/errors.md opens with. Tests hold that each is documented there,
# and that tests/invalid has a case for each.
CODES: Final[dict[str, str]] = {
    # YAML and settings
    "yaml-syntax": "The text is not YAML.",
    "yaml-limit": "The YAML has something that is refused for safety: an alias, a tag, too much of anything.",
    "yaml-duplicate-key": "A mapping has the same key twice.",
    "unknown-key": "A key that the schema does not have.",
    "missing-key": "A required key is missing.",
    "invalid-value": "A value is not what the schema asks for.",
    "duplicate-id": "Two entries have the same id.",
    "ambiguous-source": "Two sources claim the same domain or name.",
    "unknown-reference": "An id that is named is not defined.",
    "not-a-site": "There is no site here: no mkdocs.yml in the folder or above it.",
    "missing-file": "A file that a site needs is not there.",
    "not-utf8": "A file is not UTF-8 text.",
    # articles
    "no-front-matter": "An article does not begin with front matter.",
    "no-date": "An article has neither `published` nor `retrieved`.",
    "empty-body": "An article has no text and does not say `excerpt_only: true`.",
    "held-back": "An article is dated after the time of the build and waits for it.",
    "misplaced-article": "An article's path is not YYYY/MM/DD/SOURCE-SLUG.md.",
    "bad-summarizer": "The summarizer that digest.yml names cannot be used.",
    # ingest
    "no-reader": "No reader recognises the file.",
    "bad-reader": "A reader that another package brings cannot be used.",
    "unreadable": "The file cannot be read.",
    "nothing-found": "A reader took the file and found no article in it.",
    "list-page": "A page is a front or a section: it lists articles and is none.",
    "no-title": "An item has no title.",
    "no-text": "An item has no text once the boilerplate is cut.",
    "bad-date": "A date cannot be understood.",
    "odd-date": "A date is in the future, or is no time of an article.",
    "bad-url": "A URL is not an http or https address.",
    "too-large": "A file is larger than the limit.",
    "given-up": "A document took too much time or memory, or made its reader fail.",
    "bad-record": "One record of a file cannot be read.",
    "restricted": "An item's provider restricts its use: it is withheld, canceled, or has terms.",
    "new-source": "A source that sources.yml does not know was added to it.",
    # fetching
    "no-feeds": "No source has a feed that could be fetched.",
    "fetch-failed": "A feed or an article of one could not be fetched.",
    "feed-moved": "A feed's server says that it has moved for good.",
    "nothing-fetched": "No feed could be fetched.",
    "all-silent": "No feed has had anything new for days.",
    "unnamed-source": "A source is called by its host, and its feed has a name.",
    "bad-fetch-record": "What is known of the feeds cannot be read.",
    # decisions
    "moot-decision": "A decision of content/editorial has nothing that it could be applied to.",
    "unsupported-claim": "An editor's or a summarizer's words say what the articles of their story do not.",
    "bad-summary": "A summarizer failed, or gave what cannot be published.",
    "taken-down-leak": "What is published has words of what was taken down.",
    "taken-down": "Something is taken down: an item was not taken in, or its file is still there.",
    # records and checks
    "bad-edition-record": "An edition's record cannot be read.",
    "record-would-change": (
        "The next build would change a record, or `--locked` was given and this one would."
    ),
    "bad-permalinks": "The register of permalinks cannot be read.",
    "lost-permalink": "Something was published at a permalink where nothing answers any more.",
    "citation-drift": "A published line rests on words that its article does not have, or was altered.",
    "source-changed": "An article is not what a closed edition was made from.",
    "missing-article": "A record names an article that is not in the library.",
    "excerpt-too-long": "A page would publish more of an article than its source's rights allow.",
    "quotation-withdrawn": "Closed editions quote more of an article than its source allows by now.",
    "over-quoted": "What was written has more of an article than its source's rights allow.",
    "broken-link": "A page links to a page or a place in a page that is not there.",
    "path-collision": "Two pages would be written to the same path.",
    # the site
    "no-site-url": "The site has not been told its own address.",
    "write-failed": "A file could not be written.",
    "cards-not-drawn": "Card images are wanted and cannot be drawn.",
    "site-builder-missing": "The chosen site builder is not installed.",
    "site-build-failed": "The site builder refused the pages.",
    "search-build-failed": "The search index could not be built.",
    "build-differs": "What was built is not what a clean build gives.",
    "bad-part": "A part of a site that was made elsewhere cannot be used.",
    "executor-unusable": "The workers that were to share a build cannot be had.",
    "unfit-machine": "What a build needs of the machine is missing, or of another version.",
    "port-taken": "The port to serve the site on is in use or not allowed.",
    "kept-file": "A file that Dayfold ships was changed here and is kept, though another ships now.",
    "upgrade-refused": "What was shipped into a site cannot be told, or is newer than what is installed.",
    "folder-not-empty": "`digest new` was pointed at a folder that is not empty.",
    "bad-translation": "A catalogue of translations has something that cannot be used.",
    "untranslated": "Texts that readers see are not translated into the site's language.",
    "unknown-target": "`digest explain` was asked about something that is not there.",
}
