"""What waits in a pending draft, from the command line: told, left alone, and sent once more when that is asked for."""

import pytest
from served import serving
from typed import Shell

from hcsync.emulator.quirks import Quirks


@pytest.mark.parametrize("answer", ["live", "sent"])
def test_it_is_held_until_it_is_asked_for(tmp_path, monkeypatch, capfd, answer: str) -> None:
    quirks = Quirks({"draft-with-state": "hold", "draft-answer": answer})
    with serving(tmp_path, quirks=quirks) as site:
        shell = Shell(site, monkeypatch, capfd)
        site.config()
        site.article("a", "Old words.")
        shell("apply", "--auto-approve", "-q")
        ident = site.call("GET", "/articles")["data"][0]["id"]
        site.call("PUT", f"/_emulator/articles/{ident}/pending-draft", {"pending": True})
        site.article("a", "New words.")

        said = shell("apply", "--auto-approve")

        assert f"a ({ident}) was stored, but readers still see the old text (en)" in said.out
        assert "Old words." in site.call("GET", f"/articles/{ident}")["body"]
        shell.written()

        # It is no change, is not sent again, and the plan says what it waits for.
        said = shell("plan", "--detailed-exitcode")
        assert "1 article waits in a pending draft" in said.out
        assert "--publish-pending" in said.out
        shell("apply", "--auto-approve")
        assert shell.written() == []

        # Somebody discards the draft in Intercom, and the text is sent as soon as that is asked for.
        site.call("PUT", f"/_emulator/articles/{ident}/pending-draft", {"pending": False})
        shell.written()
        shell("plan", "--publish-pending", "--detailed-exitcode", code=2)
        shell("apply", "--auto-approve", "--publish-pending")
        assert shell.written() == [("PUT", f"/articles/{ident}")]
        assert "New words." in site.call("GET", f"/articles/{ident}")["body"]
        said = shell("plan", "--publish-pending", "--detailed-exitcode")
        assert said.out == "No changes. The help center matches this repository (1 article, 1 locale).\n"
