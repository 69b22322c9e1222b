"""Images that cannot be shown: each is named with its file, line and a way out; nothing outside is read or sent."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from places import BUCKET, S3_REQUESTS, s3_variables
from running import Folder
from served import TOKEN, serving

from hcsync.emulator.quirks import Quirks
from hcsync.model.codes import Code

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
SECRET = b"\x89PNG\r\n\x1a\n the secret of this machine"
ARTICLE = "---\ntitle: A\nauthor_id: 1\nstate: published\n---\n\nText.\n\n![What it shows]({})\n"
AT = "content/en/a.md:9:1:"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'


def _linked(name: str, target: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        (root / name).symlink_to(root.parent / target, target_is_directory=not target.endswith(".png"))

    return make


def _hard(root: Path) -> None:
    """A hard link is a file like any other: what it holds must be a picture, or it goes nowhere."""
    os.link(root.parent / "outside/notes.txt", root / "content/images/notes.png")


def _written(name: str, data: bytes) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        (root / name).write_bytes(data)

    return make


def _large(root: Path) -> None:
    with (root / "content/images/large.png").open("wb") as file:
        file.write(PNG)
        file.truncate(20_000_000)


def _nothing(_root: Path) -> None:
    return


# What the article shows, what is done to the folder, what is said.
UNFIT: dict[str, tuple[str, Callable[[Path], None], tuple[str, ...]]] = {
    "not there": ("../images/logoo.png", _nothing, (f"{AT} HC203", 'did you mean "../images/logo.png"?')),
    "no picture": ("../images/x.png", _written("content/images/x.png", b"text"), (f"{AT} HC209", "is not a PNG")),
    "cut off": ("../images/x.png", _written("content/images/x.png", b""), (f"{AT} HC209", "is empty")),
    "20 MB": ("../images/large.png", _large, (f"{AT} HC209", "is 20 MB large")),
    "SVG with a script": (
        "../images/x.svg",
        _written("content/images/x.svg", SVG % b"<script>alert(1)</script>"),
        (f"{AT} HC209", "holds a script"),
    ),
    "SVG with a script by another name": (
        "../images/x.svg",
        _written("content/images/x.svg", SVG % b'<s:script xmlns:s="http://www.w3.org/2000/svg">1</s:script>'),
        (f"{AT} HC209", "holds a script"),
    ),
    "SVG with a spelled-out script": (
        "../images/x.svg",
        _written("content/images/x.svg", SVG % b'<a href="&#106;ava&#9;script:alert(1)"/>'),
        (f"{AT} HC209", "holds a script"),
    ),
    "above the repository": ("../../../outside/secret.png", _nothing, (f"{AT} HC120", "leads out")),
    "above, in other letters": ("..%2F..%2F..%2Foutside/secret.png", _nothing, (f"{AT} HC203", "is not there")),
    "beside the content": ("../../logo.png", _written("logo.png", SECRET), (f"{AT} HC120", "leads out")),
    "the root of the disk": ("/etc/passwd", _nothing, (f"{AT} HC",)),
    "a file address": ("file:///etc/passwd", _nothing, (f"{AT} HC208",)),
    "a link that leads out": (
        "../images/x.png",
        _linked("content/images/x.png", "outside/secret.png"),
        ("content/images/x.png: HC120 this link leads out of the content folder", f"{AT} HC203"),
    ),
    "a folder that leads out": (
        "../shared/secret.png",
        _linked("content/shared", "outside"),
        ("content/shared: HC120 this link leads out of the content folder", f"{AT} HC203"),
    ),
    "a link that leads nowhere": (
        "../images/x.png",
        _linked("content/images/x.png", "gone.png"),
        ("content/images/x.png: HC120 this link leads nowhere", f"{AT} HC203"),
    ),
    "a hard link to what is no picture": ("../images/notes.png", _hard, (f"{AT} HC209", "is not a PNG")),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_cannot_be_shown_is_said_and_nothing_is_sent(tmp_path: Path, name: str) -> None:
    shown, make, words = UNFIT[name]
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.png").write_bytes(SECRET)
    (outside / "notes.txt").write_text("what this machine knows")
    variables = s3_variables() | {"HELP_TOKEN": TOKEN}
    with serving(tmp_path / "repo") as site:
        place = f"{BUCKET}/{tmp_path.name}"
        site.config(more=f"assets:\n  store: s3://{place}\n  public_url: {variables['AWS_ENDPOINT_URL']}/{place}\n")
        folder = Folder(site.root)
        folder.write("content/images/logo.png", PNG)
        folder.write("content/en/a.md", ARTICLE.format(shown))
        make(site.root)
        S3_REQUESTS.clear()
        for command in (("lint",), ("plan",), ("apply", "--auto-approve")):
            done = folder.run(*command, code=4, **variables)
            said = done.stdout + done.stderr
            assert not [word for word in words if word not in said], said
            assert "secret of this machine" not in said
        assert S3_REQUESTS == []
        assert not [method for method, _, _ in site.weather.seen if method != "GET"]


LOST = "https://pictures.invalid/lost.png"
BODY = f"First.\n\n![There](https://example.com/there.png)\n\n![Lost]({LOST})\n"


@pytest.mark.parametrize(
    ("quirk", "why", "code"),
    [
        ("refuse", "Intercom could not fetch it, and has not taken the article", 6),
        ("drop", "Intercom has left it out, most likely since it could not fetch it", 0),
        ("keep", "Intercom has taken no copy of it, most likely since it could not fetch it", 0),
    ],
)
def test_what_intercom_could_not_fetch_is_told_with_its_line(tmp_path: Path, quirk: str, why: str, code: int) -> None:
    with serving(tmp_path / "repo", quirks=Quirks({"image-unreachable": quirk})) as site:
        site.config()
        site.article("a", BODY)
        site.article("b", "![There](https://example.com/there.png)")
        done = Folder(site.root).run("apply", "--auto-approve", code=code, HELP_TOKEN=TOKEN)
        said = f'Warning: content/en/a.md:11:9: image "{LOST}": {why}. Open {LOST} where you are not logged in.'
        warnings = [line for line in done.stdout.splitlines() if line.startswith("Warning:") and "image" in line]
        assert warnings == [said]
        if code == 0:
            assert Folder(site.root).plan(code=None, HELP_TOKEN=TOKEN)["changes"] == []


def test_a_relative_image_that_is_not_published_where_the_settings_say(tmp_path: Path) -> None:
    with serving(tmp_path / "repo") as site:
        site.config(more="assets:\n  base_url: https://pictures.invalid/content\n")
        site.article("a", "Text with ![One](../images/a.png) in it.")
        (site.root / "content/images").mkdir()
        (site.root / "content/images/a.png").write_bytes(PNG)
        (warning,) = site.apply().diagnostics
        assert warning.code == Code.IMAGE_NOT_FETCHED
        assert str(warning.place) == "content/en/a.md:7:11"
        assert 'image "../images/a.png": Intercom could not fetch it' in warning.message
        assert warning.hint == "open https://pictures.invalid/content/images/a.png where you are not logged in"
