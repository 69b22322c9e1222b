"""What an import did."""

import msgspec

from hcsync.model.diagnostic import Diagnostic


class Imported(msgspec.Struct, frozen=True):
    """`written` counts the files by what they are; `locales` are those of the texts. `kept` counts articles that were
    made by an earlier run of this import. `unlisted` counts the texts in locales that hcsync.yml does not list;
    `elsewhere` the collections of other help centers. `remote` says why pictures were left with Intercom, "" where
    they were not. `requests` counts those to Intercom, pictures aside."""

    environment: str
    workspace: str
    help_center: str
    collections: int
    articles: int
    files: int
    pictures: int
    locales: tuple[str, ...]
    kept: int
    unlisted: dict[str, int]
    elsewhere: int
    remote: str
    requests: int
    owned: int
    diagnostics: tuple[Diagnostic, ...]
