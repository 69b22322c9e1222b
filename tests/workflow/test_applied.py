"""A source file as it was last applied is found again, byte for byte, by its blob id."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from served import Site

from hcsync.config import load
from hcsync.model.address import Kind
from hcsync.model.digest import blob_id
from hcsync.workflow import applied
from hcsync.workflow.project import Project, opened

WINDOWS = b"\xef\xbb\xbf---\r\ntitle: A\r\nauthor_id: 1\r\nstate: published\r\n---\r\n\r\nOne.\r\n"


@contextmanager
def project(site: Site) -> Iterator[Project]:
    config = load(site.root, {})
    with opened(config, config.environment()) as found:
        yield found


def _git(site: Site, *arguments: str) -> None:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=site.root, check=True, capture_output=True)


def test_a_file_is_had_back_byte_for_byte_after_it_was_edited(site: Site) -> None:
    site.article("a/one", "One.")
    (site.root / "content/en/a/one.md").write_bytes(WINDOWS)
    group = site.write("content/en/a/_collection.yml", "name: A # the first\n").read_bytes()
    site.apply()
    (site.root / "content/en/a/one.md").write_text("---\ntitle: B\n---\nTwo.\n")
    site.write("content/en/a/_collection.yml", "name: B\n")
    with project(site) as found:
        blobs = [blob_id(WINDOWS), blob_id(group), "0" * 40, ""]
        assert applied.sources(found, blobs) == {blobs[0]: WINDOWS, blobs[1]: group}
        assert applied.find(found, blobs[0]) == "One.\n"
        assert applied.meta(Kind.ARTICLE, WINDOWS).title == "A"
        assert applied.meta(Kind.COLLECTION, group).title == "A"


def test_what_both_sides_were_changed_to_is_remembered_too(site: Site) -> None:
    site.article("one", "One.")
    site.apply()
    ident = site.articles()["One"]["id"]
    site.call("PUT", f"/articles/{ident}", {"body": "<p>Two.</p>", "state": "published", "author_id": 1})
    site.article("one", "Two.")
    both = (site.root / "content/en/one.md").read_bytes()
    site.apply()
    site.article("one", "Three.")
    with project(site) as found:
        assert applied.sources(found, [blob_id(both)]) == {blob_id(both): both}


def test_without_a_cache_git_or_the_file_itself_still_has_it(site: Site) -> None:
    site.article("old", "Committed.")
    old = (site.root / "content/en/old.md").read_bytes()
    _git(site, "init", "-q")
    _git(site, "add", "content")
    _git(site, "commit", "-qm", "old")
    site.article("old", "Edited since.")
    site.article("new", "In no commit.")
    new = (site.root / "content/en/new.md").read_bytes()
    with project(site) as found:
        assert applied.sources(found, [blob_id(old), blob_id(new)]) == {blob_id(old): old, blob_id(new): new}
        assert applied.find(found, "1" * 40) is None


def test_a_damaged_memory_is_none(site: Site) -> None:
    site.article("one", "One.")
    one = (site.root / "content/en/one.md").read_bytes()
    site.apply()
    site.article("one", "Two.")
    with project(site) as found:
        key = f"source:{blob_id(one)}"
        kept = found.cache.get_many([key])[key]
        for damaged in (b"", kept[:-3], kept[::-1]):
            found.cache.put_many({key: damaged})
            assert applied.sources(found, [blob_id(one)]) == {}
