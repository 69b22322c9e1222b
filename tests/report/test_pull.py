"""What a pull did, told in lines."""

import msgspec
import pytest

from hcsync.model.address import article, collection
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.drift import Touch
from hcsync.model.plan import Field
from hcsync.model.pulled import Left, Pull, Taken
from hcsync.report.pull import pull_text

EDITED = Touch(1787184000, "7")  # 2026-08-20
NOTHING = Pull("production", "ef56gh78", "Acme Help", (), (), (), {"7": "Jane"})
BODY = Taken("content/en/start/install.md", article("start/install"), "en", (Field.TITLE, Field.BODY), touch=EDITED)
FOLDER = Taken("content/fr/start/_collection.yml", collection("start"), "fr", (Field.TITLE,), touch=Touch())
PINNED = Taken("content/fr/one.md", article("one"), "fr", ())
SAME = Taken("content/de/one.md", article("one"), "de", (Field.BODY,), changed=False, touch=EDITED)
CLASH = Taken("content/en/login.md", article("login"), "en", (Field.BODY,), (7, 19), touch=EDITED)
RECORD = ".hcsync/production.pulled.json"
LOST = Diagnostic(Code.BASE_LOST, "not to be found", Place("content/en/login.md"), "git fetch", Severity.WARNING)

CASES = {
    "nothing": (
        NOTHING,
        "Nothing to pull from production: no text was edited in Intercom that a file here could take in.",
    ),
    "files": (
        msgspec.structs.replace(NOTHING, taken=(BODY, FOLDER, PINNED, SAME), record=RECORD),
        """\
Pulled from production (workspace ef56gh78): 3 files changed.

  < content/en/start/install.md       title, body        (edited 2026-08-20 by Jane)
  < content/fr/start/_collection.yml  name
  < content/fr/one.md                 what it inherited
  = content/de/one.md                 body               the file says so already

See what came in with git diff, and commit .hcsync/production.pulled.json with it.""",
    ),
    "conflicts": (
        msgspec.structs.replace(NOTHING, taken=(CLASH,), diagnostics=(LOST,), record=RECORD),
        """\
Pulled from production (workspace ef56gh78): 1 file changed, 2 conflicts to resolve.

  ! content/en/login.md  body  (edited 2026-08-20 by Jane)
      content/en/login.md:7: the same lines were changed here and in Intercom
      content/en/login.md:19: the same lines were changed here and in Intercom

content/en/login.md: HC417 warning: not to be found (git fetch)

Choose between the two in the lines named above; hcsync lint finds what is left to choose.""",
    ),
    "left": (
        msgspec.structs.replace(
            NOTHING,
            left=(Left(article("old"), "", "was deleted in Intercom", "delete it"), Left(article("a"), "fr", "is odd")),
        ),
        """\
Nothing to pull from production: no text was edited in Intercom that a file here could take in.

Left as it is:
  · article.old was deleted in Intercom (delete it)
  · article.a [fr] is odd""",
    ),
    "branch": (
        msgspec.structs.replace(NOTHING, taken=(BODY,), record=RECORD, branch="home", commit="0123456789abcdef"),
        """\
Pulled from production (workspace ef56gh78): 1 file changed on branch home.

  < content/en/start/install.md  title, body  (edited 2026-08-20 by Jane)

Commit 0123456789ab on branch home. The files here are as they were.""",
    ),
    "nothing but the record": (
        msgspec.structs.replace(NOTHING, record=RECORD),
        """\
Nothing to pull from production: no text was edited in Intercom that a file here could take in.

.hcsync/production.pulled.json was brought up to date: commit it.""",
    ),
    "ignored": (
        msgspec.structs.replace(NOTHING, taken=(FOLDER,), record=RECORD, ignored=True),
        """\
Pulled from production (workspace ef56gh78): 1 file changed.

  < content/fr/start/_collection.yml  name

git ignores .hcsync/production.pulled.json: write !.hcsync/*.pulled.json into .gitignore, and commit it with the \
files, or plans made elsewhere take these edits for conflicts.""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    pull, text = CASES[name]
    assert pull_text(pull) == text
