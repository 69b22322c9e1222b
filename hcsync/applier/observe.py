"""An article or collection as it came over the wire → a LiveNode: digests, with the bodies left behind."""

from collections.abc import Callable, Collection, Mapping

import msgspec

from hcsync.intercom import convert, wire
from hcsync.intercom.convert import Content
from hcsync.markup.canonical.form import canonical, form, raw_digest
from hcsync.markup.headings import live_ids
from hcsync.model.address import Kind
from hcsync.model.digest import image_mark
from hcsync.model.live import LiveNode, LiveVersion

# (remote id, locale) → what was made of the body when it was last seen.
Known = Callable[[str, str], LiveVersion | None]


class Observer(msgspec.Struct, frozen=True):
    """What is needed to read what Intercom sends. `sites` are the readers' addresses of the workspace's help centers;
    `known` tells what was last observed for a remote id and locale: equal bytes are not parsed again."""

    default_locale: str
    sites: Collection[str] = ()
    known: Known = lambda _id, _locale: None

    def article(self, found: wire.Article) -> LiveNode:
        versions = {
            locale: self._version(found.id, locale, content)
            for locale, content in convert.contents(found, self.default_locale).items()
        }
        return LiveNode(
            Kind.ARTICLE,
            found.id,
            convert.parent(found),
            versions,
            convert.seconds(found.created_at),
            convert.seconds(found.updated_at),
        )

    def collection(self, found: wire.Collection) -> LiveNode:
        names: Mapping[str, convert.Name] = convert.names(found, self.default_locale)
        return LiveNode(
            Kind.COLLECTION,
            found.id,
            convert.parent_of_collection(found),
            {locale: LiveVersion(name.title, name.description) for locale, name in names.items()},
            convert.seconds(found.created_at),
            convert.seconds(found.updated_at),
            convert.help_center_of(found),
        )

    def _version(self, remote_id: str, locale: str, content: Content) -> LiveVersion:
        raw = raw_digest(content.body)
        version = LiveVersion(
            content.title,
            content.description,
            content.author_id,
            content.state,
            raw=raw,
            url=content.url,
            updated_at=content.updated_at,
        )
        known = self.known(remote_id, locale)
        if known is not None and known.raw == raw:
            return msgspec.structs.replace(
                version,
                body=known.body,
                likeness=known.likeness,
                links=known.links,
                images=known.images,
                headings=known.headings,
            )
        body = form(canonical(content.body, sites=self.sites))
        images = tuple(map(image_mark, body.images))
        return msgspec.structs.replace(
            version,
            body=body.token,
            likeness=body.likeness,
            links=body.links,
            images=images,
            headings=live_ids(content.body),
        )
