"""A seed → the life of a help center: people at work on both sides, hcsync between them, and what must hold throughout.

No text is lost unseen, nothing is made twice, what nobody owns is left as it is, and after an apply there is nothing to
apply. Each step draws from a source of its own, so a life can be lived again without some of its steps.
"""

import random
import subprocess
from collections.abc import Iterable
from pathlib import Path

import msgspec
from editor import Editor, contents, everything
from served import Site, serving
from witness import Scene, as_the_files_say, diverged, scene, stranded, undone, untold
from writer import LOCALES, Choose, Repository, Words, Writer, settled, words_in

from hcsync.emulator.quirks import TABLE, Quirks
from hcsync.emulator.settings import generated_admins
from hcsync.errors import ConflictError, ContentInvalid, RefusedError, UsageError
from hcsync.model.address import Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Severity
from hcsync.model.plan import Action, Plan
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
        # What of the writer's may have been applied.
        self.sent: set[str] = set()
        # What each article reads as → its key and its remote id.
        self.identities: dict[str, tuple[str, str]] = {}
        # Where a text was that an apply of a part may have written over.
        self.blurred: set[str] = set()
        # What the last plan after an apply said, while nobody has done anything since.
        self.rested: Plan | None = None
        site.config(", ".join(LOCALES), choose(("", "safety:\n  max_delete: 100%\n")))
        for locale in LOCALES:
            (site.root / "content" / locale).mkdir(parents=True)
        self.versioned = choose((True, False))
        if self.versioned:
            self._git("init", "-q")
        words = Words()
        self.writer = Writer(site.root, words, choose)
        self.writer.work()
        self.editor = Editor(site, words, choose, removable=quirks.get("locale-null") == "delete")

    def choose(self, choose: Choose) -> None:
        self._choose = self.writer.choose = self.editor.choose = choose

    def step(self) -> None:
        self._choose((
            self.write, self.write, self.write, self.write, self.edit, self.edit, self.edit, self.agree, self.commit,
            self.apply, self.apply, self.apply, self.settle, self.forget, self.pull, self.rollback,
        ))()  # fmt: skip

    def write(self) -> None:
        self._note(self.writer.work())

    def edit(self) -> None:
        self._note(self.editor.work())

    def _note(self, said: str) -> None:
        self.diary.append(said)
        self.rested = None

    def commit(self) -> None:
        if self.versioned:
            self._git("add", "-A")
            self._git("commit", "-q", "--allow-empty", "-m", "Work")

    def _git(self, *arguments: str) -> None:
        who = ["-c", "user.name=Jo", "-c", "user.email=jo@example.com"]
        subprocess.run(["git", *who, *arguments], cwd=self.site.root, check=True, capture_output=True)

    def agree(self) -> None:
        """The writer takes a title over from Intercom."""
        ids, repository = self._ids(), Repository(self.site.root)
        there = {article["id"]: article for article in everything(self.site)[0]}
        both = [key for key in repository.keys if ids.get(f"article.{key}") in there]
        if both:
            key = self._choose(both)
            title = contents(there[ids[f"article.{key}"]])["en"]["title"]
            repository.texts["en", key].head["title"] = title
            repository.save()
            self._note(f"title of {key} as in Intercom")

    def apply(self) -> None:
        """Perhaps a part alone, and perhaps with somebody at work while the plan is read."""
        keys = Repository(self.site.root).keys
        part = self._choose(("all", "all", "all", "target", "exclude"))
        chosen = {part: (self._choose(keys),)} if part != "all" else {}
        self._apply(self._choose(POLICIES), meddled=self._choose((False, False, False, True)), **chosen)

    def settle(self) -> None:
        """All that the files say, whatever happened in Intercom."""
        while (done := self._apply(FIRM)) is None:
            pass
        if done and not self.lossy:
            as_the_files_say(self.site, self._ids())

    def forget(self) -> None:
        """Everything is at rest, and the state is lost."""
        plan = self.rested
        if plan is None or plan.drift or plan.conflicts or plan.orphans or self.lossy:
            return
        if any("](https://intercom.help/" in path.read_text() for path in self.site.root.rglob("content/**/*.md")):
            # A link by the address of a page, in place of a path, does not compare equal: a person has to say so.
            return
        self.diary.append("the state is lost")
        (self.site.root / ".hcsync/production.state.json").unlink(missing_ok=True)
        sent = len(self.site.weather.seen)
        self._apply(Policy())
        assert self._methods(sent) == {"GET"}

    def pull(self) -> None:
        """What was edited in Intercom comes into the files; the writer then chooses where both edited the same."""
        mine, there, ids = self._words(), scene(self.site), self._ids()
        sent = len(self.site.weather.seen)
        try:
            ids |= {str(c.address): c.remote_id for c in self.site.plan().plan.changes if c.moved_from and c.remote_id}
            found = self.site.pull()
        except ContentInvalid as error:
            self._mend([fault for fault in error.faults if isinstance(fault, Diagnostic)])
            return
        assert self._methods(sent) == {"GET"}
        assert scene(self.site) == there
        self._note(f"pull: {[(one.path, one.fields, one.conflicts) for one in found.taken]}")
        lost = mine - self._words() - self.sent
        assert not lost, f"{lost} was never applied, and is gone"
        lost = stranded(self.site, ids, found) - self.home
        assert not lost, f"{lost} stays in Intercom alone, and nobody is told"
        for side in settled(self.site.root, self._choose):
            self.diary.append(f"  {side}")
        # What a file has from Intercom may be what another one said before, as a rollback put it there.
        repository = Repository(self.site.root)
        for key in {one.address.key for one in found.taken if one.address.kind is Kind.ARTICLE}:
            if self.identities.get(repository.reading(key), (key, ""))[0] != key:
                del self.identities[repository.reading(key)]
        left = {str(one.address) for one in found.left}
        clashing = [slot for slot in diverged(self.site.plan().plan.conflicts) if slot[0] not in left]
        assert not clashing, f"pulled, and still in conflict: {clashing}"

    def _words(self) -> set[str]:
        """The writer's, in the files as they are; Intercom's that were ever there are noted."""
        text = "".join(path.read_text() for path in self.site.root.rglob("content/**/*.*"))
        self.home |= words_in(text)
        return words_in(text, "ours")

    def rollback(self) -> None:
        """An apply, and back again."""
        before = scene(self.site)
        if not self._apply(self._choose(POLICIES)):
            return
        self.rested = None
        between, views = scene(self.site), list[PlanView]()
        self.diary.append("rollback")
        try:
            outcome = self.site.rollback(show=views.append)
        except ConflictError:
            assert not views[0].plan.pending
            assert scene(self.site) == between
            return
        except (UsageError, RefusedError) as error:
            assert error.code in (Code.UNKNOWN_RUN, Code.PROTECTED)
            return
        after = scene(self.site)
        assert outcome.complete, [result.error for result in outcome.results if result.error]
        assert untold(between, after, views[0], self.home) == []
        if between.raw != before.raw and not self.lossy:
            assert undone(before, between, after) == []

    def _apply(
        self, policy: Policy, meddled: bool = False, target: tuple[str, ...] = (), exclude: tuple[str, ...] = ()
    ) -> bool | None:
        """Whether all was done; None where it was refused and somebody has mended what was wrong."""
        self.diary.append(f"apply {policy.on_drift} {policy.on_conflict} {policy.on_orphan} {target} not {exclude}")
        self._words()
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
        except (ConflictError, RefusedError) as error:
            refused = views[0].plan.conflicts if isinstance(error, ConflictError) else views[0].plan.refusals
            assert refused
            self._nothing_was_written(sent, before)
            return False
        except ContentInvalid as error:
            self._nothing_was_written(sent, before)
            self._mend([fault for fault in error.faults if isinstance(fault, Diagnostic)])
            return None
        after = scene(self.site)
        self.sent |= words_in(str(after.slots), "ours")
        assert not (u := untold(before, after, views[0], self.home)), u
        owned = [(address.kind, entry.id) for address, entry in self._state().entries.items()]
        assert len(set(owned)) == len(owned), "two files have one object"
        self.rested = None
        if not outcome.complete:
            assert meddled, [result.error for result in outcome.results if result.error]
            self._gives_up_what_was_rewritten()
            return False
        if not target and not exclude:
            self._keeps_what_it_is(before)
            if policy.on_conflict is not OnConflict.OURS:
                # What is in conflict was not applied: the state cannot know it again.
                unknown = {conflict.address.key for conflict in views[0].plan.conflicts}
                self.identities = {text: of for text, of in self.identities.items() if of[0] not in unknown}
        else:
            self._gives_up_what_was_rewritten()
        if not self.lossy:
            self._rests(policy, views[0].plan, meddled, target, exclude)
        return True

    def _keeps_what_it_is(self, before: Scene) -> None:
        """Wherever its file went, an article that reads as it did is the article that it was; unless another text was
        begun in its place: whether that is a new article, or it was copied and then rewritten, nobody can tell, nor of
        one whose place that text has taken. Nor can anybody where its text stands in place of another one that is
        nowhere now."""
        ids, repository = self._ids(), Repository(self.site.root)
        found = {repository.reading(key): (key, ids[f"article.{key}"]) for key in repository.keys}
        before_here = {found[reading][0]: key for reading, (key, _) in self.identities.items() if reading in found}
        rewritten = set(repository.keys) - before_here.keys()
        while taken := {key for key, was in before_here.items() if was in rewritten} - rewritten:
            rewritten |= taken
        displaced = {key for reading, (key, _) in self.identities.items() if reading not in found} | self.blurred
        for reading, (key, was) in self.identities.items():
            there = found.get(reading)
            if there and key not in rewritten and there[0] not in displaced and ("article", was) in before.raw:
                assert there[1] == was, f"{key} ({was}) has become {there}"
        self.identities, self.blurred = found, set()

    def _gives_up_what_was_rewritten(self) -> None:
        """This alone may an apply have written that did not do all."""
        repository = Repository(self.site.root)
        keys = {ident: address.removeprefix("article.") for address, ident in self._ids().items()}
        left = {reading: (keys.get(was, key), was) for reading, (key, was) in self.identities.items()}
        self.identities = {
            reading: (key, was)
            for reading, (key, was) in left.items()
            if key not in repository.keys or repository.reading(key) == reading
        }
        self.blurred |= {key for key, _ in left.values()} - {key for key, _ in self.identities.values()}

    def _methods(self, sent: int) -> set[str]:
        """With which was asked since so many requests were sent; those of the witnesses count."""
        return {method for method, _, _ in self.site.weather.seen[sent:]}

    def _nothing_was_written(self, sent: int, before: Scene) -> None:
        assert self._methods(sent) <= {"GET"}
        assert scene(self.site) == before

    def _mend(self, faults: list[Diagnostic]) -> None:
        """Where the title is there already, the writer takes over what is there; an id that leads nowhere goes."""
        repository = Repository(self.site.root)
        for fault in faults:
            assert fault.code in (Code.LOOKALIKE, Code.UNKNOWN_LIVE_ID, Code.DOUBTFUL_MOVE), fault
            assert fault.place and fault.hint
            path = fault.place.path.removeprefix("content/en/")
            folder = path.removesuffix("/_collection.yml")
            head = repository.names["en", folder] if folder != path else repository.texts["en", path[:-3]].head
            if fault.code is Code.UNKNOWN_LIVE_ID:
                del head["id"]
            elif fault.code is Code.LOOKALIKE and fault.severity is Severity.ERROR:
                head["id"] = fault.hint.split("id: ")[1].split(" ")[0]
            self.diary.append(f"  {fault}")
        repository.save()

    def _rests(
        self, policy: Policy, planned: Plan, meddled: bool, target: tuple[str, ...], exclude: tuple[str, ...]
    ) -> None:
        if meddled:
            # What was edited while the plan was read is not to be overwritten before it was shown.
            policy = Policy(on_conflict=OnConflict.SKIP, on_orphan=policy.on_orphan)
        again = self.site.plan(*target, policy=policy, excluded=exclude).plan
        if meddled:
            # What was deleted meanwhile, and has no file, is to be forgotten.
            left = tuple(change for change in again.changes if change.action is not Action.FORGET)
            again = msgspec.structs.replace(again, changes=left)
        assert not again.pending, (again.changes, again.refresh, again.orphans)
        if not meddled:
            fresh = diverged((*again.drift, *again.conflicts)) - diverged((*planned.drift, *planned.conflicts))
            assert not fresh, f"nobody has touched {fresh}"
            if policy.on_drift is OnDrift.OVERWRITE:
                assert again.drift == ()
            if policy.on_conflict is OnConflict.OURS:
                assert again.conflicts == ()
        self.rested = None if target or exclude else again

    def _state(self) -> State:
        path = self.site.root / ".hcsync/production.state.json"
        if not path.exists():
            return State("", "", "", 0, 0, {})
        return document.load(path.read_bytes(), path.name)

    def _ids(self) -> dict[str, str]:
        return {str(address): entry.id for address, entry in self._state().entries.items()}
