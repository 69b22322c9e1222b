"""Articles without an author. Intercom refuses them, and a translation's author is the default locale's."""

from collections.abc import Iterator

from hcsync.content.assemble import Assembled
from hcsync.content.walk import Walked
from hcsync.model.address import Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic


def authors_missing(_walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    for node in assembled.nodes.values():
        meta = node.main.meta
        # A key that is written and wrong has been reported already.
        if node.address.kind is Kind.ARTICLE and meta.author is None and "author" not in meta.places:
            hint = "add `author_id:` with an admin's id, or `author:` with a name or e-mail"
            yield Diagnostic(Code.MISSING_AUTHOR, "the article has no author", node.main.place(), hint)
