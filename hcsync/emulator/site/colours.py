"""The style of a callout or a table cell goes in; what is safe of it, fit for light and dark pages, comes out.

Intercom's editor knows five tints, half transparent. Those become classes, so that the page can choose colours that
can be read on a dark ground. Any other colour is laid on white and kept, with a class that says how to write on it.
"""

import re
from dataclasses import dataclass

_TONES = {
    (0xE8, 0xE8, 0xE8): "grey",
    (0xE3, 0xE7, 0xFA): "blue",
    (0xD7, 0xEF, 0xDC): "green",
    (0xFE, 0xD9, 0xDB): "red",
    (0xFE, 0xED, 0xAF): "yellow",
}
"""Background colours of the editor's palette (observed)."""

_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*(0|1|0?\.\d+|1\.0+)\s*)?\)")
_WIDTH = re.compile(r"\d{1,4}(?:\.\d{1,4})?(?:px|%)")
SAFE = re.compile(r"(?:(?:background-color|border-color): #[0-9a-f]{6};|width: [\d.]{1,9}(?:px|%);| )*")
"""What `Look.style` may be."""

CLASSES = frozenset({"tint-light", "tint-dark", *(f"tone-{name}" for name in _TONES.values())})

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """`classes` and `style` take the place of the style attribute."""

    classes: tuple[str, ...]
    style: str


def look(style: str) -> Look:
    """Only background-color, border-color and width are read; anything else, and what cannot be read, is dropped."""
    wishes = {}
    for declaration in style.lower().split(";"):
        name, _, value = declaration.partition(":")
        wishes[name.strip()] = value.strip()
    kept = [f"width: {wishes['width']};"] if _WIDTH.fullmatch(wishes.get("width", "")) else []
    ground = _colour(wishes.get("background-color", ""))
    if ground is None:
        return Look((), " ".join(kept))
    solid, pure = ground
    if pure in _TONES:
        return Look((f"tone-{_TONES[pure]}",), " ".join(kept))
    kept.append(f"background-color: {_hex(solid)};")
    edge = _colour(wishes.get("border-color", ""))
    if edge is not None:
        kept.append(f"border-color: {_hex(edge[0])};")
    light = 0.299 * solid[0] + 0.587 * solid[1] + 0.114 * solid[2] > 140
    return Look(("tint-light" if light else "tint-dark",), " ".join(kept))


def _colour(value: str) -> tuple[Colour, Colour] | None:
    """The colour as seen on white, and as it is without its transparency; None for one that is invisible or is
    written in another way."""
    if _HEX.fullmatch(value):
        digits = value[1:]
        if len(digits) < 6:
            digits = "".join(digit * 2 for digit in digits)
        red, green, blue = (int(digits[place : place + 2], 16) for place in (0, 2, 4))
        opacity = int(digits[6:] or "ff", 16) / 255
    else:
        hit = _RGB.fullmatch(value)
        if hit is None:
            return None
        red, green, blue = (min(255, int(hit[place])) for place in (1, 2, 3))
        opacity = float(hit[4] or 1)
    if opacity == 0:
        return None
    red_seen, green_seen, blue_seen = (round(255 - (255 - part) * opacity) for part in (red, green, blue))
    return (red_seen, green_seen, blue_seen), (red, green, blue)


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
