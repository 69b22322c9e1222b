"""What the help center holds, as digests: bodies are dropped while pages stream in."""

from collections.abc import Iterator

import msgspec

from hcsync.model.address import Kind


class LiveVersion(msgspec.Struct, frozen=True):
    """One locale of a live object. For a collection `author`, `state` and `body` are None.

    `raw` is the digest of the body's bytes without signed queries: equal bytes need no parsing.
    `body` is the token (`BodyForm.token`); `likeness` and `links` are known only where the body was parsed. `images`
    are the marks of its images (`image_mark`), in order. `headings` maps the anchors of its headings, in GitHub's
    spelling, to the ids they bear, in order; None where nobody has looked. Where the body was not parsed it is what the
    state remembers: those that others link to.
    `url` is None for drafts. `updated_at` is in Unix seconds. `tokens` are the fields as compared, where the texts
    themselves are not known (a plan that does not ask Intercom).
    """

    title: str
    description: str
    author: str | None = None
    state: str | None = None
    body: str | None = None
    raw: str = ""
    likeness: str = ""
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    headings: dict[str, str] | None = None
    url: str | None = None
    updated_at: int = 0
    tokens: dict[str, str] | None = None


class LiveNode(msgspec.Struct, frozen=True):
    """`parent` is the remote id of the parent collection; the default locale's version is always there."""

    kind: Kind
    remote_id: str
    parent: str | None
    versions: dict[str, LiveVersion]
    created_at: int = 0
    updated_at: int = 0
    help_center: str | None = None

    @property
    def main(self) -> LiveVersion:
        """The default locale's version."""
        return next(iter(self.versions.values()))

    @property
    def age(self) -> tuple[int, str]:
        """Sorts the older before the younger: ids count up (observed)."""
        return len(self.remote_id), self.remote_id


class HelpCenter(msgspec.Struct, frozen=True):
    """`url` is the readers' address, without a slash at its end."""

    remote_id: str
    name: str
    url: str


class Workspace(msgspec.Struct, frozen=True):
    """`id` is Intercom's `id_code`; `region` "us", "eu" or "au"; `admins` maps remote id → (name, e-mail)."""

    id: str
    name: str
    region: str
    help_center: HelpCenter | None
    admins: dict[str, tuple[str, str]]

    @property
    def center_name(self) -> str:
        """What the help center is called; one that has no name yet, as its workspace."""
        return self.help_center.name if self.help_center else self.name

    @property
    def people(self) -> dict[str, str]:
        """The admins that have a name: remote id → name."""
        return {remote_id: name for remote_id, (name, _) in self.admins.items() if name}


class LiveSnapshot(msgspec.Struct, frozen=True):
    """Collections and articles by remote id. The two kinds have id spaces of their own."""

    workspace: Workspace
    collections: dict[str, LiveNode]
    articles: dict[str, LiveNode]

    def of(self, kind: Kind) -> dict[str, LiveNode]:
        return self.collections if kind is Kind.COLLECTION else self.articles

    def line(self, remote_id: str | None) -> Iterator[str]:
        """A collection and those it lies in, nearest first, as far as they are there. Ends where one repeats."""
        seen: set[str] = set()
        while remote_id is not None and remote_id in self.collections and remote_id not in seen:
            seen.add(remote_id)
            yield remote_id
            remote_id = self.collections[remote_id].parent

    def depth(self, remote_id: str) -> int:
        """How many collections a collection lies in, itself counted."""
        return sum(1 for _ in self.line(remote_id))
