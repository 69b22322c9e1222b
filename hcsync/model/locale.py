"""Names → whether they are locales. Intercom's list is open (`hi`, `th` and `de-form` were seen), so shape decides."""

import re

# Two letters, or two or three with a script, region or variant: `pt-BR`, `zh-Hant-TW`, `fil-PH`, but not `faq`, `img`.
_LOOSE = re.compile(r"[A-Za-z]{2}|[A-Za-z]{2,3}([-_]([A-Za-z]{2}|[A-Za-z]{4}|[0-9]{3}))+")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def looks_like_locale(name: str) -> bool:
    """Whether a folder of this name is meant as a locale, if perhaps misspelt (`pt_br`)."""
    return _LOOSE.fullmatch(name) is not None


def is_locale(name: str) -> bool:
    """Whether `name` is written as Intercom writes locales: `pt-BR`, not `pt_br`."""
    return _TAG.fullmatch(name) is not None and name == normal_locale(name)


def normal_locale(name: str) -> str:
    """`pt_br` → `pt-BR`; what fits no pattern comes back as it is."""
    language, *rest = name.replace("_", "-").split("-")
    parts = [part.upper() if len(part) == 2 and part.isalpha() else part for part in rest]
    return "-".join([language.lower(), *parts])
