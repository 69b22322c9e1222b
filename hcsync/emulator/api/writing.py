"""What a request says of an article goes in; the article as it is stored afterwards comes out.

Runs inside one transaction. Locales merge: what is not sent stays (quirk locale-merge). The root's times are those of
the default locale's text.
"""

from dataclasses import replace

from hcsync.emulator.api.texts import Sent, Text
from hcsync.emulator.body.images import Uploads
from hcsync.emulator.body.normalise import Writing, normalise
from hcsync.emulator.body.plain import plain
from hcsync.emulator.rows import articles, people
from hcsync.emulator.rows.articles import Article, Content, Staged
from hcsync.emulator.store import Store


def create(store: Store, sent: Sent, uploads: Uploads) -> Article:
    """A new article with all that was sent."""
    article = articles.insert(store, sent.parent_id, store.now)
    for locale, text in _texts(store, sent).items():
        if text is not None:
            _write(store, article, locale, text, sent.main.author_id or 0, uploads)
    return article


def update(store: Store, article: Article, sent: Sent, uploads: Uploads) -> Article:
    """The article changed by what was sent; `article` itself is brought up to date and returned."""
    settings = store.settings
    before = article.contents[settings.default_locale]
    moved = sent.parent_sent and sent.parent_id != article.parent_id
    if moved:
        first = sent.parent_id if article.first_parent_id is None else article.first_parent_id
        article = replace(article, parent_id=sent.parent_id, first_parent_id=first)
    staged = articles.staged(store, article.id)
    for locale, text in _texts(store, sent).items():
        if text is None:
            _nulled(store, article, locale)
            continue
        held = staged.get(locale)
        if held is None and settings.quirks["pending-draft"] == "on" and _published(article, locale):
            held = Staged()
        live = text if held is None else _through_draft(store, article, locale, text, held)
        if settings.quirks["author-omitted"] == "acting" and live.author_id is None:
            live = replace(live, author_id=people.admins(store)[0].id)
        _write(store, article, locale, live, before.author_id, uploads)
    return _dated(store, article, before, sent, moved)


def _texts(store: Store, sent: Sent) -> dict[str, Text | None]:
    return {store.settings.default_locale: sent.main, **sent.others}


def _published(article: Article, locale: str) -> bool:
    return locale in article.contents and article.contents[locale].state == "published"


def _write(store: Store, article: Article, locale: str, text: Text, author: int, uploads: Uploads) -> None:
    quirks = store.settings.quirks
    old = article.contents.get(locale)
    if text == Text() and (old is not None and quirks["noop-put"] == "keep"):
        return
    blank = Content(locale, "", "", "", author if old is None else old.author_id, "draft", store.now, store.now)
    base = blank
    if old is not None:
        replaced = quirks["locale-merge"] == "replace" and locale != store.settings.default_locale
        base = replace(blank, created_at=old.created_at, updated_at=old.updated_at) if replaced else old
    body = base.body
    writes = 0 if old is None else old.writes
    if text.body is not None:
        writes += 1
        body = normalise(text.body, Writing(store, f"{article.id}:{locale}:{writes}", uploads))
    new = replace(
        base,
        title=base.title if text.title is None else text.title,
        description=base.description if text.description is None else text.description,
        body=body,
        author_id=base.author_id if text.author_id is None else text.author_id,
        state=base.state if text.state is None else text.state,
        writes=0 if old is None else old.writes,
    )
    if new == old and quirks["noop-put"] == "keep":
        return
    store_content(store, article, replace(new, updated_at=store.now, writes=writes))


def store_content(store: Store, article: Article, content: Content) -> None:
    """Write a text and what search looks through."""
    sought = f"{content.title}\n{content.description}\n{plain(content.body)}".casefold()
    articles.put_content(store, article.id, content, sought)
    article.contents[content.locale] = content


def _nulled(store: Store, article: Article, locale: str) -> None:
    """A locale was sent as null."""
    content = article.contents.get(locale)
    wish = store.settings.quirks["locale-null"]
    if content is None or wish == "ignore":
        return
    if wish == "delete":
        articles.drop_content(store, article.id, locale)
        del article.contents[locale]
    elif content.state != "draft":
        store_content(store, article, replace(content, state="draft", updated_at=store.now))


def _through_draft(store: Store, article: Article, locale: str, text: Text, held: Staged) -> Text:
    """A draft is pending: without a state the text lands there, unseen; with one, the draft and the text go live (quirk
    draft-with-state)."""
    merged = Staged(
        title=held.title if text.title is None else text.title,
        description=held.description if text.description is None else text.description,
        body=held.body if text.body is None else text.body,
    )
    waits = store.settings.quirks["draft-with-state"] == "hold" and text.state == article.contents[locale].state
    if text.state is None or waits:
        articles.stage(store, article.id, locale, merged)
        return Text(author_id=text.author_id)
    articles.unstage(store, article.id, locale)
    return replace(text, title=merged.title, description=merged.description, body=merged.body)


def publish_drafts(store: Store, article: Article, uploads: Uploads) -> list[str]:
    """What a person does in the editor: everything that waits goes live. Returns the locales of which that is true."""
    staged = articles.staged(store, article.id)
    before = article.contents[store.settings.default_locale]
    for locale, held in staged.items():
        text = Text(title=held.title, description=held.description, body=held.body)
        _write(store, article, locale, text, before.author_id, uploads)
    articles.unstage(store, article.id)
    _dated(store, article, before, Sent(Text(), {}, False, None), moved=False)
    return list(staged)


def with_drafts(store: Store, article: Article, uploads: Uploads) -> Article:
    """The article as it would be with everything that waits; nothing is stored of it."""
    contents = dict(article.contents)
    for locale, held in articles.staged(store, article.id).items():
        old = contents[locale]
        body = old.body
        if held.body is not None:
            body = normalise(held.body, Writing(store, f"{article.id}:{locale}:waiting", uploads))
        contents[locale] = replace(
            old,
            title=old.title if held.title is None else held.title,
            description=old.description if held.description is None else held.description,
            body=body,
        )
    return replace(article, contents=contents)


def _dated(store: Store, article: Article, before: Content, sent: Sent, moved: bool) -> Article:
    """Bring the root's updated_at up to date and write the article's own row."""
    quirks, default = store.settings.quirks, store.settings.default_locale
    main = article.contents[default]
    translated = quirks["translation-bumps-root"] == "on" and any(
        content.updated_at == store.now for locale, content in article.contents.items() if locale in sent.others
    )
    if (moved or translated) and main.updated_at != store.now:
        main = replace(main, updated_at=store.now)
        store_content(store, article, main)
    article = replace(article, updated_at=main.updated_at)
    if main.updated_at != before.updated_at or moved:
        articles.update(store, article)
    return article
