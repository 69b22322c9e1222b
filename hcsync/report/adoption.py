"""What may be adopted → text for a terminal, and JSON."""

from collections.abc import Iterator
from itertools import groupby
from shlex import quote

from hcsync.model.address import Kind
from hcsync.model.candidate import Candidate, Suggested
from hcsync.report.json import FORMAT_VERSION, dumped
from hcsync.report.page import Paint, plain
from hcsync.report.safe import shown
from hcsync.report.view import counted


def candidates_text(suggested: Suggested, paint: Paint = plain) -> str:
    """A file, then what it may be, each with the reasons and the command that says so."""
    lines: list[str] = []
    grouped = {address: list(some) for address, some in groupby(suggested.candidates, lambda one: one.address)}
    for some in grouped.values():
        lines += _file(some, suggested.option, paint)
    if suggested.equal:
        equal = counted(suggested.equal, "file equals", "files equal")
        lines += [f"{equal} a live object that nobody owns: hcsync apply adopts without being told.", ""]
    return "\n".join([*lines, paint("strong", _verdict(len(grouped), suggested))])


def _file(some: list[Candidate], option: str, paint: Paint) -> Iterator[str]:
    address = some[0].address
    yield f"  {paint('adopt', '=')} {address.kind.value:<10}  {shown(address.key)}"
    width = max(len(one.remote_id) for one in some)
    for one in some:
        yield f'      may be {one.remote_id:<{width}}  "{shown(one.title)}"  {", ".join(one.reasons)}'
        yield f"        hcsync adopt {shown(quote(_named(one)))} {one.remote_id}{option}"
    yield ""


def _named(one: Candidate) -> str:
    """A key that a collection and an article may share goes with its kind."""
    return str(one.address) if one.address.kind is Kind.COLLECTION else one.address.key


def _verdict(found: int, suggested: Suggested) -> str:
    if not suggested.files:
        return "Every file has its live object."
    files = counted(suggested.files, "file")
    of = f"{files} without a live object and {counted(suggested.unowned, 'live object')} that nobody owns"
    if not found:
        return f"No candidates among {of}."
    return f"Candidates for {counted(found, 'file')}, among {of}. Nothing was written."


def candidates_json(suggested: Suggested) -> str:
    """The document, indented, with a newline at its end."""
    document = {
        "format_version": FORMAT_VERSION,
        "environment": suggested.environment,
        "summary": {"files": suggested.files, "unowned": suggested.unowned, "equal": suggested.equal},
        "candidates": [
            {
                "address": str(one.address),
                "type": one.address.kind.value,
                "id": one.remote_id,
                "title": one.title,
                "reasons": list(one.reasons),
                "percent": one.percent,
            }
            for one in suggested.candidates
        ],
    }
    return dumped(document, indent=2) + "\n"
