"""The content folder → SourceTree, with every fault of the repository at once; and the Markdown of one of its files."""

from pathlib import Path

from hcsync.content.assemble import assemble
from hcsync.content.checks.table import check
from hcsync.content.fence import split
from hcsync.content.gather import gather
from hcsync.content.ignore import ignored_by
from hcsync.content.parse import ParseCache
from hcsync.content.reading import changed, decoded, read_bytes
from hcsync.content.walk import walk
from hcsync.errors import UsageError
from hcsync.model.diagnostic import Diagnostic, in_order
from hcsync.model.digest import blob_id, digest
from hcsync.model.source import SourceFile, SourceTree


def scan(
    config_root: Path, content: str, default_locale: str, locales: tuple[str, ...], *, cache: ParseCache | None = None
) -> SourceTree:
    """Read the content folder `content` (relative to `config_root`, with `/`).

    Nothing is raised for what the files hold: faults are in `diagnostics`, in the order of their places. An article or
    collection whose default-locale file cannot be read is not among `nodes`; one with lesser faults is, for further
    checks. With an error among the diagnostics the tree is not fit to be planned from.
    Raises UsageError where a file changes while it is read.
    """
    listed = tuple(dict.fromkeys((default_locale, *locales)))
    prefix = "" if content == "." else f"{content}/"
    walked = walk(config_root, content, ignored_by(config_root, content))
    gathered = gather(config_root / content, prefix, default_locale, listed, walked.files or (), cache)
    assembled = assemble(gathered)
    faults = [*walked.diagnostics, *gathered.diagnostics, *check(content, walked, assembled)]
    return SourceTree(
        content=content,
        default_locale=default_locale,
        locales=listed,
        nodes=assembled.nodes,
        assets=gathered.assets,
        diagnostics=in_order(faults),
        digest=digest(*(part for path in sorted(gathered.blobs) for part in (path, gathered.blobs[path]))),
        blobs=gathered.blobs,
        unfit=gathered.unfit,
    )


def read_source(root: Path, file: SourceFile) -> bytes:
    """The file's bytes. Raises UsageError where the file is not what it was when it was scanned."""
    try:
        data = read_bytes(str(root / file.path))
    except OSError as fault:
        raise UsageError(f"{file.path} cannot be read: {fault.strerror}.", hint="Run the command again.") from fault
    if blob_id(data) != file.blob:
        raise changed(file.path)
    return data


def read_markdown(root: Path, file: SourceFile) -> str:
    """The Markdown below the frontmatter, from line `file.body_line` on, with `\\n` as line ending. Raises UsageError
    where the file is not what it was when it was scanned."""
    found = markdown_of(read_source(root, file))
    if found is None:
        raise changed(file.path)
    return found


def markdown_of(data: bytes) -> str | None:
    """The same for an article's bytes; None where they are no text that begins with frontmatter."""
    text = decoded(data)
    found = None if isinstance(text, Diagnostic) else split(text)
    return found.body if found else None
