"""What an apply has written + a fresh look at the help center → which of it is there as it was sent."""

from collections.abc import Mapping

import msgspec

from hcsync.applier import hidden
from hcsync.applier.job import Job
from hcsync.applier.observe import Observer
from hcsync.errors import ApiError, NotFound
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.live import LiveNode, LiveVersion
from hcsync.model.outcome import Status
from hcsync.model.plan import Field
from hcsync.planner.tokens import bases, desired_tokens, live_tokens, slot, split

PAGE = 250


async def read_back(job: Job) -> None:
    """Marks results as verified, and adds a warning for each object that Intercom shows otherwise than it was sent;
    remembers what only now turns out to wait in a pending draft.
    Not where the run was stopped, since Intercom did not answer: it would be asked in vain, at length."""
    if job.halted:
        return
    for kind in Kind:
        written = {a: node for a, node in job.written.items() if a.kind is kind}
        deleted = {a: remote_id for a, remote_id in job.deleted.items() if a.kind is kind}
        if not written and not deleted:
            continue
        wanted: dict[str, LiveNode | None] = {node.remote_id: node for node in written.values()}
        wanted |= dict.fromkeys(deleted.values())
        try:
            there = await _look(kind, wanted, job)
        except ApiError as error:
            # The writes are done and in the journal; that they could not be read back is told by "0 verified".
            job.diagnostics.append(Diagnostic(Code.STORED_DIFFERENTLY, str(error), severity=Severity.WARNING))
            continue
        for address, node in written.items():
            _judge(address, there.get(node.remote_id), job)
        for address, remote_id in deleted.items():
            _judge_deleted(address, remote_id in there, job)


async def _look(kind: Kind, wanted: Mapping[str, LiveNode | None], job: Job) -> dict[str, LiveNode]:
    """One by one, or page by page where that takes fewer requests. `wanted` is what the answers to the writes said."""

    def known(remote_id: str, locale: str) -> LiveVersion | None:
        node = wanted[remote_id]
        return node.versions.get(locale) if node else None

    observe = msgspec.structs.replace(job.observer, known=known)
    total = len(job.live.of(kind).keys() | wanted.keys())
    found: dict[str, LiveNode] = {}
    if len(wanted) <= -(-total // PAGE):
        for remote_id in sorted(wanted):
            try:
                found[remote_id] = await _one(kind, remote_id, job, observe)
            except NotFound:
                continue
        return found
    if kind is Kind.COLLECTION:
        async for groups in job.client.collection_pages():
            found |= {one.id: observe.collection(one) for one in groups if one.id in wanted}
    else:
        async for articles in job.client.article_pages():
            found |= {one.id: observe.article(one) for one in articles if one.id in wanted}
    return found


async def _one(kind: Kind, remote_id: str, job: Job, observe: Observer) -> LiveNode:
    if kind is Kind.COLLECTION:
        return observe.collection(await job.client.collection(remote_id))
    return observe.article(await job.client.article(remote_id))


def _judge(address: Address, live: LiveNode | None, job: Job) -> None:
    result = job.results[address]
    if result.status is not Status.APPLIED or result.error:
        return
    if live is None:
        job.diagnostics.append(_warning(job, address, f"{address.key} was written, but Intercom does not list it"))
        return
    node = job.desired.nodes.get(address)
    if node is None:
        _judge_hidden(address, live, job)
        return
    sent, there = desired_tokens(node, job.links.ids), live_tokens(live)
    waiting = _waiting(address, node, live, job)
    known = bases(job.entries[address])
    odd: dict[str, list[str]] = {}
    for name, token in sent.items():
        locale, field = split(name)
        # A field that was left to Intercom has its old base, and is not ours to verify.
        if there.get(name) == token or name not in known or known[name].written != token or name in waiting:
            continue
        other = live.versions.get(locale)
        if field is Field.BODY and other and job.reads_as_sent(node, locale, other, job.links.ids):
            continue
        odd.setdefault(locale or "every locale", []).append(field.value)
    for locale, there_now in live.versions.items():
        state = known.get(slot(locale, Field.STATE))
        if locale not in node.versions and state and state.written == "draft" != there_now.state:
            odd[locale] = [Field.STATE.value]
    for locale, fields in odd.items():
        missing = locale in node.versions and locale not in live.versions
        what = "has not kept it" if missing else f"keeps another {' and '.join(fields)} than was sent"
        code = Code.LOCALE_NOT_STORED if missing else Code.STORED_DIFFERENTLY
        job.diagnostics.append(_warning(job, address, f"{address.key} in {locale}: Intercom {what}", code))
    error = hidden.UNSEEN if waiting else None
    job.results[address] = msgspec.structs.replace(result, verified=not (odd or waiting), error=error)


def _waiting(address: Address, node: DesiredNode, live: LiveNode, job: Job) -> list[str]:
    """What the answer to the write showed, and Intercom does not: it waits in a pending draft."""
    (change, before), entry = job.sent[address], job.entries[address]
    ids = job.links.ids
    unshown = hidden.slots(
        change, node, live, before, ids, lambda locale, there: job.reads_as_sent(node, locale, there, ids)
    )
    found = [name for name in hidden.waiting(address.kind, unshown) if split(name)[0] in node.versions]
    if found:
        tokens = desired_tokens(node, job.links.ids)
        sent = {name: tokens[name] for name in found}
        job.record(address, hidden.held_back(entry, before, live, sent))
        job.diagnostics.extend(hidden.warnings(change, node, found))
    return found


def _judge_hidden(address: Address, live: LiveNode, job: Job) -> None:
    """An object without a file: readers must not see what this repository has written of it."""
    mine = job.entries[address].locales
    seen = [locale for locale, one in live.versions.items() if locale in mine and one.state == "published"]
    if seen:
        job.diagnostics.append(_warning(job, address, f"{address.key} in {', '.join(seen)}: readers still see it"))
    job.results[address] = msgspec.structs.replace(job.results[address], verified=not seen)


def _judge_deleted(address: Address, there: bool, job: Job) -> None:
    if there:
        job.diagnostics.append(_warning(job, address, f"{address.key} was deleted, but Intercom still has it"))
    job.results[address] = msgspec.structs.replace(job.results[address], verified=not there)


def _warning(job: Job, address: Address, message: str, code: Code = Code.STORED_DIFFERENTLY) -> Diagnostic:
    node = job.desired.nodes.get(address)
    return Diagnostic(code, message, node.main.place if node else None, severity=Severity.WARNING)
