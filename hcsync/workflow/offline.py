"""`hcsync plan --no-refresh`: the files against the state alone. No token, no Intercom; what to show of the last apply
comes from the source files that are kept of it."""

from collections.abc import Mapping

import msgspec

from hcsync.config import Config, Environment
from hcsync.content.scan import markdown_of
from hcsync.markup.versions import CANONICAL_VERSION
from hcsync.model.address import Address
from hcsync.model.diagnostic import Severity, in_order
from hcsync.model.live import Workspace
from hcsync.model.plan import Change, Field, FieldDelta, Orphan, Plan
from hcsync.model.source import Meta
from hcsync.model.state import Entry, LocaleEntry
from hcsync.planner import offline, target
from hcsync.planner.decide import Decision, decide
from hcsync.planner.offline import AS_APPLIED, UNRESOLVED
from hcsync.report.view import BodyDiff, Line, PlanView
from hcsync.workflow import applied, authors, gather, guard, moves
from hcsync.workflow import project as projects
from hcsync.workflow.bodies import body_diff, source_text, whole_texts
from hcsync.workflow.plan import refuse_broken, wanted
from hcsync.workflow.project import Project, names_in_use
from hcsync.workflow.request import Request

NOT_KEPT = "the text that was last applied is not kept here"

# Source files as they were applied, by blob id.
Kept = Mapping[str, bytes]


def plan(config: Config, environment: Environment, request: Request, texts: bool = False) -> PlanView:
    """`texts`: see `workflow.plan`. Raises HcsyncError: ContentInvalid, RefusedError for a state that is not this
    environment's, UsageError for a target that names nothing."""
    with projects.opened(config, environment) as project:
        refuse_broken(project)
        decision, view = _decided(project, request)
        kept = applied.sources(project, _blobs(decision))
        told = _with_texts(decision, kept)
        new = whole_texts(project, told) if texts else {}
        return msgspec.structs.replace(view, plan=told, bodies=new | _bodies(project, decision, kept))


def _decided(project: Project, request: Request) -> tuple[Decision, PlanView]:
    desired, diagnostics = projects.desired(project, _authors(project))
    warnings = projects.refuse_errors(diagnostics)
    state, _ = gather.store_of(project).read(project.environment.workspace, CANONICAL_VERSION)
    workspace = Workspace(state.workspace, "", "", None, {})
    live = offline.as_applied(state.entries, desired, workspace)
    # What a dead run has left open, only Intercom could settle.
    known_moves = moves.evidence(project, state.entries, desired, live)
    decision = decide(desired, live, state, (), CANONICAL_VERSION, request.policy, evidence=known_moves)
    projects.refuse_errors(in_order([d for d in decision.plan.diagnostics if d.severity is Severity.ERROR]))
    if request.targets or request.excluded:
        chosen = target.select(decision, decision.desired, request.targets, request.excluded)
        gather.refuse_unknown(chosen.unknown)
        decision = chosen.decision
    plan = offline.unrefreshed(decision.plan, decision.desired)
    decision = guard.limited(msgspec.structs.replace(decision, plan=plan), request, project.config.safety)
    return decision, PlanView(decision.plan, warnings, {}, wanted=wanted(decision.plan, decision.desired))


def _authors(project: Project) -> dict[str, str]:
    """Names and e-mails that the configuration does not know may be known to Intercom."""
    known = authors.configured(project)
    if project.is_local:
        known = authors.with_admins(known, authors.local_admins(project))
    return dict.fromkeys(names_in_use(project.tree), UNRESOLVED) | known


def _blobs(decision: Decision) -> set[str]:
    shown = [*(change.address for change in decision.plan.changes), *(o.address for o in decision.plan.orphans)]
    entries = [decision.entries[address] for address in shown if address in decision.entries]
    return {kept.blob for entry in entries for kept in entry.locales.values()}


def _with_texts(decision: Decision, kept: Kept) -> Plan:
    """The plan with the titles and descriptions that were last applied, where they can be found."""
    plan, entries = decision.plan, decision.entries

    def changed(change: Change) -> Change:
        metas = _metas(change.address, entries.get(change.address), kept)
        fields = tuple(_with_text(delta, metas) for delta in change.fields)
        return msgspec.structs.replace(change, title=_title(change, metas), fields=fields)

    def orphan(one: Orphan) -> Orphan:
        metas = _metas(one.address, entries.get(one.address), kept)
        return msgspec.structs.replace(one, title=_title(one, metas))

    return msgspec.structs.replace(
        plan, changes=tuple(map(changed, plan.changes)), orphans=tuple(map(orphan, plan.orphans))
    )


def _metas(address: Address, entry: Entry | None, kept: Kept) -> dict[str, Meta]:
    """Locale → what the file said when it was applied."""
    found = entry.locales.items() if entry else ()
    return {locale: applied.meta(address.kind, kept[version.blob]) for locale, version in found if version.blob in kept}


def _with_text(delta: FieldDelta, metas: Mapping[str, Meta]) -> FieldDelta:
    if delta.before != AS_APPLIED or delta.locale not in metas:
        return delta
    meta = metas[delta.locale]
    return msgspec.structs.replace(delta, before=meta.title if delta.field is Field.TITLE else meta.description or "")


def _title(one: Change | Orphan, metas: Mapping[str, Meta]) -> str:
    if one.title != AS_APPLIED:
        return one.title
    wanted = [metas[locale] for locale in one.locales if locale in metas] or list(metas.values())
    return next((meta.title for meta in wanted if meta.title), one.address.key)


def _bodies(project: Project, decision: Decision, kept: Kept) -> dict[tuple[Address, str], BodyDiff]:
    found: dict[tuple[Address, str], BodyDiff] = {}
    for change in decision.plan.changes:
        entry = decision.entries.get(change.address)
        for delta in change.fields:
            if delta.field is Field.BODY:
                version = entry.locales.get(delta.locale) if entry else None
                found[change.address, delta.locale] = _body(project, change, delta, version, kept)
    return found


def _body(project: Project, change: Change, delta: FieldDelta, version: LocaleEntry | None, kept: Kept) -> BodyDiff:
    after, first = source_text(project, change.address, delta.locale)
    if version is None or version.blob in kept:
        before = markdown_of(kept[version.blob]) if version else ""
        return body_diff(before or "", after, delta, first)
    return BodyDiff(delta.place.path if delta.place else "", (Line("…", NOT_KEPT),), 0, 0, None, after)
