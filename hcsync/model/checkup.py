"""What `hcsync doctor` found: one check after the other, each with what is wrong and the way out."""

from enum import StrEnum

import msgspec


class Health(StrEnum):
    """UNCHECKED: something else has to be mended first."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"
    UNCHECKED = "not checked"


class Finding(msgspec.Struct, frozen=True):
    """`message` says how things stand, `hint` what to do about it; `code` is among `model.codes`, "" for none."""

    health: Health
    message: str = ""
    code: str = ""
    hint: str = ""


class Check(msgspec.Struct, frozen=True):
    name: str
    finding: Finding


class Checkup(msgspec.Struct, frozen=True):
    """`environment` is "" where none could be told."""

    environment: str
    checks: tuple[Check, ...]

    def count(self, health: Health) -> int:
        return sum(1 for check in self.checks if check.finding.health is health)
