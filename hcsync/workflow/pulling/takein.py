"""One object that was edited in Intercom → its files with these edits taken in. Nothing is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import msgspec

from hcsync.content.edit import set_key
from hcsync.content.markers import conflicts
from hcsync.content.parse import parse
from hcsync.content.reading import decoded
from hcsync.content.scan import read_source
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.plan import Field
from hcsync.model.pulled import AllPulled, Left, Pulled, pulled_key
from hcsync.model.source import SourceFile
from hcsync.planner.tokens import live_tokens, slot
from hcsync.workflow import applied
from hcsync.workflow.project import Project
from hcsync.workflow.pulling.gitmerge import merged
from hcsync.workflow.pulling.settings import Setting, settings
from hcsync.workflow.pulling.sides import Base, Edited, Sides, body_sides, joined, parted
from hcsync.workflow.pulling.spell import Speller


class FileEdit(msgspec.Struct, frozen=True):
    """`record` is None where the file took in nothing of its own; `kept` is the text that the record's blob names."""

    address: Address
    file: SourceFile
    after: bytes
    changed: bool
    fields: tuple[Field, ...]
    conflicts: tuple[int, ...]
    record: Pulled | None
    kept: bytes | None


@dataclass(frozen=True, slots=True)
class TakenIn:
    files: list[FileEdit]
    left: list[Left]
    diagnostics: list[Diagnostic]


def take_in(
    project: Project,
    speller: Speller,
    pulled: AllPulled,
    name_of: Callable[[str], str | None],
    edited: Edited,
) -> TakenIn:
    """Raises UsageError where a file changes meanwhile, and where git is needed and not there."""
    bases = {locale: _base(project, pulled, edited, locale) for locale in edited.source.files}
    metas = {locale: base.meta for locale, base in bases.items() if base}
    wanted = settings(edited.source, edited.desired, edited.live, edited.moved, metas, name_of)
    out = TakenIn([], [], [])
    for locale, file in edited.source.files.items():
        mine = [setting for setting in wanted if setting.locale == locale]
        if mine or locale in edited.bodies:
            _take_file(project, speller, edited, file, mine, bases[locale], pulled, out)
    return out


def _take_file(
    project: Project,
    speller: Speller,
    edited: Edited,
    file: SourceFile,
    wanted: list[Setting],
    base: Base | None,
    pulled: AllPulled,
    out: TakenIn,
) -> None:
    data = read_source(project.config.root, file)
    kind, locale = edited.source.address.kind, file.locale
    head, body = parted(data, file.body_line) if kind is Kind.ARTICLE else (data.decode(), "")
    heads, said = _heads(head, wanted)
    for setting in wanted:
        if setting not in said:
            why = f"`{setting.key}` of {file.path} is written in a way that cannot be edited for you"
            out.left.append(Left(edited.source.address, locale, why, "set it by hand"))
    bodies = Sides(body, body, body)
    name = slot(locale, Field.BODY)
    if locale in edited.bodies:
        # A text that both sides have and no apply has written yet has nothing that they both come from.
        entry = edited.entries.get(locale)
        clash = edited.moved[name] and (entry is None or file.blob != entry.blob)
        bodies = body_sides(speller, edited, file, body, base, clash=clash)
        if clash and base is None:
            out.diagnostics.append(_lost(file))
    ours, parent, theirs = (joined(*side, body).encode() for side in zip(heads, bodies, strict=True))
    after = merged(ours, parent, theirs, project.config.root)
    fields = [setting.field for setting in said if setting.field] + ([Field.BODY] if locale in edited.bodies else [])
    kept = theirs if locale in edited.bodies else None
    record = _record(edited, locale, fields, pulled)
    if record and edited.was != edited.source.main.path:
        record = msgspec.structs.replace(record, path=file.path)
    out.files.append(
        FileEdit(edited.source.address, file, after, after != data, tuple(fields), _lines(after), record, kept)
    )


def _heads(head: str, wanted: list[Setting]) -> tuple[Sides, list[Setting]]:
    """What stands above the Markdown, on each side: a key that only Intercom changed is the same on all of them. And
    what could be set."""
    said: list[Setting] = []
    ours = base = theirs = head
    for setting in wanted:
        try:
            if setting.clash:
                base, theirs = set_key(base, setting.key, setting.before), set_key(theirs, setting.key, setting.value)
            else:
                ours, base, theirs = (set_key(side, setting.key, setting.value) for side in (ours, base, theirs))
        except ValueError:
            continue
        said.append(setting)
    return Sides(ours, base, theirs), said


def _base(project: Project, pulled: AllPulled, edited: Edited, locale: str) -> Base | None:
    """The text that both sides come from: what the last pull made of the file, if it took in a body, else what was last
    applied. Where the file has not moved since, that is the file itself."""
    entry = edited.entries.get(locale)
    if entry is None:
        return None
    kind = edited.source.address.kind
    key = pulled_key(kind, edited.live.remote_id, locale)
    chosen = [(one.blob, one.images) for one in reversed(pulled.get(key, ())) if one.blob]
    if edited.source.files[locale].blob == entry.blob:
        chosen.clear()
    chosen.append((entry.blob, entry.images))
    found = applied.sources(project, [blob for blob, _ in chosen])
    for blob, images in chosen:
        if blob in found:
            parsed = parse(kind, found[blob])
            body = parted(found[blob], parsed.body_line)[1] if kind is Kind.ARTICLE and parsed.readable else ""
            return Base(blob, parsed.meta, body, images, was_applied=blob == entry.blob)
    return None


def _record(edited: Edited, locale: str, fields: Iterable[Field], pulled: AllPulled) -> Pulled | None:
    """What was taken in now, and what was before and still is what Intercom says. The blob of the latter is filled in
    when the text is kept."""
    tokens = live_tokens(edited.live)
    now = {field.value: tokens[slot(locale, field)] for field in fields}
    if not now:
        return None
    before = pulled.get(pulled_key(edited.live.kind, edited.live.remote_id, locale), ())
    known = [item for one in before for item in one.fields.items()]
    old = {field: token for field, token in known if tokens.get(slot(locale, field)) == token}
    images = edited.live.versions[locale].images
    if Field.BODY in now:
        return Pulled(old | now, images=images)
    same = next((one for one in before if Field.BODY in old and one.fields.get(Field.BODY) == old[Field.BODY]), None)
    return Pulled(old | now, same.blob if same else "", same.images if same else ())


def _lines(data: bytes) -> tuple[int, ...]:
    text = decoded(data)
    return tuple(one.place.line for one in conflicts(text) if one.place) if isinstance(text, str) else ()


def _lost(file: SourceFile) -> Diagnostic:
    return Diagnostic(
        Code.BASE_LOST,
        "the text that was last applied is not to be found, so every difference to Intercom's text is marked",
        Place(file.path),
        "a clone that is cut short may lack it: git fetch --unshallow, git restore the file, and pull again",
        Severity.WARNING,
    )
