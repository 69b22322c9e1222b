"""A PlanView, an Outcome or diagnostics → text for a terminal. Plain without `paint`, which colours a piece by role."""

import datetime
from collections.abc import Callable, Iterable, Iterator

from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.outcome import Outcome, Status
from hcsync.model.plan import Action, Change, Divergence, Field, FieldDelta, Orphan, Plan
from hcsync.report.view import FIELD_NAMES, SYMBOLS, PlanView, counted, goes_live, grouped, summary

# paint(role, text): the role is one of create, update, remove, adopt, drift, conflict, strong, faint, good, bad.
Paint = Callable[[str, str], str]

_ROLES = {
    Action.CREATE: "create",
    Action.UPDATE: "update",
    Action.UNPUBLISH: "remove",
    Action.DELETE: "remove",
    Action.ADOPT: "adopt",
    Action.FORGET: "faint",
}


def plain(_role: str, text: str) -> str:
    return text


def plan_text(view: PlanView, paint: Paint = plain) -> str:
    """The verdict is the first line and the last; "no changes" is one line."""
    plan = view.plan
    warnings = [str(diagnostic) for diagnostic in plan.diagnostics]
    if not plan.pending and not plan.drift and not plan.conflicts:
        return "\n".join([*warnings, paint("good", nothing_to_do(plan))])
    lines = [
        paint("strong", f'Plan for {plan.environment} (workspace {plan.workspace}, help center "{plan.help_center}")'),
        _verdict(plan),
        "",
    ]
    for change in plan.changes:
        lines += _change(change, view, paint)
    for conflict in plan.conflicts:
        lines += _conflict(conflict, view, paint)
    lines += _drift(view, paint)
    lines += _orphans(plan, paint)
    if plan.refresh:
        lines += ["", f"{counted(len(plan.refresh), 'object')} changed alike on both sides; only the state is updated."]
    if plan.unowned:
        lines += ["", f"{_unowned(plan)} left alone."]
    lines += ["", *warnings] if warnings else [""]
    lines.append(_last(plan, paint))
    return "\n".join(lines)


def nothing_to_do(plan: Plan) -> str:
    held = f"{counted(plan.articles, 'article')}, {counted(plan.locales, 'locale')}"
    orphans = f"; {counted(len(plan.orphans), 'orphan')} left in Intercom" if plan.orphans else ""
    return f"No changes. The help center matches this repository ({held}{orphans})."


def _verdict(plan: Plan) -> str:
    if not plan.changes and not plan.conflicts:
        return "Nothing to write." if not plan.pending else "Nothing to write to Intercom; only the state is updated."
    seconds = plan.cost.calls * _SECONDS_A_CALL
    time = "under 1 s" if seconds < 1 else f"about {seconds:.0f} s" if seconds < 90 else f"about {seconds / 60:.0f} min"
    return f"{summary(plan)} {counted(plan.cost.calls, 'API call')}, {time}."


# A write takes about a third of a second at Intercom, and eight are on their way at once.
_SECONDS_A_CALL = 0.3 / 8


def _last(plan: Plan, paint: Paint) -> str:
    if not plan.changes and not plan.conflicts and not plan.pending:
        return paint("good", f"No changes to apply. {_drifted(plan)}" if plan.drift else nothing_to_do(plan))
    drift = f" {_drifted(plan)}" if plan.drift else ""
    return paint("strong", f"Plan: {summary(plan)}{drift}")


def _drifted(plan: Plan) -> str:
    number = len(plan.drift)
    return f"Drift: {counted(number, 'object was', 'objects were')} edited in Intercom since the last apply."


def _unowned(plan: Plan) -> str:
    are = "is" if plan.unowned == 1 else "are"
    return f"{counted(plan.unowned, 'article')} here {are} not owned by this repository and {are}"


def _change(change: Change, view: PlanView, paint: Paint) -> Iterator[str]:
    kind, key = change.address.kind.value, change.address.key
    symbol = paint(_ROLES[change.action], SYMBOLS[change.action])
    name = f'"{change.title}"  ' if change.address.kind.value == "collection" and change.action is Action.CREATE else ""
    locales = f"[{', '.join(change.locales)}]" if change.locales else ""
    parts = [f"  {symbol} {kind:<11} {key:<34}", f"{change.remote_id or '':<10}", f"{name}{locales}"]
    note = change.reason if change.action in (Action.ADOPT, Action.FORGET) else goes_live(change)
    yield "  ".join(part for part in (*parts, note) if part.strip()).rstrip()
    yield from _fields(change.fields, change, view, paint)


def _fields(fields: tuple[FieldDelta, ...], change: Change | Divergence, view: PlanView, paint: Paint) -> Iterator[str]:
    retitled = change.retitled if isinstance(change, Change) else ()
    for locale, deltas in grouped(fields).items():
        if all(delta.before is None for delta in deltas if delta.field is not Field.BODY) and len(deltas) > 2:
            yield f'      {locale:<6}new translation "{deltas[0].after}"'
            continue
        for delta in deltas:
            yield from _field(locale, delta, change, view, paint, locale in retitled)


def _field(
    locale: str, delta: FieldDelta, change: Change | Divergence, view: PlanView, paint: Paint, retitled: bool
) -> Iterator[str]:
    head = f"      {locale:<6}{FIELD_NAMES[delta.field]:<8}"
    if delta.field is not Field.BODY:
        moved = (
            "   (its URL changes; Intercom redirects the old one)" if retitled and delta.field is Field.TITLE else ""
        )
        before, after = (_value(delta.field, text, view) for text in (delta.before, delta.after))
        yield f"{head}{before} → {after}{moved}"
        return
    diff = view.bodies.get((change.address, locale))
    if diff is None:
        yield f"{head}{delta.place or ''}".rstrip()
        return
    yield f"{head}{diff.span}"
    for line in diff.lines:
        role = {"-": "remove", "+": "create"}.get(line.sign, "faint")
        yield "        " + paint(role, f"{line.sign} {line.text}".rstrip())


def _value(field: Field, text: str | None, view: PlanView) -> str:
    if text is None:
        return "(none)"
    match field:
        case Field.AUTHOR:
            return f"{text} ({view.authors[text]})" if text in view.authors else text
        case Field.STATE | Field.PARENT:
            return text
        case _:
            return f'"{text}"'


def _conflict(conflict: Divergence, view: PlanView, paint: Paint) -> Iterator[str]:
    locales = ", ".join(dict.fromkeys(delta.locale for delta in conflict.fields if delta.locale))
    address = conflict.address
    head = f"{address.kind.value:<11} {address.key:<34}  {conflict.remote_id:<10}"
    yield f"  {paint('conflict', '!')} {head}  [{locales}]  changed here and in Intercom"
    bodies = [view.bodies[address, d.locale] for d in conflict.fields if (address, d.locale) in view.bodies]
    counts = ""
    if bodies:
        mine, theirs = sum(body.mine for body in bodies), sum(body.theirs for body in bodies)
        counts = f"yours: {counted(mine, 'line')}, theirs: {counted(theirs, 'line')} "
    yield f"      {counts}{_edited(conflict, view)}"
    yield from _fields(conflict.fields, conflict, view, paint)
    yield "      Write yours with --on-conflict ours, or leave it with --on-conflict skip."


def _edited(divergence: Divergence, view: PlanView) -> str:
    if not divergence.edited_at:
        return ""
    day = datetime.datetime.fromtimestamp(divergence.edited_at, datetime.UTC).date().isoformat()
    author = view.authors.get(divergence.edited_by) or (
        f"author {divergence.edited_by}" if divergence.edited_by else ""
    )
    return f"(edited {day}{' by ' + author if author else ''})"


def _drift(view: PlanView, paint: Paint) -> Iterator[str]:
    plan = view.plan
    if not plan.drift:
        return
    yield ""
    yield f"{_drifted(plan)} Left as they are:"
    for item in plan.drift:
        address = item.address
        what = "deleted in Intercom" if item.gone else _edited(item, view)
        head = f"{address.kind.value:<11} {address.key:<34}  {item.remote_id:<10}"
        yield f"  {paint('drift', '<')} {head}  {what}".rstrip()
        # In drift the text goes from the file's to Intercom's.
        turned = tuple(FieldDelta(d.locale, d.field, d.after, d.before, d.place) for d in item.fields)
        yield from _fields(turned, item, view, paint)
    yield "  Write the repository's text over it with --on-drift overwrite."


def _orphans(plan: Plan, paint: Paint) -> Iterator[str]:
    fresh = [orphan for orphan in plan.orphans if not orphan.known]
    if not fresh:
        return
    yield ""
    yield f"{counted(len(fresh), 'orphan')}: the file is gone, the text stays in Intercom as it is:"
    for orphan in fresh:
        yield _orphan(orphan, paint)


def _orphan(orphan: Orphan, paint: Paint) -> str:
    address = orphan.address
    locales = f"[{', '.join(orphan.locales)}]  " if orphan.locales else ""
    head = f"{address.kind.value:<11} {address.key:<34}  {orphan.remote_id:<10}"
    return f'  {paint("faint", "·")} {head}  {locales}"{orphan.title}"'


def outcome_text(outcome: Outcome, paint: Paint = plain) -> str:
    """What was done, what was not and why. The verdict comes last."""
    lines = [_warning(diagnostic) for diagnostic in outcome.diagnostics]
    for result in outcome.results:
        if result.status is not Status.APPLIED:
            lines.append(f"{paint('bad', result.status.value)}: {result.error or result.address}")
    done = [result for result in outcome.results if result.status is Status.APPLIED]
    if outcome.complete:
        counts = ", ".join(f"{sum(r.action is action for r in done):,} {word}" for action, word in _DONE)
        adopted = sum(result.action is Action.ADOPT for result in done)
        counts += f", {adopted:,} adopted" if adopted else ""
        written = [result for result in done if result.action not in (Action.ADOPT, Action.FORGET)]
        verified = sum(result.verified for result in written)
        checked = f" {verified:,} of {len(written):,} verified by reading back." if written else ""
        return "\n".join([*lines, paint("good", f"Apply complete. {counts}.{checked}")])
    failed = outcome.count(Status.FAILED) + outcome.count(Status.UNKNOWN)
    stale = f", {outcome.count(Status.STALE):,} edited meanwhile" if outcome.count(Status.STALE) else ""
    verdict = (
        f"Apply incomplete. {len(done):,} written, {failed:,} failed{stale}, "
        f"{outcome.count(Status.SKIPPED):,} not attempted. Run `hcsync apply` again to resume."
    )
    return "\n".join([*lines, paint("bad", verdict)])


_DONE = (
    (Action.CREATE, "created"),
    (Action.UPDATE, "updated"),
    (Action.UNPUBLISH, "unpublished"),
    (Action.DELETE, "deleted"),
)


def _warning(diagnostic: Diagnostic) -> str:
    hint = f" {diagnostic.hint[0].upper()}{diagnostic.hint[1:]}." if diagnostic.hint else ""
    return f"Warning: {diagnostic.message}.{hint}"


def diagnostics_text(diagnostics: Iterable[Diagnostic], paint: Paint = plain) -> str:
    """One line each: path:line:column, code, message, hint."""
    return "\n".join(
        paint("bad" if diagnostic.severity is Severity.ERROR else "update", str(diagnostic))
        for diagnostic in diagnostics
    )
