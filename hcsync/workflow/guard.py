"""A plan → the refusal to apply it as it is, before anything is written."""

from hcsync.errors import ConflictError, RefusedError
from hcsync.model.plan import Plan
from hcsync.planner.policy import OnConflict, Policy
from hcsync.report.view import counted


def refuse(plan: Plan, policy: Policy) -> None:
    """Raises ConflictError where a conflict is left to decide, RefusedError for a safety limit or a protection: the
    first of them, with its way out."""
    if plan.conflicts and policy.on_conflict is OnConflict.FAIL:
        names = ", ".join(item.address.key for item in plan.conflicts[:3]) + (" …" if len(plan.conflicts) > 3 else "")
        raise ConflictError(
            f"{counted(len(plan.conflicts), 'conflict')}: {names} changed here and in Intercom. Nothing was written.",
            hint="Write your text over theirs with --on-conflict ours, leave those articles with --on-conflict skip, "
            "or bring their text into the file by hand.",
        )
    for refusal in plan.refusals:
        raise RefusedError(refusal.message, hint=refusal.hint, code=refusal.code)
