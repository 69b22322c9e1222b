"""A seed → the life of a help center: people at work on both sides, hcsync between them, and what must hold throughout.

No text is lost unseen, nothing is made twice, what nobody owns is left as it is, and after an apply there is nothing to
apply. Each step draws from a source of its own, so a life can be lived again without some of its steps.
"""

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from editor import Editor, contents, everything, names
from served import Site, serving
from witness import Scene, read, scene, untold
from writer import LOCALES, Choose, Repository, Words, Writer, words_in

from hcsync.emulator.quirks import TABLE, Quirks
from hcsync.emulator.settings import generated_admins
from hcsync.errors import ConflictError, ContentInvalid, RefusedError
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.plan import Plan
from hcsync.model.state import State
from hcsync.planner.policy import OnConflict, OnDrift, OnOrphan, Policy
from hcsync.report.view import PlanView
from hcsync.state import document

POLICIES = [
    Policy(drift, conflict, orphan)
    for drift in OnDrift
    for conflict in OnConflict
    for orphan in (OnOrphan.REPORT, *OnOrphan)
]
FIRM = Policy(OnDrift.OVERWRITE, OnConflict.OURS)

# Under these Intercom does not keep, or does not tell, all that it is sent; an apply says so. Then live is not as the
# files say, and a lost state cannot be found again.
LOSSY = {
    ("multilingual", "never"),
    ("parent-ids", "empty"),
    ("article-parent-null", "ignore"),
}
# Here people could not work as they do below.
OUT = {("article-parent-null", "refuse"), ("image-fetch", "on"), ("per-page-over-250", "refuse")}
CHOICES = [(q.name, value) for q in TABLE for value in q.values[1:] if (q.name, value) not in OUT]


def live(root: Path, seed: int, steps: Iterable[int]) -> list[str]:
    """Live it in the empty folder `root`, and give back its diary. What does not hold is an AssertionError whose notes
    are the diary."""
    chance = random.Random(seed)
    quirks = dict([chance.choice(CHOICES)] if chance.random() < 0.6 else [])
    diary = [f"seed {seed}, quirks {quirks}"]
    with serving(root, locales=LOCALES, quirks=Quirks(quirks), admins=generated_admins(3)) as site:
        life = _Life(site, quirks, diary, chance.choice)
        try:
            for step in steps:
                life.choose(random.Random(f"{seed}.{step}").choice)
                life.step()
            life.settle()
        except BaseException as error:
            error.add_note("\n".join(diary))
            raise
    return diary


class _Life:
    def __init__(self, site: Site, quirks: dict[str, str], diary: list[str], choose: Choose) -> None:
        self.site, self.diary = site, diary
        self.lossy = bool(quirks.items() & LOSSY)
        # What was written in Intercom and the writer has had in a file.
        self.home: set[str] = set()
        # What the last plan after an apply said, while nobody has done anything since.
        self.rested: Plan | None = None
        limited = choose((True, False))
        site.config(", ".join(LOCALES), "" if limited else "safety:\n  max_delete: 100%\n")
        for locale in LOCALES:
            (site.root / "content" / locale).mkdir(parents=True)
        words = Words()
        self.writer = Writer(site.root, words, choose)
        self.writer.work()
        self.editor = Editor(site, words, choose, removable=quirks.get("locale-null") == "delete")

    def choose(self, choose: Choose) -> None:
        self._choose = self.writer.choose = self.editor.choose = choose

    def step(self) -> None:
        self._choose((
            self.write, self.write, self.write, self.write, self.edit, self.edit, self.edit, self.agree, self.apply,
            self.apply, self.apply, self.settle, self.forget,
        ))()  # fmt: skip

    def write(self) -> None:
        self._note(self.writer.work())

    def edit(self) -> None:
        self._note(self.editor.work())

    def _note(self, said: str) -> None:
        self.diary.append(said)
        self.rested = None

    def agree(self) -> None:
        """The writer takes a title over from Intercom."""
        ids, repository = self._ids(), Repository(self.site.root)
        there = {article["id"]: article for article in everything(self.site)[0]}
        both = [key for key in repository.keys if ids.get(f"article.{key}") in there]
        if both:
            key = self._choose(both)
            title = contents(there[ids[f"article.{key}"]])["en"]["title"]
            repository.texts["en", key].head["title"] = json.dumps(title, ensure_ascii=False)
            repository.save()
            self._note(f"title of {key} as in Intercom")

    def apply(self) -> None:
        """Perhaps with somebody at work while the plan is read."""
        self._apply(self._choose(POLICIES), meddled=self._choose((False, False, False, True)))

    def settle(self) -> None:
        """All that the files say, whatever happened in Intercom."""
        while (done := self._apply(FIRM)) is None:
            pass
        if done and not self.lossy:
            self._is_as_the_files_say()

    def forget(self) -> None:
        """Everything is at rest, and the state is lost."""
        plan = self.rested
        if plan is None or plan.drift or plan.conflicts or plan.orphans or self.lossy:
            return
        self.diary.append("the state is lost")
        (self.site.root / ".hcsync/production.state.json").unlink(missing_ok=True)
        sent = len(self.site.weather.seen)
        self._apply(Policy())
        assert {method for method, _, _ in self.site.weather.seen[sent:]} == {"GET"}

    def _apply(
        self, policy: Policy, meddled: bool = False, target: tuple[str, ...] = (), exclude: tuple[str, ...] = ()
    ) -> bool | None:
        """Whether all was done; None where it was refused and somebody has mended what was wrong."""
        self.diary.append(f"apply {policy.on_drift} {policy.on_conflict} {policy.on_orphan} {target} not {exclude}")
        for path in self.site.root.rglob("content/**/*.*"):
            self.home |= words_in(path.read_text())
        views: list[PlanView] = []
        before, sent = scene(self.site), len(self.site.weather.seen)

        def confirm(_view: PlanView) -> bool:
            nonlocal before
            if meddled:
                self.diary.append(f"  while it is read, {self.editor.work()}")
                before = scene(self.site)
            return True

        try:
            outcome = self.site.apply(*target, policy=policy, excluded=exclude, show=views.append, confirm=confirm)
        except ConflictError:
            assert policy.on_conflict is OnConflict.FAIL
            assert views[0].plan.conflicts
            self._nothing_was_written(sent, before)
            return False
        except RefusedError:
            assert views[0].plan.refusals
            self._nothing_was_written(sent, before)
            return False
        except ContentInvalid as error:
            self._nothing_was_written(sent, before)
            self._mend([fault for fault in error.faults if isinstance(fault, Diagnostic)])
            return None
        after = scene(self.site)
        assert untold(before, after, views[0], self.home) == []
        self._one_file_each()
        self.rested = None
        if not outcome.complete:
            assert meddled, [result.error for result in outcome.results if result.error]
            return False
        if not target and not exclude and not self.lossy:
            self._rests(policy, views[0].plan, meddled)
        return True

    def _nothing_was_written(self, sent: int, before: Scene) -> None:
        assert {method for method, _, _ in self.site.weather.seen[sent:]} <= {"GET"}
        assert scene(self.site) == before

    def _mend(self, faults: list[Diagnostic]) -> None:
        """Where the title is there already, the writer takes over what is there; an id that leads nowhere goes."""
        repository = Repository(self.site.root)
        for fault in faults:
            assert fault.code in (Code.LOOKALIKE, Code.UNKNOWN_LIVE_ID), fault
            assert fault.place and fault.hint
            path = fault.place.path.removeprefix("content/en/")
            folder = path.removesuffix("/_collection.yml")
            head = repository.names["en", folder] if folder != path else repository.texts["en", path[:-3]].head
            if fault.code is Code.UNKNOWN_LIVE_ID:
                del head["id"]
            elif fault.severity is Severity.ERROR:
                head["id"] = fault.hint.split("id: ")[1].split(" ")[0]
            self.diary.append(f"  {fault}")
        repository.save()

    def _one_file_each(self) -> None:
        owned = [(address.kind, entry.id) for address, entry in self._state().entries.items()]
        assert len(set(owned)) == len(owned), "two files have one object"

    def _rests(self, policy: Policy, planned: Plan, meddled: bool) -> None:
        # What was edited while the plan was read is not to be overwritten before it was shown.
        again = self.site.plan(policy=Policy(on_conflict=policy.on_conflict) if meddled else policy).plan
        assert not again.pending, (again.changes, again.refresh, again.orphans)
        if not meddled:
            fresh = _diverged(again) - _diverged(planned)
            assert not fresh, f"nobody has touched {fresh}"
            if policy.on_drift is OnDrift.OVERWRITE:
                assert again.drift == ()
            if policy.on_conflict is OnConflict.OURS:
                assert again.conflicts == ()
        self.rested = again

    def _is_as_the_files_say(self) -> None:
        ids, repository = self._ids(), Repository(self.site.root)
        articles, groups = ({one["id"]: one for one in found} for found in everything(self.site))
        for (locale, key), text in repository.texts.items():
            article = articles[ids[f"article.{key}"]]
            there, head = contents(article)[locale], repository.texts["en", key].head | text.head
            assert there["title"] == _plain(text.head["title"])
            assert there["description"] == _plain(text.head.get("description", ""))
            assert (there["state"], str(there["author_id"])) == (head["state"], head["author_id"]), (locale, key)
            for whose in ("ours", "theirs"):
                assert words_in(" ".join(read(there["body"])), whose) == words_in(" ".join(text.body), whose)
            parent = key.rpartition("/")[0]
            assert _parent(article) == ids.get(f"collection.{parent}"), (article, parent, ids)
        for (locale, key), name in repository.names.items():
            there = names(groups[ids[f"collection.{key}"]])[locale]
            assert there == {"name": _plain(name["name"]), "description": _plain(name.get("description", ""))}

    def _state(self) -> State:
        path = self.site.root / ".hcsync/production.state.json"
        if not path.exists():
            return State("", "", "", 0, 0, {})
        return document.load(path.read_bytes(), path.name)

    def _ids(self) -> dict[str, str]:
        return {str(address): entry.id for address, entry in self._state().entries.items()}


def _diverged(plan: Plan) -> set[tuple[str, str, str]]:
    """(address, locale, field) of all that is called drift or conflict."""
    divergences = (*plan.drift, *plan.conflicts)
    found = {(str(item.address), delta.locale, delta.field.value) for item in divergences for delta in item.fields}
    return found | {(str(item.address), "", "gone") for item in plan.drift if item.gone}


def _parent(article: dict[str, Any]) -> str | None:
    return str(article["parent_ids"][0]) if article["parent_ids"] else None


def _plain(value: str) -> str:
    return str(json.loads(value)) if value.startswith('"') else value
