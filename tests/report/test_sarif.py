"""Faults as SARIF: what code scanning asks of each result, whatever is in it."""

import json

from hypothesis import given
from hypothesis import strategies as st
from viewed import TRAPS

from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.report.sarif import sarif
from hcsync.version import __version__


def test_a_whole_document() -> None:
    found = [
        Diagnostic(Code.BROKEN_LINK, "no such file", Place("content/en/a b.md", 14, 3), "did you mean x.md?"),
        Diagnostic(Code.IMAGE_WITHOUT_WORDS, "say what it shows", Place("b.md"), severity=Severity.WARNING),
        Diagnostic(Code.BROKEN_LINK, "nor this"),
    ]
    driver = {
        "name": "hcsync",
        "semanticVersion": __version__,
        "rules": [
            {
                "id": "HC201",
                "name": "BrokenLink",
                "shortDescription": {"text": "Broken link."},
                "help": {"text": "hcsync's guide lists HC201 on its page of error codes."},
            },
            {
                "id": "HC210",
                "name": "ImageWithoutWords",
                "shortDescription": {"text": "Image without words."},
                "help": {"text": "hcsync's guide lists HC210 on its page of error codes."},
            },
        ],
    }

    def result(code: str, index: int, level: str, words: str, uri: str, region: dict[str, int]) -> dict[str, object]:
        place = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}, "region": region}
        return {
            "ruleId": code,
            "ruleIndex": index,
            "level": level,
            "message": {"text": words},
            "locations": [{"physicalLocation": place}],
        }

    assert json.loads(sarif(found)) == {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [
                    result(
                        "HC201",
                        0,
                        "error",
                        "no such file (did you mean x.md?)",
                        "content/en/a%20b.md",
                        {"startLine": 14, "startColumn": 3},
                    ),
                    result("HC210", 1, "warning", "say what it shows", "b.md", {"startLine": 1}),
                    result("HC201", 0, "error", "nor this", "hcsync.yml", {"startLine": 1}),
                ],
            }
        ],
    }


@given(st.sampled_from(TRAPS), st.sampled_from(TRAPS))
def test_whatever_is_in_it(words: str, path: str) -> None:
    document = json.loads(sarif([Diagnostic(Code.BAD_NAME, words, Place(path, 1, 1))]))

    (result,) = document["runs"][0]["results"]
    assert result["message"]["text"].isprintable()
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].isascii()


def test_no_more_than_code_scanning_takes() -> None:
    mild = Diagnostic(Code.IMAGE_WITHOUT_WORDS, "say what it shows", Place("a.md"), severity=Severity.WARNING)
    grave = Diagnostic(Code.BROKEN_LINK, "no such file", Place("b.md"))
    results = json.loads(sarif([mild] * 25_000 + [grave]))["runs"][0]["results"]
    assert len(results) == 25_000
    assert [one["level"] for one in results].count("error") == 1
