"""What rendering gives back: the HTML to send, and what is to be known of it without looking at it again."""

import msgspec

from hcsync.model.body import BodyForm
from hcsync.model.diagnostic import Diagnostic


class Target(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a link or image leads, as written in the Markdown (not percent-decoded), and where it stands there,
    both from 1."""

    raw: str
    line: int
    column: int


class Rendered(msgspec.Struct, frozen=True):
    """`html` holds `href="hcsync:<raw>"` for each of `links` and `src="hcsync:<raw>"` for each of `images`, in that
    order; `fill` puts URLs in their place. `form` is its form for comparison, with all images, absolute ones too.
    `anchors` are the links within the page (`#how-long`), `headings` the anchors there are in GitHub's spelling.
    The places of `diagnostics` count from the first line of the Markdown and have no path."""

    html: str
    form: BodyForm
    links: tuple[Target, ...]
    images: tuple[Target, ...]
    anchors: tuple[Target, ...]
    headings: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
