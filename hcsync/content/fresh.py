"""What a file is to say → the bytes of a new file, as a person would write it."""

from collections.abc import Mapping

from hcsync.content.edit import Scalar, lines


def article(keys: Mapping[str, Scalar], markdown: str) -> bytes:
    """`markdown` ends with a newline unless empty."""
    gap = "\n" if markdown else ""
    return f"---\n{lines(keys)}---\n{gap}{markdown}".encode("utf-8", "surrogatepass")


def collection(keys: Mapping[str, Scalar]) -> bytes:
    return lines(keys).encode("utf-8", "surrogatepass")
