"""A Checkup → text for a terminal, a line a check; and JSON."""

from hcsync.model.checkup import Check, Checkup, Health
from hcsync.report.json import FORMAT_VERSION, dumped
from hcsync.report.page import Paint, plain
from hcsync.report.safe import shown
from hcsync.report.view import counted

_ROLES = {Health.OK: "good", Health.WARNING: "update", Health.FAULT: "bad", Health.UNCHECKED: "faint"}


def checkup_text(checkup: Checkup, paint: Paint = plain) -> str:
    """The verdict comes first and last."""
    words = paint("bad" if checkup.count(Health.FAULT) else "good", _verdict(checkup))
    name = max(len(check.name) for check in checkup.checks)
    return "\n".join([words, "", *(_line(check, name, paint) for check in checkup.checks), "", words])


def _verdict(checkup: Checkup) -> str:
    faults, warnings = checkup.count(Health.FAULT), checkup.count(Health.WARNING)
    where = f"{checkup.environment}: " if checkup.environment else ""
    unchecked = checkup.count(Health.UNCHECKED)
    rest = f", {counted(unchecked, 'check')} not made" if unchecked else ""
    return f"{where}{counted(faults, 'fault') if faults else 'no faults'}, {counted(warnings, 'warning')}{rest}."


_WIDEST = max(map(len, Health))


def _line(check: Check, width: int, paint: Paint) -> str:
    found = check.finding
    code = f"{found.code} " if found.code else ""
    message = shown(f"{code}{found.message}")
    if found.hint:
        message = f"{message}{'' if message.endswith(('.', '?', '`')) else '.'} {shown(found.hint)}"
    health = paint(_ROLES[found.health], f"{found.health.value:<{_WIDEST}}")
    return f"  {health}  {check.name:<{width}}  {message}".rstrip()


def checkup_json(checkup: Checkup) -> str:
    """The document, indented, with a newline at its end."""
    document = {
        "format_version": FORMAT_VERSION,
        "environment": checkup.environment or None,
        "healthy": not checkup.count(Health.FAULT),
        "summary": {health.name.lower(): checkup.count(health) for health in Health},
        "checks": [
            {
                "name": check.name,
                "health": check.finding.health.value,
                "message": check.finding.message,
                "code": check.finding.code or None,
                "hint": check.finding.hint or None,
            }
            for check in checkup.checks
        ],
    }
    return dumped(document, indent=2) + "\n"
