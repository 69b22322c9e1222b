"""A locale goes in; the words of the site's own furniture in that language come out, English where there are none."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from hcsync.emulator.site.locales import direction, language

_Count = tuple[str, str]
"""For one, and for any other number."""


@dataclass(frozen=True, slots=True)
class Words:
    """In `_Count`s, in `results` and in dates, `{…}` is filled in. `one_is` are the numbers that count as one."""

    lang: str
    tagline: str
    search: str
    placeholder: str
    skip: str
    languages: str
    to_home: str
    all_collections: str
    article_count: _Count
    written_by: str
    updated: str
    contents: str
    more_in: str
    results: _Count
    first_only: str
    no_results: str
    no_results_hint: str
    search_hint: str
    missing: str
    missing_text: str
    elsewhere: str
    back: str
    nothing_here: str
    nothing_in: str
    day: str
    months: tuple[str, ...]
    one_is: tuple[int, ...] = (1,)

    def articles(self, count: int) -> str:
        return self._counted(self.article_count, count).format(count=count)

    def found(self, count: int, query: str) -> str:
        return self._counted(self.results, count).format(count=count, query=query)

    def date(self, seconds: int) -> str:
        """Unix seconds → the day, in UTC."""
        when = datetime.fromtimestamp(seconds, UTC)
        month = self.months[when.month - 1] if self.months else ""
        return self.day.format(year=when.year, number=when.month, month=month, day=when.day)

    def _counted(self, forms: _Count, count: int) -> str:
        return forms[0] if count in self.one_is else forms[1]


@cache
def words(locale: str) -> Words:
    found = _TABLE.get(language(locale))
    if found is not None:
        return found
    return _isolated(_EN) if direction(locale) == "rtl" else _EN


def _isolated(english: Words) -> Words:
    """English words that keep their order on a page written from right to left (U+2066 … U+2069)."""
    names = (field.name for field in fields(Words) if field.name not in ("lang", "months", "one_is"))
    return replace(english, **{name: _between_marks(getattr(english, name)) for name in names})


def _between_marks(text: str | _Count) -> Any:
    if isinstance(text, str):
        return f"\u2066{text}\u2069"
    return tuple(f"\u2066{form}\u2069" for form in text)


_EN = Words(
    lang="en",
    tagline="How can we help?",
    search="Search",
    placeholder="Search for articles…",
    skip="Skip to the content",
    languages="Language",
    to_home="not translated: go to the home page",
    all_collections="All collections",
    article_count=("{count} article", "{count} articles"),
    written_by="Written by",
    updated="Updated",
    contents="On this page",
    more_in="More in",
    results=("{count} result for “{query}”", "{count} results for “{query}”"),
    first_only="The first {count} are shown.",
    no_results="Nothing found for “{query}”",
    no_results_hint="Try fewer or other words, or look through the collections.",
    search_hint="Type a few words of what you look for.",
    missing="Page not found",
    missing_text="It may have been moved or unpublished, or it has not been translated yet.",
    elsewhere="Read it in another language:",
    back="Go to the home page",
    nothing_here="There are no articles to browse in this language yet.",
    nothing_in="There are no articles here yet.",
    day="{month} {day}, {year}",
    months=(
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December"),
    ),
)

_FR = Words(
    lang="fr",
    tagline="Comment pouvons‑nous vous aider ?",
    search="Rechercher",
    placeholder="Rechercher des articles…",
    skip="Aller au contenu",
    languages="Langue",
    to_home="pas encore traduit : aller à l’accueil",
    all_collections="Toutes les collections",
    article_count=("{count} article", "{count} articles"),
    written_by="Rédigé par",
    updated="Mis à jour le",
    contents="Sur cette page",
    more_in="À lire aussi :",
    results=("{count} résultat pour « {query} »", "{count} résultats pour « {query} »"),
    first_only="Les {count} premiers sont affichés.",
    no_results="Aucun résultat pour « {query} »",
    no_results_hint="Essayez moins de mots, ou d’autres, ou parcourez les collections.",
    search_hint="Saisissez quelques mots de ce que vous cherchez.",
    missing="Page introuvable",
    missing_text="Elle a peut-être été déplacée ou retirée, ou n’est pas encore traduite.",
    elsewhere="La lire dans une autre langue :",
    back="Aller à l’accueil",
    nothing_here="Il n’y a pas encore d’articles à parcourir dans cette langue.",
    nothing_in="Il n’y a pas encore d’articles ici.",
    day="{day} {month} {year}",
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"),
        *("novembre", "décembre"),
    ),
    one_is=(0, 1),
)

_DE = Words(
    lang="de",
    tagline="Wie können wir helfen?",
    search="Suchen",
    placeholder="Artikel suchen …",
    skip="Zum Inhalt",
    languages="Sprache",
    to_home="nicht übersetzt: zur Startseite",
    all_collections="Alle Sammlungen",
    article_count=("{count} Artikel", "{count} Artikel"),
    written_by="Verfasst von",
    updated="Aktualisiert am",
    contents="Auf dieser Seite",
    more_in="Mehr in",
    results=("{count} Treffer für „{query}“", "{count} Treffer für „{query}“"),
    first_only="Die ersten {count} werden gezeigt.",
    no_results="Nichts gefunden für „{query}“",
    no_results_hint="Versuchen Sie es mit weniger oder anderen Wörtern, oder stöbern Sie in den Sammlungen.",
    search_hint="Geben Sie ein paar Wörter ein, nach denen Sie suchen.",
    missing="Seite nicht gefunden",
    missing_text="Vielleicht wurde sie verschoben oder zurückgezogen, oder sie ist noch nicht übersetzt.",
    elsewhere="In einer anderen Sprache lesen:",
    back="Zur Startseite",
    nothing_here="In dieser Sprache gibt es noch keine Artikel zum Stöbern.",
    nothing_in="Hier gibt es noch keine Artikel.",
    day="{day}. {month} {year}",
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober"),
        *("November", "Dezember"),
    ),
)

_JA = Words(
    lang="ja",
    tagline="何かお困りですか？",
    search="検索",
    placeholder="記事を検索…",
    skip="本文へ移動",
    languages="言語",
    to_home="未翻訳のため、ホームへ移動します",
    all_collections="すべてのコレクション",
    article_count=("{count}件の記事", "{count}件の記事"),
    written_by="作成者：",
    updated="更新日：",
    contents="このページの内容",
    more_in="関連記事：",
    results=("「{query}」の検索結果：{count}件", "「{query}」の検索結果：{count}件"),
    first_only="最初の{count}件を表示しています。",
    no_results="「{query}」に一致する記事はありません",
    no_results_hint="語を減らすか別の語で試すか、コレクションからお探しください。",
    search_hint="お探しの内容を入力してください。",
    missing="ページが見つかりません",
    missing_text="移動または非公開になったか、まだ翻訳されていない可能性があります。",
    elsewhere="ほかの言語で読む：",
    back="ホームへ戻る",
    nothing_here="この言語で閲覧できる記事はまだありません。",
    nothing_in="ここにはまだ記事がありません。",
    day="{year}年{number}月{day}日",
    months=(),
)

_TABLE: Mapping[str, Words] = {one.lang: one for one in (_EN, _FR, _DE, _JA)}
