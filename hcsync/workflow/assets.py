"""Image references → the public URLs Intercom is to fetch them from, and their names in the store they are put in."""

import re
import subprocess
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

from hcsync.errors import UsageError
from hcsync.model.codes import Code
from hcsync.workflow import local
from hcsync.workflow.project import Project

_PREFIX = "hcsync:asset."
# Letters of any script stay: Intercom keeps the name, and a re-hosted image is known again by it.
_UNSAFE = re.compile(r"[^\w.-]+")


def is_file(image: str) -> bool:
    """Whether an image of a body is a file of the repository, and no address on the web."""
    return image.startswith(_PREFIX)


def parts(reference: str) -> tuple[str, str]:
    """Path relative to the content folder, and git blob id."""
    path, _, blob = reference.removeprefix(_PREFIX).rpartition("@")
    return path, blob


def object_name(path: str, blob: str) -> str:
    """The name of an image's bytes in the asset store: other bytes have another one. The file's own name comes last."""
    name = unicodedata.normalize("NFC", path.rpartition("/")[2])
    return f"{blob}/{_UNSAFE.sub('-', name)}"


def public_urls(project: Project) -> Callable[[str], str]:
    """A function from "hcsync:asset.images/a.png@<blob>" to a URL. `{commit}` in `assets.base_url` stands for the
    commit that is checked out; it is asked of git when the first image needs it."""
    assets = project.config.assets
    base: str | None = None

    def url(reference: str) -> str:
        nonlocal base
        path, blob = parts(reference)
        if project.is_local:
            # The blob makes a changed image another address, so that it is fetched anew.
            return f"{local.ASSETS}/{quote(path)}?blob={blob[:12]}"
        if assets.store is not None:
            return f"{(assets.public_url or '').rstrip('/')}/{quote(object_name(path, blob))}"
        base = base or _base(project)
        return f"{base}/{quote(path)}"

    return url


def _base(project: Project) -> str:
    base = (project.config.assets.base_url or "").rstrip("/")
    return base.replace("{commit}", _commit(project)) if "{commit}" in base else base


def _commit(project: Project) -> str:
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"],
            cwd=project.config.root,
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        raise UsageError(
            "assets.base_url asks for {commit}, but git does not name one here.",
            hint="Run hcsync inside a git checkout with at least one commit, or leave {commit} out of assets.base_url.",
            code=Code.CONFIG_INVALID,
        ) from None
    return done.stdout.strip()
