"""A source file in; where each of its images stands in it out."""

from collections.abc import Callable

from hcsync.markup.kept import RenderCache, placed, rendered
from hcsync.model.diagnostic import Place
from hcsync.model.source import SourceFile


def image_places(
    file: SourceFile, read: Callable[[SourceFile], str], cache: RenderCache | None
) -> list[tuple[str, Place]]:
    """As written, and the place; in the order of the page. Of an address on the web the line alone is told, the first
    that holds it."""
    kept = rendered([file], read, cache)[file.blob]
    relative = iter(kept.relative_images)
    lines: list[str] | None = None
    found: list[tuple[str, Place]] = []
    for image in kept.images:
        if image.startswith("hcsync:"):
            target = next(relative)
            found.append((target.raw, placed(file, target.line, target.column)))
            continue
        if lines is None:
            lines = read(file).splitlines()
        at = next((number for number, line in enumerate(lines, 1) if image.partition("?")[0] in line), 1)
        column = lines[at - 1].find(image.partition("?")[0]) + 1 if lines else 1
        found.append((image, placed(file, at, max(column, 1))))
    return found
