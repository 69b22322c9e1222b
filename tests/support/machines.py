"""Several machines that keep one help center: each a folder with the repository and hcsync, one place for the state."""

import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path

from places import Place, git
from running import Emulator, Folder

from hcsync.state.backend import Slot

HEAD = "---\ntitle: {title}\nauthor_id: 1\nstate: published\n---\n\n"


@dataclass
class Machines:
    """`fresh` makes one more machine, which knows nothing but the repository and the place of the state."""

    root: Path
    place: Place
    emulator: Emulator
    files: dict[str, str] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def fresh(self) -> Folder:
        folder = self.root / f"machine-{next(self._numbers)}"
        if self.place.name == "git":
            self.place.clone(folder)
        elif self.place.name == "folder":
            # A folder is no place for several machines: they work in one.
            folder = self.root
        made = Folder(folder)
        made.write(
            "hcsync.yml",
            "default_locale: en\nlocales: [en, fr]\nenvironments:\n  production:\n    default: true\n"
            f"    base_url: {self.emulator.url}\n    token_env: HELP_TOKEN\n    state: {self.place.setting}\n",
        )
        for name, text in self.files.items():
            made.write(name, text)
        return made

    @property
    def variables(self) -> dict[str, str]:
        return {"HELP_TOKEN": self.emulator.token, **self.place.variables}

    def left(self) -> dict[Slot, bool]:
        """Which slots hold something."""
        backend = self.place.another()
        return {slot: backend.read(slot) is not None for slot in Slot}

    def serial(self) -> tuple[str, int]:
        stored = self.place.another().read(Slot.STATE)
        assert stored is not None
        document = json.loads(stored.data)
        return document["lineage"], document["serial"]


def circle(count: int) -> dict[str, str]:
    """Articles in two locales and two collections, each linking to the next and to the one before it."""
    files = {}
    for locale in ("en", "fr"):
        files[f"content/{locale}/guide/_collection.yml"] = f"name: Guide {locale}\n"
        files[f"content/{locale}/guide/deep/_collection.yml"] = f"name: Deep {locale}\n"
    for number in range(count):
        folder, other = ("guide/deep", "..") if number % 2 else ("guide", "deep")
        near = [f"{other}/page-{(number + step) % count}.md" for step in (-1, 1)]
        head = HEAD.format(title=f"Page {number}")
        files[f"content/en/{folder}/page-{number}.md"] = f"{head}After [that]({near[0]}), go [on]({near[1]}).\n"
        text = f"---\ntitle: Page {number} fr\n---\n\nTexte {number}, [suite]({near[1]}).\n"
        files[f"content/fr/{folder}/page-{number}.md"] = text
    return files


def committed(folder: Path) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "content")
