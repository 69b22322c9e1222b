"""A relative image in a source file in, the file of the repository it names out."""

from hcsync.markup.paths import Lost, Spot, below, composed, near, outside, places
from hcsync.model.codes import Code
from hcsync.model.source import SourceTree


def picture(tree: SourceTree, spot: Spot, raw: str) -> str | Lost:
    """The path relative to the content folder; always among `tree.assets`."""
    inside = None
    for place in places(tree, spot, raw.partition("#")[0]):
        inside = below(tree.content, place) or inside
        if inside in tree.assets:
            return inside
        _, _, rest = (inside or "").partition("/")
        # Pictures beside the articles of the default locale serve the translations too.
        source = f"{tree.default_locale}/{rest}"
        if source in tree.assets:
            return source
    if inside is None:
        return outside("image", raw)
    if not inside.isascii():
        meant = composed(inside)
        if alike := next((each for each in tree.assets if composed(each) == meant), None):
            return alike
    return Lost(Code.BROKEN_IMAGE, f'image "{raw}" is not there', near(spot, inside, tree.assets))
