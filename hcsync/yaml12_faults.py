"""A parser's complaint about YAML → what is wrong, where, and what to write instead, in words for people.

The complaints are those of libyaml and of PyYAML's own parser, which differ in wording: a row of the table holds the
words that both share.
"""

import re
from typing import Any

import yaml

from hcsync.model.codes import Code


class Refused(Exception):
    """YAML that cannot be taken. `line` and `column` count from 1, within the text that was read."""

    def __init__(self, code: Code, message: str, line: int, column: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.column = column
        self.hint = hint


_QUOTES = 'put the whole value in quotes: key: "text: more text"'
_INDENT = "check the indentation of this line and the quotes and brackets of the line above"
_TOO_FAR = "the line above has its value already: begin this one where that key begins, or put the whole text in quotes"
_WHOLE = "text that begins with a quote or bracket goes in quotes as a whole; or check the indentation"
_BACKSLASH = "write \\\\ for a backslash"

# What stands before the colon that is complained of, where it is the key of its line.
_ALONE = re.compile(r"\s+([\w-]+)\Z")

# Words of the complaint → (what is wrong, what to do, whether the place is where the construct began).
_COMPLAINTS: tuple[tuple[str, str, str, bool], ...] = (
    ("mapping values are not allowed", "a colon stands where none may stand", _QUOTES, False),
    ("found unexpected end of stream", "a quote that opens here is never closed", "add the closing quote", True),
    ("found unexpected document", "a quote that opens here is never closed", "add the closing quote", True),
    ("unknown escape character", "a backslash in double quotes that means nothing", _BACKSLASH, False),
    ("expected escape sequence", "a backslash in double quotes that means nothing", _BACKSLASH, False),
    ("expected ',' or '}'", "a `{` is not closed", "close it with }, or put text with braces in quotes", True),
    ("expected ',' or ']'", "a `[` is not closed", "close it with ], or put text with brackets in quotes", True),
    ("could not find expected ':'", "a line without `key: value`", "write it as key: value, or indent it", True),
    ("expected '-' indicator", "something other than `- item` in a list", _INDENT, False),
    ("expected <block end>", "something that does not fit here", _WHOLE, False),
    ("did not find expected key", "something that does not fit here", _WHOLE, False),
    ("<document start>", "something that does not fit here", _INDENT, False),
    ("a comment or a line break", "text after `|` or `>`", "begin the text in the next line, indented", False),
    ("expected comment or line break", "text after `|` or `>`", "begin the text in the next line, indented", False),
    ("expected chomping or indentation", "text after `|` or `>`", "begin the text in the next line, indented", False),
    ("tab character", "a tab where spaces belong", "indent with spaces", False),
    ("anchor", "`&` or `*` without a name", "put text that begins with & or * in quotes", True),
    ("alias", "`&` or `*` without a name", "put text that begins with & or * in quotes", True),
    ("tag", "a tag (`!`) that cannot be read", "put text that begins with ! in quotes", True),
    ("directive", "a line that begins with %", "put text that begins with % in quotes", True),
)


def refused_by_parser(fault: Exception, text: str) -> Refused:
    """Any error the parser raised while reading `text`."""
    if isinstance(fault, UnicodeEncodeError):
        return _bad_character(text, fault.start, ord(text[fault.start]))
    if isinstance(fault, yaml.reader.ReaderError):
        return _bad_character(text, _position(fault, text), _number(fault.character))
    assert isinstance(fault, yaml.MarkedYAMLError)
    mark: Any = fault.problem_mark or fault.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines()
    found = lines[line][column : column + 1] if line < len(lines) else ""
    complaint = f"{fault.problem or ''} {fault.context or ''}"
    if "mapping values are not allowed" in complaint and (key := _ALONE.match(lines[line][:column])):
        return Refused(Code.YAML_SYNTAX, "a line that is indented too far", line + 1, key.start(1) + 1, _TOO_FAR)
    if "cannot start any token" in complaint:
        return _bad_start(found, line + 1, column + 1)
    for words, message, hint, at_start in _COMPLAINTS:
        if words in complaint:
            begin: Any = fault.context_mark if at_start and fault.context_mark else mark
            line, column = (begin.line, begin.column) if begin else (line, column)
            return Refused(Code.YAML_SYNTAX, message, line + 1, column + 1, hint)
    return Refused(Code.YAML_SYNTAX, "this cannot be read as YAML", line + 1, column + 1, _INDENT)


def _bad_start(found: str, line: int, column: int) -> Refused:
    if found == "\t":
        return Refused(Code.YAML_SYNTAX, "a tab where spaces belong", line, column, "indent with spaces")
    if not found.isprintable():
        return _invisible(ord(found), line, column)
    message = f"a value cannot begin with `{found}`" if found.strip("`") else "a value cannot begin with a backtick"
    return Refused(Code.YAML_SYNTAX, message, line, column, "put it in quotes")


def _bad_character(text: str, position: int, character: int) -> Refused:
    before = text[:position]
    line = before.count("\n") + 1
    column = position - (before.rfind("\n") + 1) + 1
    return _invisible(character, line, column)


def _invisible(character: int, line: int, column: int) -> Refused:
    message = f"the invisible character U+{character:04X}, which YAML does not allow"
    return Refused(Code.YAML_SYNTAX, message, line, column, "delete it")


def _position(fault: yaml.reader.ReaderError, text: str) -> int:
    """In characters: libyaml counts bytes of UTF-8, PyYAML's own reader characters."""
    if yaml.__with_libyaml__:
        return len(text.encode("utf-8", "surrogatepass")[: fault.position].decode("utf-8", "ignore"))
    return int(fault.position)


def _number(character: object) -> int:
    return character if isinstance(character, int) else ord(str(character)[:1] or "\0")
