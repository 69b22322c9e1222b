"""What the user asks of a plan, beside the files: which objects, and what to do about what is in doubt."""

import msgspec

from hcsync.planner.policy import Policy


class Request(msgspec.Struct, frozen=True):
    """`targets` and `excluded` are addresses, keys, files, live ids or patterns. `allow_deletes` is exactly how many
    deletions are meant, whatever the limits say; None where the limits decide."""

    policy: Policy = Policy()
    targets: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    allow_deletes: int | None = None
