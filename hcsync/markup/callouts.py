"""The colours of Intercom's callouts: the words of GitHub's alerts ⇄ background and border (observed in live bodies).

Shared by what writes callouts and what reads them back.
"""

import re

# (background, border) in the order of GitHub's alerts; the last is what a plain quote becomes, too.
GREY = ("#e8e8e880", "#73737633")
ALERTS = {
    "NOTE": ("#e3e7fa80", "#334bfa33"),
    "TIP": ("#d7efdc80", "#1bb15733"),
    "WARNING": ("#feedaf80", "#fbc91633"),
    "CAUTION": ("#fed9db80", "#fd3a5733"),
    "IMPORTANT": GREY,
}
_HEX = r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3})"
MARK = re.compile(rf"\[!(?:({'|'.join(ALERTS)})|({_HEX})(?: +({_HEX}))?)\][ \t]*", re.IGNORECASE)
_STYLE = re.compile(r"background-color:(#[0-9a-f]{8});border-color:(#[0-9a-f]{8})")
CLASS = "intercom-interblocks-callout"


def colours(found: re.Match[str]) -> tuple[str, str]:
    """The colours that a mark (`[!NOTE]`, `[!#f0e6ff]`, `[!#f0e6ff #aa88ff]`) stands for. Without an alpha value they
    are as light as Intercom's own are."""
    if found[1]:
        return ALERTS[found[1].upper()]
    background = _whole(found[2], "80")
    return background, _whole(found[3] or found[2], "33")


def _whole(colour: str, alpha: str) -> str:
    digits = colour[1:].lower()
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits[:6]}{digits[6:] or alpha}"


def opening(background: str, border: str) -> str:
    """The tag that opens such a callout."""
    return f'<div class="{CLASS}" style="background-color: {background}; border-color: {border};">'


def mark_of(style: str) -> str | None:
    """The mark for the canonical style of a callout, "" for a plain quote's; None where no mark can say it."""
    found = _STYLE.fullmatch(style)
    if not found:
        return None
    pair = (found[1], found[2])
    if pair == GREY:
        return ""
    named = next((name for name, known in ALERTS.items() if known == pair), None)
    short = pair[0][:7]
    return f"[!{named or (short if pair == (f'{short}80', f'{short}33') else ' '.join(pair))}]"
