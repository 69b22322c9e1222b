"""A plan → the refusal to apply it as it is, before anything is written."""

import msgspec

from hcsync.config import Safety
from hcsync.errors import ConflictError, RefusedError
from hcsync.model.plan import Plan
from hcsync.planner.decide import Decision
from hcsync.planner.limits import Limits, refusals
from hcsync.planner.policy import OnConflict, Policy
from hcsync.report.view import counted
from hcsync.workflow.request import Request


def refuse(plan: Plan, policy: Policy) -> None:
    """Raises ConflictError where a conflict is left to decide, RefusedError for a safety limit or a protection: the
    first of them, with its way out."""
    if plan.conflicts and policy.on_conflict is OnConflict.FAIL:
        names = ", ".join(item.address.key for item in plan.conflicts[:3]) + (" …" if len(plan.conflicts) > 3 else "")
        raise ConflictError(
            f"{counted(len(plan.conflicts), 'conflict')}: {names} changed here and in Intercom. Nothing was written.",
            hint="Take theirs into the files with hcsync pull, write yours over theirs with --on-conflict ours, "
            "or leave those articles with --on-conflict skip.",
        )
    refuse_limits(plan)


def refuse_limits(plan: Plan) -> None:
    """Raises RefusedError for the first of the plan's refusals."""
    for refusal in plan.refusals:
        raise RefusedError(f"{refusal.message}.", hint=refusal.hint, code=refusal.code)


def limited(decision: Decision, request: Request, safety: Safety) -> Decision:
    """The same decision, whose plan knows why it may not be applied as it is."""
    limits = Limits(safety.max_update, safety.max_unpublish, safety.max_delete, safety.max_locale_removal)
    found = refusals(decision, limits, request.allow_deletes)
    return msgspec.structs.replace(decision, plan=msgspec.structs.replace(decision.plan, refusals=found))
