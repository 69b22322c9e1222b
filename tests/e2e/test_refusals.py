"""Limits and protections, as a user meets them: refused before anything is written, with exit code 5 and a way out."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from served import Site, serving
from typed import Shell

KEYS = [f"p{number}" for number in range(6)]


@pytest.fixture
def hcsync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    """Six articles in two locales, applied; the first is protected."""
    with serving(tmp_path, locales=("en", "fr")) as site:
        site.config("en, fr")
        shell = Shell(site, monkeypatch, capfd)
        for key in KEYS:
            for locale in ("en", "fr"):
                site.article(key, f"Text of {key}.", title=f"{key} {locale}", locale=locale)
        protect(site)
        shell("apply", "--auto-approve", "-q")
        shell.written()
        yield shell


def protect(site: Site, key: str = KEYS[0]) -> None:
    path = site.root / f"content/en/{key}.md"
    path.write_text(path.read_text().replace("author_id: 1\n", "author_id: 1\nprotect: true\n", 1))


def remove(site: Site, *keys: str, locales: tuple[str, ...] = ("en", "fr")) -> None:
    for key in keys:
        for locale in locales:
            (site.root / f"content/{locale}/{key}.md").unlink()


def limits(site: Site, **safety: str) -> None:
    site.config("en, fr", f"safety: {json.dumps(safety)}\n")


def delete_two(site: Site) -> None:
    limits(site, on_orphan="delete")
    remove(site, "p1", "p2")


def update_four(site: Site) -> None:
    limits(site, max_update="50%")
    for key in KEYS[1:5]:
        site.article(key, "New.", title=f"{key} en")


def unpublish_two(site: Site) -> None:
    limits(site, on_orphan="unpublish", max_unpublish="1")
    remove(site, "p1", "p2")


def draft_two(site: Site) -> None:
    limits(site, max_unpublish="1")
    for key in KEYS[1:3]:
        site.article(key, f"Text of {key}.", title=f"{key} en", state="draft")


def take_french_away(site: Site) -> None:
    limits(site, on_orphan="unpublish", max_locale_removal="30%")
    remove(site, *KEYS[1:], locales=("fr",))


def delete_protected(site: Site) -> None:
    limits(site, on_orphan="delete")
    remove(site, "p0")


def unpublish_protected(site: Site) -> None:
    limits(site, on_orphan="unpublish")
    remove(site, "p0")


def draft_protected(site: Site) -> None:
    site.article("p0", "Text of p0.", title="p0 en", state="draft")
    protect(site)


def take_french_from_protected(site: Site) -> None:
    limits(site, on_orphan="unpublish")
    remove(site, "p0", locales=("fr",))


RAISE = "Raise {} under `safety` in hcsync.yml, or do it in parts with --target."
LIFT = (
    "Leave it out with --exclude, or take `protect: true` out of its file (bring back the file for that) and apply "
    "first."
)
PROTECTED = "HC415 refused by a protection: p0 ({id}) is protected and would be {fate}."
LIMIT = "HC414 refused by a safety limit: this plan {what}."
TABLE: list[tuple[Callable[[Site], None], str, str]] = [
    (
        delete_two,
        LIMIT.format(what="deletes 2 of 6 owned articles (33%, limit 10%)"),
        "To allow exactly this: --allow-deletes 2",
    ),
    (update_four, LIMIT.format(what="updates 4 of 6 owned articles (67%, limit 50%)"), RAISE.format("max_update")),
    (
        unpublish_two,
        LIMIT.format(what="unpublishes 2 of 6 owned articles (33%, limit 1)"),
        RAISE.format("max_unpublish"),
    ),
    (draft_two, LIMIT.format(what="unpublishes 2 of 6 owned articles (33%, limit 1)"), RAISE.format("max_unpublish")),
    (
        take_french_away,
        LIMIT.format(what="takes translations away from 5 of 6 owned articles (83%, limit 30%)"),
        RAISE.format("max_locale_removal"),
    ),
    (delete_protected, PROTECTED.replace("{fate}", "deleted"), LIFT),
    (unpublish_protected, PROTECTED.replace("{fate}", "unpublished"), LIFT),
    (draft_protected, PROTECTED.replace("{fate}", "unpublished"), LIFT),
    (take_french_from_protected, PROTECTED.replace("{fate}", "unpublished"), LIFT),
]


@pytest.mark.parametrize(("does", "message", "hint"), TABLE, ids=[row[0].__name__ for row in TABLE])
def test_a_refusal(hcsync: Shell, does: Callable[[Site], None], message: str, hint: str) -> None:
    site = hcsync.site
    before = site.articles()
    said_so = f"{message} {hint}".replace("{id}", before["p0 en"]["id"])
    does(site)

    planned = hcsync("plan", code=5)
    applied = hcsync("apply", "--auto-approve", code=5)

    for said in (planned, applied):
        assert " ".join(said.err.split()) == f"Error: {said_so}"
        assert said_so in said.out.splitlines()  # the whole plan, and why it cannot be
        assert said.out.splitlines()[-1].startswith("Plan: 0 to create, ")
    assert hcsync.written() == []
    assert site.articles() == before
    found = json.loads(hcsync("plan", "--output", "json", code=5).out)
    assert [f"{one['code']} {one['message']}. {one['hint']}" for one in found["refusals"]] == [said_so]
    assert hcsync("plan", "--detailed-exitcode", "-q", code=5).err
    events = hcsync("plan", "--json", code=5).events()
    assert events[-1]["diagnostic"]["exit_code"] == 5


def test_so_many_deletions_and_no_other_number(hcsync: Shell) -> None:
    delete_two(hcsync.site)

    assert "says 1. To allow exactly this: --allow-deletes 2" in hcsync("plan", "--allow-deletes", "1", code=5).out
    assert "--allow-deletes says 3" in hcsync("apply", "--auto-approve", "--allow-deletes", "3", code=5).err
    assert hcsync.written() == []
    hcsync("plan", "--allow-deletes", "2")
    hcsync("apply", "--auto-approve", "--allow-deletes", "2")
    assert sorted(hcsync.site.articles()) == ["p0 en", "p3 en", "p4 en", "p5 en"]
    assert (
        "deletes 0 of 4 owned articles, but --allow-deletes says 2"
        in hcsync("plan", "--allow-deletes", "2", code=5).err
    )


def test_in_parts_and_without_what_is_protected(hcsync: Shell) -> None:
    delete_two(hcsync.site)
    remove(hcsync.site, "p0")

    hcsync("apply", "--auto-approve", "--target", "p1")
    assert "protected and would be deleted" in hcsync("apply", "--auto-approve", code=5).err
    hcsync("apply", "--auto-approve", "--exclude", "p0")
    assert sorted(hcsync.site.articles()) == ["p0 en", "p3 en", "p4 en", "p5 en"]


def test_a_saved_plan_is_refused_as_the_plan_was(hcsync: Shell) -> None:
    delete_two(hcsync.site)
    hcsync("plan", "--out", "refused.plan", code=5)
    assert "HC414" in hcsync("show", "refused.plan").out
    assert "HC414" in hcsync("apply", "refused.plan", code=5).err
    assert hcsync.written() == []
    hcsync("plan", "--allow-deletes", "2", "--out", "allowed.plan")
    hcsync("apply", "allowed.plan")
    assert len(hcsync.site.articles()) == 4


def test_the_option_goes_before_the_file(hcsync: Shell) -> None:
    delete_two(hcsync.site)

    assert "2 orphans" in hcsync("plan", "--on-orphan", "report").out
    assert "2 to unpublish, 0 to delete" in hcsync("plan", "--on-orphan", "unpublish").out


def test_without_asking_intercom_the_limits_hold_too(hcsync: Shell) -> None:
    delete_two(hcsync.site)

    assert "HC414" in hcsync("plan", "--no-refresh", code=5, token=None).err
