"""Locale folders that are not there, that the configuration does not list, and Markdown that lies in none."""

from collections.abc import Iterator

from hcsync.content.assemble import Assembled
from hcsync.content.gather import Gathered
from hcsync.content.place import COLLECTION_NAMES, article_stem
from hcsync.content.walk import Walked
from hcsync.model.address import Kind
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.locale import looks_like_locale, normal_locale
from hcsync.yaml12 import nearest


def folders_missing(walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    gathered = assembled.gathered
    default = gathered.default_locale
    here = Place((gathered.prefix or "./") + default)
    if default not in walked.folders:
        hint = f"make it: the folder of the default locale holds the structure; or set `default_locale` ({default})"
        yield Diagnostic(Code.NO_CONTENT, "the folder of the default locale is not there", here, hint)
    elif not _has_article(assembled):
        hint = "write a first one, such as welcome.md"
        yield Diagnostic(Code.NO_CONTENT, "the folder of the default locale holds no article", here, hint)
    for locale in gathered.locales:
        if locale != default and locale not in walked.folders:
            meant = _misspelt(locale, gathered, walked)
            renamed = f"rename `{meant}`, if that is it; " if meant else ""
            hint = f"{renamed}make it, or take {locale} out of `locales` in hcsync.yml"
            place = Place(gathered.prefix + locale)
            yield Diagnostic(Code.MISSING_LOCALE, "this locale has no folder", place, hint, Severity.WARNING)


def _misspelt(locale: str, gathered: Gathered, walked: Walked) -> str | None:
    """A folder with Markdown in it that is no listed locale, and whose name is close to that of `locale`."""
    return nearest(locale, sorted(_with_pages(gathered) & {*walked.folders} - {*gathered.locales}))


def _with_pages(gathered: Gathered) -> set[str]:
    return {path.partition("/")[0] for path in gathered.assets if "/" in path and _is_page(path)}


def _has_article(assembled: Assembled) -> bool:
    gathered = assembled.gathered
    return any(address.kind is Kind.ARTICLE for address in assembled.nodes) or any(
        address.kind is Kind.ARTICLE and locale == gathered.default_locale for address, locale in gathered.unreadable
    )


def folders_unlisted(walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    """A folder is taken for a locale by its name, if there is Markdown in it."""
    gathered = assembled.gathered
    with_pages = _with_pages(gathered)
    for folder in walked.folders:
        if folder in gathered.locales or folder not in with_pages or not looks_like_locale(folder):
            continue
        better = normal_locale(folder)
        if better != folder and better in gathered.locales:
            hint = f"rename it to `{better}`"
        else:
            hint = f"add {better} to `locales` in hcsync.yml, or list the folder in .hcsyncignore"
        message = f"`{folder}` looks like a locale, but `locales` does not list it"
        yield Diagnostic(Code.UNLISTED_LOCALE, message, Place(gathered.prefix + folder), hint)


def strays(_walked: Walked, assembled: Assembled) -> Iterator[Diagnostic]:
    """Markdown directly in the content folder, where somebody forgot the locale."""
    gathered = assembled.gathered
    if not gathered.prefix:
        return  # the content folder is the project's root, which has Markdown of its own
    for path in gathered.assets:
        if "/" not in path and _is_page(path):
            hint = f"move it to {gathered.prefix}{gathered.default_locale}/"
            message = "this file lies in no locale folder, so it is not published"
            yield Diagnostic(Code.UNLISTED_LOCALE, message, Place(gathered.prefix + path), hint, Severity.WARNING)


def _is_page(path: str) -> bool:
    return article_stem(path) is not None or path.rpartition("/")[2] in COLLECTION_NAMES
