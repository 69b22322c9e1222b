"""What the repository wants the help center to be. Bodies are digests; their HTML is made where it is written."""

import msgspec

from hcsync.model.address import Address
from hcsync.model.body import BodyForm
from hcsync.model.diagnostic import Place


class DesiredVersion(msgspec.Struct, frozen=True):
    """One locale of an article or collection. For a collection `title` is its name, and `author`, `state` and `body`
    are absent (None). `author` is a remote admin id as digits; `state` is "draft" or "published".
    `place` is where the file's text begins; `blob` the git blob id of the file."""

    title: str
    description: str
    place: Place
    blob: str
    author: str | None = None
    state: str | None = None
    body: BodyForm | None = None


class DesiredNode(msgspec.Struct, frozen=True):
    """`versions` has the default locale first. `remote_id` is the `id:` of the frontmatter: the live object this one
    is to adopt."""

    address: Address
    parent: Address | None
    versions: dict[str, DesiredVersion]
    remote_id: str | None = None
    protect: bool = False
    help_center: int | None = None

    @property
    def main(self) -> DesiredVersion:
        """The default locale's version."""
        return next(iter(self.versions.values()))


class DesiredState(msgspec.Struct, frozen=True):
    """`nodes` is in address order. `source_digest` covers every file of the content folder."""

    default_locale: str
    locales: tuple[str, ...]
    nodes: dict[Address, DesiredNode]
    source_digest: str
