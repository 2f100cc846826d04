"""Tell what a build leaves to the next one: whether that would write anything else, and how stories go on.

Records are made of what stories were found, and once they are there stories follow them: only a second look
tells that both agree.
"""

from __future__ import annotations

from generator.build_report import BuildReport
from generator.content import read_again
from generator.knowledge import Digest, digest_of
from generator.permalinks import Standing, standing
from generator.project import Project


def is_settled(project: Project, known: Digest, here: Standing) -> bool:
    """Whether a build that reads the records and the register which the one that found `known` writes would
    find the same, and so change nothing. Its stories are followed by then, and kept for it."""
    read = read_again(project, known.read, known.editions, here.published)
    again = digest_of(project, read, BuildReport(), lambda _: None, kept=project.story_store)
    return (
        again.editions == known.editions
        and again.problems == known.problems
        and standing(project, again) == here
    )
