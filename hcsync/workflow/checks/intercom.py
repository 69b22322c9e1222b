"""Checks of the live help center: is it the right one, may we, and will it take what the files say. Only ever reads."""

import asyncio

from hcsync.config import token
from hcsync.errors import ApiError, ConfigError, HcsyncError, Unauthorized
from hcsync.intercom import convert
from hcsync.intercom.client import connect
from hcsync.model.checkup import Finding
from hcsync.model.codes import Code
from hcsync.planner.recover import CLOCK_SKEW
from hcsync.workflow import authors
from hcsync.workflow.checks.known import Known, fault, of_error, ok, warning
from hcsync.workflow.connection import token_hint, wrong_region, wrong_workspace
from hcsync.workflow.project import ids_in_use, names_in_use

# A clock that is off by more than so many seconds is worth a word.
_OFF = 30.0


async def host(known: Known) -> Finding | None:
    environment = known.environment
    if environment is None or not known.has_token:
        return None
    opening = connect(environment.host, token(environment, known.environ), read_only=True)
    client = await known.stack.enter_async_context(opening)
    try:
        known.me = await client.me()
    except Unauthorized as error:
        error.hint = token_hint(environment)
        known.refused = error
    except HcsyncError as error:
        return of_error(error)
    known.client = client
    return ok(f"{environment.host} answers")


async def access(known: Known) -> Finding | None:
    if known.refused is not None:
        return of_error(known.refused)
    if known.me is None:
        return None
    return ok(f"the token is accepted, as {known.me.name or known.me.email or known.me.id}")


async def workspace(known: Known) -> Finding | None:
    if known.client is None or known.environment is None or known.me is None:
        return None
    try:
        bare = convert.workspace(known.me, (), (), None)
    except ApiError as error:
        return of_error(error)
    if wrong := wrong_workspace(known.environment, bare):
        known.client = None  # What another workspace says of itself is no news.
        return of_error(wrong)
    told = f"{bare.id} ({bare.name})" if bare.name else bare.id
    if not known.environment.workspace:
        return warning(
            f"{told}, but hcsync.yml does not say so: a token of another workspace would be taken",
            f"Write `workspace: {bare.id}` below the environment.",
        )
    return ok(told)


async def region(known: Known) -> Finding | None:
    if known.client is None or known.environment is None or known.me is None or known.me.app is None:
        return None
    bare = convert.workspace(known.me, (), (), None)
    if wrong := wrong_region(known.environment, bare):
        return of_error(wrong)
    return ok(bare.region or "Intercom does not tell")


async def help_center(known: Known) -> Finding | None:
    if known.client is None or known.environment is None or known.me is None or known.me.app is None:
        return None
    try:
        centers, admins = await asyncio.gather(known.client.help_centers(), known.client.admins())
        known.workspace = convert.workspace(known.me, centers, admins, known.environment.help_center)
    except (ApiError, ConfigError) as error:
        return of_error(error)
    chosen = known.workspace.help_center
    if chosen is None:
        return fault(
            "the workspace has no help center", "Turn one on in Intercom's settings.", Code.UNKNOWN_HELP_CENTER
        )
    told = f'"{chosen.name}" ({chosen.remote_id}), {chosen.url}'
    if any(one.id == chosen.remote_id and one.website_turned_on is False for one in centers):
        return warning(f"{told}, is turned off: readers do not see it", "Turn it on in Intercom's settings.")
    if len(centers) > 1 and not known.environment.help_center:
        return warning(
            f"{told}, is the default one of {len(centers)}, and hcsync.yml names none",
            f"Write `help_center: {chosen.remote_id}` below the environment.",
        )
    return ok(told)


async def people(known: Known) -> Finding | None:
    if known.workspace is None or known.project is None or known.environment is None:
        return None
    tree, admins = known.project.tree, known.workspace.admins
    understood = authors.with_admins(authors.configured(known.project), admins)
    names, ids = names_in_use(tree), ids_in_use(tree)
    nobody = [name for name in names if name not in understood and not name.strip().isdecimal()]
    if nobody:
        return fault(
            "nobody in the workspace is known as " + _some([f'"{name}"' for name in nobody]),
            f"Name them under `authors` in hcsync.yml, for {known.environment.name}.",
            Code.UNKNOWN_AUTHOR,
        )
    used = dict.fromkeys([*(understood.get(name, name.strip()) for name in names), *ids])
    gone = [author for author in used if author not in admins]
    if gone:
        are = "is not a teammate" if len(gone) == 1 else "are not teammates"
        return warning(
            f"{_some(gone)} {are} of this workspace (any longer)",
            "What they wrote may stay theirs; nothing new can be theirs.",
            Code.UNKNOWN_AUTHOR,
        )
    return ok(f"{len(used)} in the content, all known" if used else "the content names none")


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


async def budget(known: Known) -> Finding | None:
    if known.client is None or known.me is None:
        return None
    told = known.client.budget
    if told is None:
        return ok("Intercom tells of no limit")
    words = f"{told.remaining:,} of {told.limit:,} requests left in this window"
    if told.remaining < told.limit // 5:
        return warning(f"{words}: something else is using them up", "hcsync waits for the next window where it must.")
    return ok(words)


async def clock(known: Known) -> Finding | None:
    if known.client is None:
        return None
    skew = known.client.skew
    if skew is None:
        return ok("Intercom does not tell its time")
    off = f"this machine's clock is {abs(skew):,.0f} seconds {'behind' if skew > 0 else 'ahead of'} Intercom's"
    hint = "Set the clock: by it hcsync knows again what it made, and how long a lock lasts."
    if abs(skew) > CLOCK_SKEW:
        return fault(off, hint)
    return warning(off, hint) if abs(skew) > _OFF else ok("this machine's clock agrees with Intercom's")
