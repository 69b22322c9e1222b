"""What the files have taken in of Intercom's edits, and have not been applied with since."""

import msgspec


class Pulled(msgspec.Struct, frozen=True, omit_defaults=True):
    """One locale of an object. `fields` maps a field's name to the live token that is in the file by now; `blob` is
    the git blob id of the file as Intercom's text alone would have made it: the base of the next merge. `images` are
    the marks of the live body's images at that time."""

    fields: dict[str, str]
    blob: str = ""
    images: tuple[str, ...] = ()


# "article/8137 fr" → what was taken in there. Several where two branches took in something each.
AllPulled = dict[str, tuple[Pulled, ...]]


def pulled_key(kind: str, remote_id: str, locale: str) -> str:
    return f"{kind}/{remote_id} {locale}"
