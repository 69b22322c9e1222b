"""What an apply has written → the images that Intercom could not fetch: it refused the article for one, dropped it, or
left it where it was. Which of the three Intercom does is documented for the first alone."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from hcsync.applier.job import Job
from hcsync.errors import ApiError
from hcsync.intercom import convert
from hcsync.markup.canonical.form import canonical, form
from hcsync.markup.canonical.links import encoded
from hcsync.markup.canonical.signatures import OWN_HOST, identity
from hcsync.model.address import Address
from hcsync.model.digest import image_mark, image_name
from hcsync.model.live import LiveVersion
from hcsync.model.outcome import Status
from hcsync.model.plan import Change, Field
from hcsync.planner.tokens import slot

REFUSED = "Intercom could not fetch it, and has not taken the article"
DROPPED = "Intercom has left it out, most likely since it could not fetch it"
LEFT = "Intercom has taken no copy of it, most likely since it could not fetch it"
# So much of an address is enough to know it by; what Intercom says of one may be cut off.
_SAID = 200


class Missed(NamedTuple):
    """`number` counts the images of the body from 0; `url` is what Intercom was given."""

    address: Address
    locale: str
    number: int
    url: str
    why: str


async def missed(job: Job) -> list[Missed]:
    """Asks Intercom again for those articles alone that hold fewer images than were sent."""
    found: list[Missed] = []
    for change in job.decision.plan.changes:
        result = job.results.get(change.address)
        if result is None or change.address not in job.desired.nodes:
            continue
        if result.status is Status.FAILED and result.error:
            found += _refused(change, result.error, job)
        elif change.address in job.written and result.status is Status.APPLIED and not result.error:
            found += await _unlike(change, job)
    return found


def _refused(change: Change, said: str, job: Job) -> Iterator[Missed]:
    for locale, urls in _sent(change, job).items():
        for index, url in enumerate(urls):
            if url[:_SAID] in said:
                yield Missed(change.address, locale, index, url, REFUSED)


async def _unlike(change: Change, job: Job) -> list[Missed]:
    found: list[Missed] = []
    short: dict[str, list[str]] = {}
    for locale, urls in _sent(change, job).items():
        live = job.written[change.address].versions.get(locale) or LiveVersion("", "")
        if slot(locale, Field.BODY) in change.keep:
            continue
        if len(live.images) < len(urls):
            short[locale] = urls
        marks = set(live.images)
        for index, url in enumerate(urls):
            if image_mark(encoded(identity(url))) in marks and not OWN_HOST.match(url):
                found.append(Missed(change.address, locale, index, url, LEFT))
    if short:
        there = await _there(change, job)
        for locale, urls in short.items():
            names = Counter(map(image_name, there.get(locale, [])))
            for index, url in enumerate(urls):
                if names[image_name(url)] < 1:
                    found.append(Missed(change.address, locale, index, url, DROPPED))
                names[image_name(url)] -= 1
    return found


async def _there(change: Change, job: Job) -> dict[str, list[str]]:
    """Locale → addresses of the images that Intercom has now; nothing where it does not answer."""
    try:
        article = await job.client.article(job.written[change.address].remote_id)
    except ApiError:
        return _sent(change, job)
    contents = convert.contents(article, job.desired.default_locale)
    sites = job.observer.sites
    return {locale: list(form(canonical(one.body, sites=sites)).images) for locale, one in contents.items()}


def _sent(change: Change, job: Job) -> dict[str, list[str]]:
    """Locale → the addresses of images that Intercom was given, as they are compared."""
    node = job.node(change)
    return {
        locale: [job.sources.asset(image) if image.startswith("hcsync:") else image for image in version.body.images]
        for locale, version in node.versions.items()
        if version.body is not None and version.body.images
    }
