"""A job's variables and the event that started it → which repository and pull request it is about, and with what token.

The variables are those that GitHub sets in every job (docs: "Default environment variables"), and GitLab's (docs:
"Predefined CI/CD variables").
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hcsync.errors import UsageError
from hcsync.intercom.rings.identity import Secret
from hcsync.model.codes import Code

_PULL = re.compile(r"refs/pull/(\d+)/(?:merge|head)")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`api` is without a slash at the end. `repository` is `owner/name`, or the number of a project of GitLab. `number`
    is the pull request's, 0 for none; `head` the commit it ends with, `commit` the one that is checked out; "" for
    none. `branch` is what a new pull request is to go into, "" where nobody said."""

    api: str
    repository: str
    token: Secret
    number: int
    head: str
    commit: str
    branch: str = ""


def github(environ: Mapping[str, str], *, repository: str = "", number: int = 0) -> Surroundings:
    """What an option says goes before what the job says. Raises UsageError where there is no repository or token."""
    event = _event(environ.get("GITHUB_EVENT_PATH", ""))
    pull = event.get("pull_request")
    pull = pull if isinstance(pull, dict) else {}
    if not number:
        issue = event.get("issue")
        numbers = (pull.get("number"), issue.get("number") if isinstance(issue, dict) else None)
        known = _PULL.fullmatch(environ.get("GITHUB_REF", ""))
        number = next((one for one in numbers if isinstance(one, int)), int(known[1]) if known else 0)
    head = pull.get("head")
    sha = head.get("sha") if isinstance(head, dict) and pull.get("number") == number else None
    about = event.get("repository")
    return Surroundings(
        environ.get("GITHUB_API_URL", "").strip().rstrip("/") or "https://api.github.com",
        _named(
            repository or environ.get("GITHUB_REPOSITORY", ""), "--repo owner/name", r"(?!\.+/)[\w.-]+/(?!\.+$)[\w.-]+"
        ),
        _token(environ, ("GITHUB_TOKEN", "GH_TOKEN"), "env: {GITHUB_TOKEN: ${{ github.token }}}"),
        number,
        sha if isinstance(sha, str) else environ.get("GITHUB_SHA", ""),
        environ.get("GITHUB_SHA", ""),
        str(about.get("default_branch") or "") if isinstance(about, dict) else "",
    )


def gitlab(environ: Mapping[str, str], *, number: int = 0) -> Surroundings:
    """GitLab's own CI_JOB_TOKEN may not write notes (docs), so the token is one made for this. Where a fork runs the
    job, CI_PROJECT_ID is the fork, and the merge request lies in CI_MERGE_REQUEST_PROJECT_ID (docs)."""
    told = environ.get("CI_MERGE_REQUEST_IID", "")
    commit = environ.get("CI_COMMIT_SHA", "")
    return Surroundings(
        environ.get("CI_API_V4_URL", "").strip().rstrip("/") or "https://gitlab.com/api/v4",
        _named(
            environ.get("CI_MERGE_REQUEST_PROJECT_ID", "") or environ.get("CI_PROJECT_ID", ""),
            "CI_PROJECT_ID",
            r"\d+",
        ),
        _token(
            environ, ("HCSYNC_GITLAB_TOKEN", "GITLAB_TOKEN"), "a masked variable HCSYNC_GITLAB_TOKEN of the project"
        ),
        number or (int(told) if told.isdigit() else 0),
        commit,
        commit,
    )


def _event(path: str) -> dict[str, Any]:
    """What started the job; nothing where that cannot be read, as on a machine of one's own."""
    try:
        found = json.loads(Path(path).read_bytes()) if path else {}
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _named(text: str, option: str, form: str) -> str:
    if not re.fullmatch(form, text):
        raise UsageError(
            "nothing says which repository is meant.", hint=f"Give {option}.", code=Code.FORGE_SURROUNDINGS
        )
    return text


def _token(environ: Mapping[str, str], names: tuple[str, ...], way: str) -> Secret:
    # Never in a variable of its own: a report of a crash might show it.
    found = next((Secret(environ[name]) for name in names if environ.get(name, "").strip()), None)
    if found is None:
        raise UsageError(
            f"a token is needed, and {' and '.join(names)} are not set.",
            hint=f"Give the job one: {way}",
            code=Code.FORGE_SURROUNDINGS,
        )
    return found
