"""A plan and the request it was made with ⇄ a file; and whether it may still be applied: one stale guard after another,
the cheap ones first, all of them before anything is written."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from hcsync.errors import ConflictError, RefusedError
from hcsync.model.address import Address
from hcsync.model.codes import Code
from hcsync.model.digest import digest
from hcsync.model.live import Workspace
from hcsync.model.plan import Plan
from hcsync.model.source import SourceTree
from hcsync.model.state import State
from hcsync.planner.decide import Decision
from hcsync.planner.hold import Moved, done, held, moved
from hcsync.report.view import BodyDiff, PlanView
from hcsync.state import planfile
from hcsync.version import __version__
from hcsync.workflow.authors import configured
from hcsync.workflow.project import Project
from hcsync.workflow.request import Request


class SavedPlan(msgspec.Struct, frozen=True):
    """`files` maps the path of every file the plan was made from to its git blob id. `settings` is the digest of what
    the configuration says about how content is read, judged and written."""

    request: Request
    view: PlanView
    files: dict[str, str]
    settings: str

    @property
    def plan(self) -> Plan:
        return self.view.plan


def saved(request: Request, view: PlanView, project: Project) -> SavedPlan:
    """Of the workspace's people it names those alone whom the plan speaks of."""
    spoken_of = set(_texts(msgspec.to_builtins(view.plan)))
    people = {remote_id: name for remote_id, name in view.authors.items() if remote_id in spoken_of}
    shown = msgspec.structs.replace(view, authors=people)
    return SavedPlan(request, shown, files_of(project.tree), settings_of(project))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def files_of(tree: SourceTree) -> dict[str, str]:
    """Path relative to the project's root → git blob id."""
    prefix = "" if tree.content == "." else f"{tree.content}/"
    return {f"{prefix}{path}": blob for path, blob in tree.blobs.items()}


def settings_of(project: Project) -> str:
    """Of the settings that another machine, or another environment, may well have otherwise, none counts."""
    config = project.config
    said = (config.content, config.default_locale, config.locales, config.safety, config.assets)
    return digest(msgspec.json.encode((*said, configured(project), project.environment.help_center)).decode())


def dumped(saved: SavedPlan) -> bytes:
    """The file's bytes."""
    view = msgspec.structs.asdict(saved.view)
    bodies = [(str(address), locale, diff) for (address, locale), diff in view.pop("bodies").items()]
    content = {"request": saved.request, "view": view, "bodies": bodies}
    content |= {"files": saved.files, "settings": saved.settings}
    return planfile.dump(msgspec.to_builtins(content), saved.plan.tool)


def loaded(content: Mapping[str, Any], name: str) -> SavedPlan:
    """What `dumped` was given, from what the file holds. Raises RefusedError where another hcsync wrote it in another
    way."""
    try:
        bodies = msgspec.convert(content["bodies"], list[tuple[str, str, BodyDiff]])
        view = msgspec.convert({**content["view"], "bodies": {}}, PlanView)
        keyed = {(Address.parse(address), locale): diff for address, locale, diff in bodies}
        return SavedPlan(
            msgspec.convert(content["request"], Request),
            msgspec.structs.replace(view, bodies=keyed),
            msgspec.convert(content["files"], dict[str, str]),
            msgspec.convert(content["settings"], str),
        )
    except (KeyError, ValueError, TypeError):
        raise RefusedError(
            f"{name} was saved by hcsync {content.get('tool')}, and this is {__version__}, which cannot read it.",
            hint="Run hcsync plan --out again.",
            code=Code.PLAN_UNREADABLE,
        ) from None


def save(path: Path, saved: SavedPlan) -> None:
    """Raises UsageError where it cannot be written."""
    planfile.write(path, dumped(saved))


def load(path: Path) -> SavedPlan:
    """Raises UsageError where there is no such file, RefusedError where it is not a saved plan or was edited."""
    return loaded(planfile.read(path), path.name)


def check_sources(saved: SavedPlan, project: Project) -> None:
    """What needs no network. Raises RefusedError for another environment, ConflictError for another version of hcsync,
    of the content or of the settings."""
    plan, environment, tree = saved.plan, project.environment.name, project.tree
    if plan.environment != environment:
        raise _foreign(f"the saved plan is for environment {plan.environment}, not for {environment}.")
    if plan.tool != __version__:
        raise _stale(f"It was made by hcsync {plan.tool}, and this is {__version__}.")
    if plan.source_digest != tree.digest:
        raise _stale(f"{_first_change(saved.files, files_of(tree))} after the plan was made.")
    if saved.settings != settings_of(project):
        raise _stale("The settings in hcsync.yml were changed after the plan was made.")


def check_workspace(saved: SavedPlan, workspace: Workspace) -> None:
    """Raises RefusedError."""
    if saved.plan.workspace != workspace.id:
        raise _foreign(
            f"the saved plan is for workspace {saved.plan.workspace}, but the token opens {workspace.id} "
            f"({workspace.name})."
        )
    center = workspace.center_name
    if saved.plan.help_center != center:
        raise _foreign(f'the saved plan is for help center "{saved.plan.help_center}", but this one is "{center}".')


def held_to(saved: SavedPlan, decision: Decision, state: State) -> Decision:
    """The decision of today, narrowed to exactly what the saved plan says. Call it under the lock. Raises
    ConflictError where the state or an object that the plan touches has moved."""
    plan, today = saved.plan, decision.plan
    if plan.serial != state.serial:
        if done(plan, today):
            raise _stale(f"It has been applied already (state serial {plan.serial}, now {state.serial}).")
        raise _stale(f"Another apply ran after the plan was made (state serial {plan.serial}, now {state.serial}).")
    # Before the first apply there is no state, so its lineage says nothing.
    if plan.serial and plan.lineage != state.lineage:
        raise _stale(f"The state is another one (lineage {plan.lineage}, now {state.lineage}).")
    found = moved(plan, today)
    if found:
        more = f" So have {len(found) - _SHOWN:,} more." if len(found) > _SHOWN else ""
        raise _stale(" ".join(_told(one) for one in found[:_SHOWN]) + more)
    return held(plan, decision)


_SHOWN = 3


def _told(one: Moved) -> str:
    number = f" ({one.remote_id})" if one.remote_id else ""
    return f"{one.address.key}{number} {one.why}."


def _first_change(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    for path in sorted(before.keys() | now.keys()):
        if path not in now:
            return f"{path} was removed"
        if path not in before:
            return f"{path} was added"
        if before[path] != now[path]:
            return f"{path} was changed"
    return "The content was changed"


def _stale(why: str) -> ConflictError:
    return ConflictError(
        f"the saved plan is stale. {why} Nothing was written.", hint="Run `hcsync plan` again.", code=Code.PLAN_STALE
    )


def _foreign(why: str) -> RefusedError:
    return RefusedError(
        f"{why} Nothing was written.",
        hint="Apply the plan that was made for it, or run `hcsync plan` again.",
        code=Code.PLAN_FOREIGN,
    )
