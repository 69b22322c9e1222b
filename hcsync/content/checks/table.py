"""The walked folder and the assembled nodes → every fault that no single file shows. One check a row, in this order."""

from collections.abc import Callable, Iterator

from hcsync.content.assemble import Assembled
from hcsync.content.checks.articles import authors_missing
from hcsync.content.checks.clashes import names_that_clash
from hcsync.content.checks.collections import (
    cycles,
    depths,
    files_missing,
    names_missing,
    parents_unknown,
)
from hcsync.content.checks.locales import folders_missing, folders_unlisted, strays
from hcsync.content.checks.translations import keys_misplaced, sources_missing
from hcsync.content.walk import Walked
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place

Check = Callable[[Walked, Assembled], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    folders_missing,
    folders_unlisted,
    strays,
    sources_missing,
    keys_misplaced,
    authors_missing,
    files_missing,
    parents_unknown,
    cycles,
    depths,
    names_missing,
    names_that_clash,
)


def check(content: str, walked: Walked, assembled: Assembled) -> list[Diagnostic]:
    """`content` is the content folder relative to the project's root. Without it there is only one thing to say."""
    if walked.files is None:
        hint = "go to your repository's folder, or begin one with `hcsync init`; `content:` in hcsync.yml names another"
        return [Diagnostic(Code.NO_CONTENT, "the content folder is not there", Place(content), hint)]
    return [diagnostic for check in CHECKS for diagnostic in check(walked, assembled)]
