"""Checks of where images are published from."""

import asyncio

from hcsync.errors import HcsyncError
from hcsync.model.checkup import Finding
from hcsync.workflow import uploads
from hcsync.workflow.checks.known import Known, of_error, ok


async def images(known: Known) -> Finding | None:
    """That an upload would be taken, only an upload can tell: this one looks into the store and writes nothing."""
    if known.project is None:
        return None
    assets = known.project.config.assets
    if known.project.is_local:
        return ok("the embedded help center takes them from the content folder")
    if assets.store is None:
        return ok(assets.base_url or "none are published: hcsync.yml names no place (assets)")
    try:
        await asyncio.to_thread(uploads.reach, assets.store)
    except HcsyncError as error:
        return of_error(error)
    return ok(f"uploaded to {assets.store}, read at {assets.public_url}")
