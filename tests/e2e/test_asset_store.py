"""Images uploaded to an object store: before the articles that need them, once, and never what was not looked at."""

import asyncio
import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from places import BUCKET, S3_REQUESTS, s3_variables
from served import TOKEN, Site, serving

from hcsync.config import load
from hcsync.emulator.quirks import Quirks
from hcsync.errors import UsageError
from hcsync.markup.canonical.form import canonical, form
from hcsync.model.checkup import Health
from hcsync.model.codes import Code
from hcsync.model.digest import blob_id, image_mark
from hcsync.workflow import project as projects
from hcsync.workflow import uploads
from hcsync.workflow.doctor import doctor


def png(shade: int) -> bytes:
    """One pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes((0, shade))))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Intercom really fetches the images from where they were uploaded to."""
    endpoint = s3_variables()["AWS_ENDPOINT_URL"]
    _open_to_readers(f"{endpoint}/{BUCKET}")
    with serving(tmp_path / "repo", quirks=Quirks({"image-fetch": "on"})) as site:
        place = f"{BUCKET}/{tmp_path.name}"
        site.config(more=f"assets:\n  store: s3://{place}\n  public_url: {endpoint}/{place}\n")
        site.write("content/images/unused.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        (site.root / "content/images/a b.png").write_bytes(png(1))
        (site.root / "content/images/c.png").write_bytes(png(2))
        site.article("one", "![A](<../images/a b.png>)")
        site.article("two", "![A](<../images/a b.png>)\n\n![C](../images/c.png)")
        S3_REQUESTS.clear()
        yield site


def _open_to_readers(bucket: str) -> None:
    everybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [everybody]}).encode()
    with urlopen(
        Request(f"{bucket}?policy", policy, {"Content-Type": "application/json"}, method="PUT"), timeout=30
    ) as answer:
        assert answer.status in (200, 204)


def _put() -> list[str]:
    return sorted(path.split("/", 3)[3] for method, path in S3_REQUESTS if method == "PUT")


def _name(shade: int, file: str) -> str:
    return f"{blob_id(png(shade))}/{file}"


def test_once_and_then_never_again(site: Site, tmp_path: Path) -> None:
    assert site.apply().complete
    assert _put() == sorted([_name(1, "a-b.png"), _name(2, "c.png")])
    with urlopen(f"{s3_variables()['AWS_ENDPOINT_URL']}/{BUCKET}/{tmp_path.name}/{_name(1, 'a-b.png')}") as answer:
        kept = answer.headers
        assert (answer.read(), kept["Content-Type"]) == (png(1), "image/png")
        assert kept["Cache-Control"] == "public, max-age=31536000, immutable"
    S3_REQUESTS.clear()
    assert not site.plan().plan.pending
    assert site.apply().results == ()
    assert S3_REQUESTS == []

    site.article("two", "![A](<../images/a b.png>)\n\n![C](../images/c.png)\n\nMore.")
    assert site.apply().complete
    assert _put() == []


def test_names_in_any_script_are_kept_so_that_the_images_are_known_again(site: Site) -> None:
    names = ("größe.png", "日本 語.png", "วิธี@2x.png", "gro\u0308\u00dfe & 50%.png")
    for shade, name in enumerate(names, 3):
        (site.root / "content/images" / name).write_bytes(png(shade))
    targets = [name.replace("%", "%25") for name in names]
    site.article("many", "\n\n".join(f"![Shown](<../images/{target}>)" for target in targets))
    done = site.apply()
    assert ([str(one) for one in done.diagnostics], {one.verified for one in done.results}) == ([], {True})
    assert not site.plan().plan.pending


def test_other_bytes_are_a_change_and_another_object(site: Site) -> None:
    site.apply()
    S3_REQUESTS.clear()
    (site.root / "content/images/c.png").write_bytes(png(3))
    assert [str(change.address) for change in site.plan().plan.changes] == ["article.two"]
    assert site.apply().complete
    assert _put() == [_name(3, "c.png")]
    assert not site.plan().plan.pending


def test_a_run_that_died_after_some_uploads_goes_on_with_the_rest(site: Site) -> None:
    config = load(site.root, {})
    with projects.opened(config, config.environment()) as project:
        blobs = sorted(project.tree.assets.items())
        wanted = [(path, blob) for path, blob in blobs if path.endswith(".png")]
        shelf = uploads.shelf_at(str(config.assets.store))
        assert uploads._put(project, shelf, "s3://x", *wanted[0])
    S3_REQUESTS.clear()
    assert site.apply().complete
    assert _put() == [_name(2, "c.png")]


def test_a_large_one_goes_in_one_piece_and_in_no_time_twice(site: Site, tmp_path: Path) -> None:
    data = png(4) + bytes(12_000_000)
    (site.root / "content/images/large.png").write_bytes(data)
    site.article("three", "![Large](../images/large.png)")
    site.article("four", "![Large](../images/large.png)")
    assert site.apply().complete
    name = f"{blob_id(data)}/large.png"
    assert _put().count(name) == 1
    with urlopen(f"{s3_variables()['AWS_ENDPOINT_URL']}/{BUCKET}/{tmp_path.name}/{name}", timeout=30) as answer:
        assert answer.read() == data


def test_what_intercom_hosts_is_tied_to_its_source(site: Site) -> None:
    """The state knows the live images by marks that hold no signature, which is another one at each look."""
    site.apply()
    entries = json.loads((site.root / ".hcsync/production.state.json").read_bytes())["entries"]
    kept = entries["article.two"]["locales"]["en"]["images"]
    for _ in range(2):
        (two,) = [one for one in site.articles().values() if one["title"] == "Two"]
        body = form(canonical(two["body"]))
        assert "signature=" in two["body"]
        assert kept == [image_mark(image) for image in body.images]
    assert not site.plan().plan.pending


@pytest.mark.parametrize(("bucket", "health"), [(BUCKET, Health.OK), ("no-such-bucket", Health.FAULT)])
def test_a_checkup_looks_into_the_store_and_writes_nothing(site: Site, bucket: str, health: Health) -> None:
    site.config(more=f"assets:\n  store: s3://{bucket}/x\n  public_url: https://cdn.example.com/x\n")
    checkup = asyncio.run(doctor(site.root, None, None, {"HELP_TOKEN": TOKEN}))
    (found,) = [check.finding for check in checkup.checks if check.name == "images"]
    assert found.health is health
    assert f"s3://{bucket}/x" in found.message
    assert found.code == ("" if health is Health.OK else Code.ASSETS_UNREACHABLE)
    assert _put() == []


def test_a_store_out_of_reach_stops_the_apply_before_the_first_write(site: Site) -> None:
    site.config(more="assets:\n  store: s3://no-such-bucket/x\n  public_url: https://cdn.example.com/x\n")
    with pytest.raises(UsageError) as caught:
        site.apply()
    assert (caught.value.code, site.articles()) == (Code.ASSETS_UNREACHABLE, {})
    assert "s3://no-such-bucket/x" in caught.value.message
    assert "NoSuchBucket" in caught.value.message


@pytest.mark.parametrize("swap", ["another picture", "a link that leads out", "gone"])
def test_what_was_not_looked_at_is_never_uploaded(site: Site, tmp_path: Path, swap: str) -> None:
    """The file is swapped between the plan and the apply's own work."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(png(9))
    target = site.root / "content/images/c.png"

    def agree(_view: object) -> bool:
        target.unlink()
        if swap == "another picture":
            target.write_bytes(png(9))
        elif swap == "a link that leads out":
            target.symlink_to(secret)
        return True

    with pytest.raises(UsageError) as caught:
        site.apply(confirm=agree)
    assert (caught.value.code, site.articles()) == (Code.IMAGE_MOVED, {})
    assert _name(9, "c.png") not in _put()
    assert set(_put()) <= {_name(1, "a-b.png")}
