"""A live body in, the same as a file of the repository would say it out: links to our own pages as relative paths, our
own pictures by the names they have here. What is not known to be ours stays as it is."""

from collections.abc import Callable, Iterable, Mapping
from posixpath import basename
from urllib.parse import unquote, urlsplit

from hcsync.markup.canonical.links import known, reference
from hcsync.markup.tree import parse, serialise, walk

_OURS = "hcsync:"


def brought_home(
    html: str,
    sites: Iterable[str],
    written: Callable[[str], str | None],
    pictures: Mapping[str, tuple[str, ...]],
) -> str:
    """HTML for `to_markdown`. `sites` are the readers' addresses of the help centers; `written` gives the relative path
    for what a link refers to (`intercom:article/12@fr#h_1`), None where it is not known; `pictures` are those of the
    file, as `pictures_of` gives them: Intercom keeps a picture's name, not its address."""
    root = parse(html)
    spelled = known(sites)
    left = {name: list(targets) for name, targets in pictures.items()}
    for node in walk(root):
        if node.tag == "a" and "href" in node.attrs:
            refers = reference(node.attrs["href"].strip(), spelled)
            path = written(refers) if refers else None
            if path is not None:
                node.attrs["href"] = _OURS + path
        elif node.tag == "img" and "src" in node.attrs:
            targets = left.get(_name(node.attrs["src"]))
            if targets:
                # Of several pictures of one name each stands where it stood; one that stands twice, stands twice.
                node.attrs["src"] = targets.pop(0) if len(targets) > 1 else targets[0]
    return serialise(root.kids)


def pictures_of(html: str) -> dict[str, tuple[str, ...]]:
    """The pictures of a rendered page: file name in lower case → their targets, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for node in walk(parse(html)):
        if node.tag == "img" and "src" in node.attrs:
            target = node.attrs["src"]
            name = _name(target)
            found[name] = (*found.get(name, ()), target)
    return found


def _name(address: str) -> str:
    try:
        path = urlsplit(address.strip().removeprefix(_OURS)).path
    except ValueError:
        path = address
    return unquote(basename(path)).lower()
