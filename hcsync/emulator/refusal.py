"""What went wrong with a request goes in; the exception that becomes Intercom's error body comes out.

Codes are those of the API reference's error-code page; where the reference names no code for a case, the choice is
said beside it. Every error answer of the API is made from a `Refusal`, in one place (`wire.errors`).
"""


class Refusal(Exception):
    """The API says no: HTTP `status`, Intercom's error `code` and `message`, and the `field` at fault where there is
    one."""

    def __init__(self, status: int, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.field = field


def not_found() -> Refusal:
    """404 for an article, a collection or a help center (spec)."""
    return Refusal(404, "not_found", "Resource Not Found")


def missing(message: str) -> Refusal:
    """400 for a required parameter that was not sent (spec: POST /articles, POST /help_center/collections)."""
    return Refusal(400, "parameter_not_found", message)


def invalid(field: str, message: str) -> Refusal:
    """400 for a parameter whose value cannot be (docs: "A parameter's value is invalid")."""
    return Refusal(400, "parameter_invalid", message, field)


def mismatch(field: str, wanted: str) -> Refusal:
    """400 for a JSON value of the wrong type (docs: "The JSON value type is incorrect for the field")."""
    return Refusal(400, "type_mismatch", f"{field} must be {wanted}", field)


def unsupported_html(message: str) -> Refusal:
    """400 for a body that Intercom cannot hold (code and style of message observed)."""
    return Refusal(400, "unsupported_html", message, "body")
