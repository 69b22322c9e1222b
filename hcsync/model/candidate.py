"""Files without a live object, and the live objects they may be."""

import msgspec

from hcsync.model.address import Address


class Candidate(msgspec.Struct, frozen=True):
    """`title` is the live object's. `percent` is how much of the text is the same, None where that is not known."""

    address: Address
    remote_id: str
    title: str
    reasons: tuple[str, ...]
    percent: int | None = None


class Suggested(msgspec.Struct, frozen=True):
    """`option` is what a command needs to mean the same environment, with a space before it. `files` counts those
    without a live object, `unowned` the live objects nobody owns; `equal` the files that the next apply adopts without
    being told."""

    environment: str
    option: str
    candidates: tuple[Candidate, ...]
    files: int
    unowned: int
    equal: int
