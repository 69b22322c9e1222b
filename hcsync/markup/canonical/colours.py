"""Colours in one spelling, eight hex digits: `rgba(215, 239, 220, 0.5)`, `#D7EFDC80` and `#d7efdc80` are one."""

import re

_HEX = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![0-9a-z])", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*(\d?\.\d+|\d)\s*)?\)", re.IGNORECASE)


def unify_colours(value: str) -> str:
    """`value` is what stands right of the colon in a style; anything that is no colour stays as it is."""
    return _RGB.sub(_from_numbers, _HEX.sub(_from_hex, value))


def _from_hex(found: re.Match[str]) -> str:
    digits = found[0][1:].lower()
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits:f<8}"


def _from_numbers(found: re.Match[str]) -> str:
    red, green, blue = (min(int(number), 255) for number in found.group(1, 2, 3))
    alpha = min(float(found[4]), 1.0) if found[4] else 1.0
    # Half of 255 is written 80 by Intercom's own palette, so .5 rounds up.
    return f"#{red:02x}{green:02x}{blue:02x}{int(alpha * 255 + 0.5):02x}"
