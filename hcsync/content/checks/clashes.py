"""Names that differ in case alone: on the disks of macOS and Windows they are one file."""

from collections.abc import Iterator

from hcsync.content.assemble import Assembled
from hcsync.content.walk import Walked
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic


def names_that_clash(_walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], str] = {}
    for address, node in assembled.nodes.items():
        folded = address.kind.value, address.key.casefold()
        if folded in first:
            message = f"differs from {first[folded]} in capital letters alone; many disks hold only one of the two"
            yield Diagnostic(Code.DUPLICATE_ADDRESS, message, node.main.place(), "rename one of the two")
        else:
            first[folded] = node.main.path
