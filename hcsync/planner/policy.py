"""The user's choices for what moved in Intercom and for what has lost its file."""

from enum import StrEnum

import msgspec


class OnDrift(StrEnum):
    KEEP = "keep"
    OVERWRITE = "overwrite"


class OnConflict(StrEnum):
    """FAIL: refuse the whole apply. SKIP: leave the object, write the others. OURS: write what the repository says.
    THEIRS: leave the fields in conflict, write the object's other fields."""

    FAIL = "fail"
    OURS = "ours"
    THEIRS = "theirs"
    SKIP = "skip"


class OnOrphan(StrEnum):
    """What becomes of a live object whose file is gone."""

    REPORT = "report"
    UNPUBLISH = "unpublish"
    DELETE = "delete"


class Policy(msgspec.Struct, frozen=True):
    """`publish_pending`: send once more what Intercom took and readers do not see."""

    on_drift: OnDrift = OnDrift.KEEP
    on_conflict: OnConflict = OnConflict.FAIL
    on_orphan: OnOrphan = OnOrphan.REPORT
    publish_pending: bool = False
