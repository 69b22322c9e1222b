"""An article body as compared: its canonical text apart from what its links and images point to."""

import msgspec

from hcsync.model.digest import body_likeness, body_token


class BodyForm(msgspec.Struct, frozen=True):
    """`text` is the digest of the canonical HTML in which every internal link and every image target is a blank;
    `links` and `images` are those targets, in document order.

    An internal link is written as a reference:
      "hcsync:article.billing/refunds@fr#how-long"   where the repository says it (address, locale, fragment)
      "intercom:article/8137@fr#how-long"            where Intercom has it (remote id, locale, fragment)
    An image is "hcsync:asset.images/a.png@<blob id>", or its URL without a signed query. `sizes` names the images that
    are shown in a size of their own, as "<number from 0>:<width>x<height>", either of which may be left out.
    """

    text: str
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()

    @property
    def token(self) -> str:
        """The digest to compare by: everything counts."""
        return body_token(self.text, self.links, self.images, self.sizes)

    @property
    def likeness(self) -> str:
        """The digest to recognise by: links and sizes do not count, images by file name."""
        return body_likeness(self.text, self.images)
