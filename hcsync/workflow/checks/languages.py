"""A check of the locales: are those that hcsync.yml lists the ones the help center speaks.

2.10 has no list of them. An article tells the default one, and which others it has a place for.
"""

from hcsync.errors import ApiError
from hcsync.intercom import wire
from hcsync.intercom.client import Client
from hcsync.model.checkup import Finding
from hcsync.model.codes import Code
from hcsync.workflow.checks.known import Known, fault, of_error, ok, warning


async def locales(known: Known) -> Finding | None:
    if known.client is None or known.config is None or known.workspace is None:
        return None
    wanted, default = known.config.locales, known.config.default_locale
    try:
        articles = await _some_articles(known.client)
    except ApiError as error:
        return of_error(error)
    if not articles:
        return ok(f"{', '.join(wanted)}; Intercom tells none before there is an article")
    there = next((article.default_locale for article in articles if article.default_locale), None)
    if there is None:
        return _one_language(wanted, default)
    return _compared(wanted, default, there, {locale for article in articles for locale in _named(article)})


def _one_language(wanted: tuple[str, ...], default: str) -> Finding:
    if len(wanted) == 1:
        return ok(f"{default}; the help center has one language, and Intercom does not tell which")
    return warning(
        f"hcsync.yml lists {len(wanted)} locales, and the help center shows one language",
        "Turn the other languages on in Intercom's settings of the help center.",
        Code.LOCALE_NOT_STORED,
    )


def _compared(wanted: tuple[str, ...], default: str, there: str, seen: set[str]) -> Finding:
    if there != default:
        return fault(
            f"the help center's default locale is {there}, but this repository's is {default}",
            f"Write `default_locale: {there}` in hcsync.yml.",
            Code.OTHER_DEFAULT_LOCALE,
        )
    unseen = [locale for locale in wanted if locale not in {there, *seen}]
    if not unseen:
        return ok(f"{', '.join(wanted)}; {default} is the default")
    are = "is" if len(unseen) == 1 else "are"
    return warning(
        f"{default} is the default; whether {', '.join(unseen)} {are} turned on Intercom does not tell: no article has "
        f"{'it' if len(unseen) == 1 else 'them'} yet",
        "Look into Intercom's settings of the help center.",
    )


async def _some_articles(client: Client) -> list[wire.Article]:
    pages = client.article_pages()
    try:
        async for page in pages:
            return page
    finally:
        await pages.aclose()
    return []


def _named(article: wire.Article) -> list[str]:
    """The locales an article has a place for, be it empty."""
    translated = article.translated_content
    return [locale for locale in translated if locale != "type"] if isinstance(translated, dict) else []
