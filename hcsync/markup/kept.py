"""Source files in, what rendering found in each out; from the cache where the file's bytes were rendered before."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

import msgspec

from hcsync.markup.render.rendered import Rendered, Target
from hcsync.markup.versions import CANONICAL_VERSION, RENDER_VERSION
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.source import SourceFile

# Bodies put into the cache at once: memory stays bounded, however many files are new.
BATCH = 250


class RenderCache(Protocol):
    """Values that can always be made again. A missing key is no error; nor need a value put there stay."""

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]: ...

    def put_many(self, values: Mapping[str, bytes]) -> None: ...


class Fault(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A diagnostic that does not know its file yet."""

    code: Code
    message: str
    line: int
    column: int
    hint: str | None
    warning: bool

    def at(self, file: SourceFile) -> Diagnostic:
        severity = Severity.WARNING if self.warning else Severity.ERROR
        return Diagnostic(self.code, self.message, placed(file, self.line, self.column), self.hint, severity)


class Kept(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is known of a rendered body without its HTML: the digest of its text, where its links lead, all its images
    (relative ones as `hcsync:<raw>`) with their sizes and the places of the relative ones, links within the page,
    headings, faults."""

    text: str
    links: tuple[Target, ...]
    images: tuple[str, ...]
    sizes: tuple[str, ...]
    relative_images: tuple[Target, ...]
    anchors: tuple[Target, ...]
    headings: tuple[str, ...]
    faults: tuple[Fault, ...]


class Made(NamedTuple):
    """A rendered body as the cache keeps it: what is known of it (`Kept`), and its HTML. What is new is most likely
    about to be written, and rendering is dear."""

    body: bytes
    html: bytes


def made(page: Rendered) -> Made:
    return Made(msgspec.msgpack.encode(_kept(page)), page.html.encode())


def remember(cache: RenderCache, bodies: Mapping[str, Made]) -> None:
    """`bodies` is git blob id of a file → what its Markdown was rendered to."""
    entries: dict[str, bytes] = {}
    for blob, (body, html) in bodies.items():
        entries |= {_body_key(blob): body, _html_key(blob): html}
    cache.put_many(entries)


def placed(file: SourceFile, line: int, column: int) -> Place:
    """A place in the Markdown as a place in its file."""
    return Place(file.path, file.body_line + line - 1, column)


def rendered(
    files: Iterable[SourceFile], read: Callable[[SourceFile], str], cache: RenderCache | None
) -> dict[str, Kept]:
    """By blob id. Only files whose bytes are new to the cache are read and rendered."""
    by_key = {_body_key(file.blob): file for file in files}
    known = cache.get_many(by_key) if cache is not None else {}
    decoder = msgspec.msgpack.Decoder(Kept)
    found: dict[str, Kept] = {}
    new: list[SourceFile] = []
    for key, file in by_key.items():
        data = known.get(key)
        kept = None if data is None else _decoded(decoder, data)
        if kept is None:
            new.append(file)
        else:
            found[file.blob] = kept
    if new:
        found |= _fresh(new, read, cache, decoder)
    return found


def _fresh(
    files: list[SourceFile],
    read: Callable[[SourceFile], str],
    cache: RenderCache | None,
    decoder: msgspec.msgpack.Decoder[Kept],
) -> dict[str, Kept]:
    # Not needed while nothing changed, like the parser.
    from hcsync.crew import Crew

    found: dict[str, Kept] = {}
    batch: dict[str, Made] = {}
    with Crew(len(files)) as crew:
        for file, one in zip(files, crew.each(_made, map(read, files)), strict=True):
            found[file.blob] = decoder.decode(one.body)
            if cache is not None:
                batch[file.blob] = one
                if len(batch) >= BATCH:
                    remember(cache, batch)
                    batch.clear()
    if cache is not None:
        remember(cache, batch)
    return found


def html(file: SourceFile, read: Callable[[SourceFile], str], cache: RenderCache | None) -> str:
    """The HTML of a body, with `hcsync:` references in place of relative targets."""
    key = _html_key(file.blob)
    data = cache.get_many((key,)).get(key) if cache is not None else None
    return _render(read(file)).html if data is None else data.decode()


def _body_key(blob: str) -> str:
    return f"body{RENDER_VERSION}.{CANONICAL_VERSION}:{blob}"


def _html_key(blob: str) -> str:
    return f"html{RENDER_VERSION}:{blob}"


def _made(markdown: str) -> Made:
    return made(_render(markdown))


def _decoded(decoder: msgspec.msgpack.Decoder[Kept], data: bytes) -> Kept | None:
    try:
        return decoder.decode(data)
    except msgspec.DecodeError:
        return None


def _render(markdown: str) -> Rendered:
    # The parser is heavy to import and not needed while nothing changed.
    from hcsync.markup.render.body import render

    return render(markdown)


def _kept(page: Rendered) -> Kept:
    faults = tuple(
        Fault(
            each.code,
            each.message,
            each.place.line if each.place else 1,
            each.place.column if each.place else 1,
            each.hint,
            each.severity is Severity.WARNING,
        )
        for each in page.diagnostics
    )
    return Kept(
        page.form.text, page.links, page.form.images, page.form.sizes, page.images, page.anchors, page.headings, faults
    )
