"""Images that an apply is about to name → objects in the asset store, each put there once, before any article is."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from hcsync.content.pictures import media_type
from hcsync.content.reading import read_bytes
from hcsync.errors import UsageError
from hcsync.model.codes import Code
from hcsync.model.digest import blob_id
from hcsync.objects import Objects, complaints, opened
from hcsync.planner.decide import Decision
from hcsync.planner.schedule import reaches_intercom
from hcsync.report.view import counted
from hcsync.workflow import assets
from hcsync.workflow.dialogue import Dialogue
from hcsync.workflow.project import Project

AT_ONCE = 8  # images on their way; so many may be in memory, of less than 20 MB each
# The name is made of the bytes: what it stands for never changes.
_FOR_EVER = "public, max-age=31536000, immutable"


async def upload(project: Project, decision: Decision, dialogue: Dialogue) -> None:
    """Under the lock, once the apply is agreed to. What is in the store already is left as it is, whoever has put it
    there. Raises UsageError where the store cannot be reached or an image is not what was planned; then nothing was
    written to Intercom, and the next run goes on with what is missing."""
    address = project.config.assets.store
    wanted = sorted(set(needed(decision)))
    if project.is_local or address is None or not wanted:
        return
    shelf = shelf_at(address)
    places, step = asyncio.Semaphore(AT_ONCE), dialogue.uploads(len(wanted))

    async def one(path: str, blob: str) -> bool:
        async with places:
            done = await asyncio.to_thread(_put, project, shelf, address, path, blob)
        step()
        return done

    tasks = [asyncio.create_task(one(path, blob)) for path, blob in wanted]
    try:
        new = sum(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
    if new:
        dialogue.tell(f"{counted(new, 'image')} uploaded to {address}.")


def needed(decision: Decision) -> Iterator[tuple[str, str]]:
    """Path and blob id of each image that the plan's writes name."""
    for change in decision.plan.changes:
        node = decision.desired.nodes.get(change.address)
        if node is None or not reaches_intercom(change):
            continue
        # Every locale of an article is sent, whichever of them has changed.
        for version in node.versions.values():
            if version.body is not None:
                yield from (assets.parts(image) for image in version.body.images if assets.is_file(image))


def shelf_at(address: str) -> Objects:
    """The asset store. Raises UsageError."""
    with _told(address):
        return Objects(opened(address, f"images are uploaded to {address}"))


def reach(address: str) -> None:
    """Ask the store for an object, to see that it lets us. Raises UsageError."""
    shelf = shelf_at(address)
    with _told(address):
        shelf.names("hcsync-doctor/")


def _put(project: Project, shelf: Objects, address: str, path: str, blob: str) -> bool:
    """Whether it was put there now."""
    name = assets.object_name(path, blob)
    with _told(address):
        if shelf.size(name) is not None:
            return False
    data = _bytes(project, path, blob)
    attributes = {"Content-Type": media_type(data), "Cache-Control": _FOR_EVER}
    with _told(address):
        shelf.put_new(name, data, attributes)
    return True


def _bytes(project: Project, path: str, blob: str) -> bytes:
    """What was looked at when the content was read, and nothing else: the file may have been swapped meanwhile, for a
    link that leads elsewhere, say."""
    top = os.path.realpath(project.config.root / project.config.content)
    real = Path(os.path.realpath(f"{top}/{path}"))
    try:
        data = read_bytes(str(real)) if real.is_relative_to(top) else None
    except OSError:
        data = None
    if data is None or blob_id(data) != blob:
        raise UsageError(
            f"{project.config.content}/{path} was changed while hcsync ran. Nothing was written.",
            hint="Run the command again.",
            code=Code.IMAGE_MOVED,
        )
    return data


def _told(address: str) -> AbstractContextManager[None]:
    return complaints(f"images cannot be uploaded to {address}", Code.ASSETS_UNREACHABLE)
