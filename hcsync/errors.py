"""The error tree. Each class owns its words, its hint and its exit code; `cli` turns it into a message.

HcsyncError
├── UsageError            1  the command line or the surroundings are wrong (missing token, missing extra)
│   └── ConfigError       1  hcsync.yml is wrong; carries its place
├── ContentInvalid        4  the content repository has faults; carries all of them
├── ApiError              1  Intercom refused or could not be understood
│   ├── Unauthorized         the token is wrong, revoked, or of another region
│   ├── NotFound             no such object
│   ├── Rejected             Intercom refused the request as it stands (400, 409, 413, 415, 422)
│   ├── Unavailable          no answer worth reading after all retries (429, 5xx, timeouts, unreachable)
│   └── AmbiguousWrite       a write was sent and its answer was lost: it may have happened
├── ConflictError         3  changed here and in Intercom; nothing was written
├── RefusedError          5  a guard said no (workspace, lock, safety limit)
├── ForgeError            1  GitHub or GitLab refused or did not answer; what only tells of a result warns with it
├── ApplyIncomplete       6  some writes were done; another apply resumes
└── Interrupted         130  stopped by the user; the journal is flushed
"""

from collections.abc import Sequence
from typing import ClassVar, Protocol


class HcsyncError(Exception):
    """Anything that stops a whole run and that a user can be told about.

    `message` is one sentence or two; `hint` says what to do next; `code` is stable (see `model.codes`);
    `place` is `path:line:column` where there is one.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self, message: str, *, hint: str | None = None, code: str | None = None, place: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
        self.place = place

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        code = f"{self.code} " if self.code else ""
        return f"{where}{code}{self.message}"


class UsageError(HcsyncError):
    """The command line or the surroundings are wrong."""


class ConfigError(UsageError):
    """`hcsync.yml` is wrong."""


class Fault(Protocol):
    """What `ContentInvalid` asks of a diagnostic: that it can be printed, and is an error or a warning."""

    def __str__(self) -> str: ...

    @property
    def severity(self) -> str: ...


class ContentInvalid(HcsyncError):
    """The content repository has errors. `faults` are these and the warnings, in the order of their places."""

    exit_code = 4

    def __init__(self, faults: Sequence[Fault]) -> None:
        count = sum(fault.severity == "error" for fault in faults)
        super().__init__(
            f"{count} {'error' if count == 1 else 'errors'} in the content. Nothing was sent to Intercom.",
            hint="Correct the lines named above and run the command again.",
        )
        self.faults = tuple(faults)


class ApiError(HcsyncError):
    """Intercom refused a request or gave an answer that could not be understood.

    `operation` is the method and path ("PUT /articles/12"), `status` the HTTP status or None, `api_code` and
    `api_message` what Intercom said, `request_id` Intercom's own id of the request, `subject` the content file or
    address the request was for (added by the applier). No field ever holds the token.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str,
        status: int | None = None,
        api_code: str | None = None,
        api_message: str | None = None,
        request_id: str | None = None,
        subject: str | None = None,
        hint: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, code=code)
        self.operation = operation
        self.status = status
        self.api_code = api_code
        self.api_message = api_message
        self.request_id = request_id
        self.subject = subject

    def __str__(self) -> str:
        words = super().__str__()
        if self.subject:
            words = f"{self.subject}: {words}"
        said = " ".join(
            part
            for part in (
                f"{self.status}" if self.status else "",
                self.api_code or "",
                f'"{self.api_message}"' if self.api_message else "",
                f"request {self.request_id}" if self.request_id else "",
            )
            if part
        )
        return f"{words} ({self.operation}{': ' + said if said else ''})"


class Unauthorized(ApiError):
    """The token is missing, wrong, revoked or of another region (401, 403)."""


class NotFound(ApiError):
    """No object with that id (404)."""


class Rejected(ApiError):
    """Intercom refused the request as it stands; sending it again would not help (other 4xx)."""


class Unavailable(ApiError):
    """No usable answer after all retries, and nothing can have been written (429, 5xx on reads, unreachable)."""


class AmbiguousWrite(ApiError):
    """A write was sent and no usable answer came back: it may or may not have happened. Look before sending again."""


class ConflictError(HcsyncError):
    """Changed here and in Intercom, or a plan that no longer fits; nothing was written."""

    exit_code = 3


class RefusedError(HcsyncError):
    """A guard said no: workspace, lock, protection or safety limit."""

    exit_code = 5


class ForgeError(HcsyncError):
    """GitHub or GitLab refused a request, or gave no answer that could be used. No field ever holds a token."""


class ApplyIncomplete(HcsyncError):
    """Some writes were done and some were not; `hcsync apply` resumes."""

    exit_code = 6


class Interrupted(HcsyncError):
    """Stopped by the user; what was done is in the journal."""

    exit_code = 130
