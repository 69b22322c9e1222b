"""Names and e-mails in the frontmatter → admin ids of one environment."""

import zlib
from collections.abc import Mapping

from hcsync.model.codes import Code
from hcsync.model.desired import DesiredState
from hcsync.model.diagnostic import Diagnostic, Place
from hcsync.model.plan import Action, Field, Plan
from hcsync.model.source import SourceTree
from hcsync.workflow.project import Project, ids_in_use, names_in_use


def configured(project: Project) -> dict[str, str]:
    """What `authors:` of the configuration says for this environment."""
    name = project.environment.name
    return {author: ids[name] for author, ids in project.config.authors.items() if name in ids}


def with_admins(known: Mapping[str, str], admins: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The configured authors, and the workspace's admins by name and e-mail. A name two admins share stands for
    neither: their e-mails do."""
    names = [name.lower() for name, _ in admins.values()]
    found: dict[str, str] = {}
    for remote_id, (name, email) in admins.items():
        if name and names.count(name.lower()) == 1:
            found[name.lower()] = remote_id
        if email:
            found[email.lower()] = remote_id
    return found | dict(known)


def unchecked(project: Project) -> dict[str, str]:
    """For checks without a workspace: where the configuration names no authors, any name will do."""
    known = configured(project)
    if project.config.authors:
        return {author: "0" for author in project.config.authors} | known
    return dict.fromkeys(names_in_use(project.tree), "0") | known


def local_admins(project: Project) -> dict[str, tuple[str, str]]:
    """The people of the embedded help center: whoever the content or the configuration names. id → (name, e-mail)."""
    people = {author: (f"Author {author}", f"author-{author}@example.com") for author in ids_in_use(project.tree)}
    known = configured(project)
    for author in project.config.authors or names_in_use(project.tree):
        people[known.get(author) or _local_id(author)] = _person(author)
    return people or {_local_id("author"): ("Local Author", "author@example.com")}


def _local_id(author: str) -> str:
    """The same for the same author, whoever else there is: an id that changed would change every article."""
    return str(1_000_000 + zlib.crc32(author.encode()) % 9_000_000)


def _person(author: str) -> tuple[str, str]:
    """A name for an e-mail, or an e-mail for a name."""
    if "@" in author:
        return author.partition("@")[0].replace(".", " ").title(), author
    return author.title(), f"{author.replace(' ', '.')}@example.com"


def strangers(plan: Plan, desired: DesiredState, tree: SourceTree, admins: Mapping[str, object]) -> list[Diagnostic]:
    """Authors about to be written that the workspace does not have. One who has left may stay the author of what they
    wrote (docs), so an author that is not about to change is none of our business."""
    found: dict[Place, Diagnostic] = {}
    for change in plan.changes:
        node = desired.nodes.get(change.address)
        if node is None or change.action is Action.ADOPT:
            continue
        changed = {delta.locale for delta in change.fields if delta.field is Field.AUTHOR}
        for locale in node.versions if change.action is Action.CREATE else changed:
            author = node.versions[locale].author
            if author is None or author in admins:
                continue
            files = tree.nodes[change.address].files
            file = files[locale] if files[locale].meta.author is not None else next(iter(files.values()))
            place = file.place("author_id" if "author_id" in file.meta.places else "author")
            found[place] = Diagnostic(
                Code.UNKNOWN_AUTHOR,
                f"author {author} is not a teammate of this workspace",
                place,
                f"it has {_some(admins)}",
            )
    return list(found.values())


def _some(admins: Mapping[str, object]) -> str:
    known = sorted(admins)
    return ", ".join(known[:5]) + (f" and {len(known) - 5} more" if len(known) > 5 else "")
