"""What lint found, for people in a pull request."""

from markdown_it import MarkdownIt
from viewed import HOSTILE_TEXT, TWIN

from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place
from hcsync.report.fitting import size
from hcsync.report.lint import Linted, lint_markdown

BROKEN = Diagnostic(Code.BROKEN_LINK, 'no such file: "a|b.md"', Place("content/en/x.md", 3, 7), "did you mean c.md?")


def test_as_markdown() -> None:
    assert (
        lint_markdown(Linted((TWIN, BROKEN), 1200))
        == """\
<!-- hcsync:lint -->

**1 error, 1 warning in 1,200 files.**

| | Where | What |
|---|---|---|
| error | `content/en/x.md:3:7` | HC201 `no such file: "a\\|b.md" (did you mean c.md?)` |
| warning | `content/en/faq.md:2:1` | HC408 `Intercom has an article titled "FAQ" that no file here owns (5) \
(write id: 5 in the frontmatter to take it over; as it is, a new one is made)` |
"""
    )
    assert lint_markdown(Linted((), 1)) == "<!-- hcsync:lint -->\n\n**No faults in 1 file.**\n"


def test_hostile_words_stay_in_their_cell_and_what_does_not_fit_is_counted() -> None:
    one = Diagnostic(Code.BAD_NAME, " ".join(HOSTILE_TEXT), Place("a|`b.md", 1, 1))

    text = lint_markdown(Linted((one,) * 500, 1), 20_000)

    assert size(text) <= 20_000
    tokens = MarkdownIt("commonmark").enable(["table"]).parse(text)
    cells = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "td_open"]
    assert len(cells) % 3 == 0
    assert f"… and {500 - len(cells) // 3} more: `hcsync lint` shows them all." in text
    assert {kid.type for cell in cells for kid in cell.children or []} == {"text", "code_inline"}
    prose = {kid.content for cell in cells for kid in cell.children or [] if kid.type == "text"}
    assert prose == {"error", "HC122 "}
