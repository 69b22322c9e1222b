"""Links between new articles: whoever is made first, each link leads somewhere in the end."""

import asyncio
import json
import re

from served import Site


def test_a_circle_of_new_articles_has_all_its_links_after_one_apply(site: Site) -> None:
    names = ["a", "b", "c", "d"]
    for name in names:
        others = " ".join(f"[{other}]({other}.md)" for other in names if other != name)
        site.article(name, f"See {others}.")

    async def rule(number: int, method: str, path: str, body: bytes):
        """The first one made is answered at once, the others only after it."""
        if method == "POST" and json.loads(body)["title"] != "A":
            await asyncio.sleep(0.3)

    site.weather.rule = rule
    outcome = site.apply()
    assert outcome.complete
    assert outcome.diagnostics == ()
    live = site.articles()
    for name in names:
        urls = re.findall(r'href="([^"]+)"', live[name.upper()]["body"])
        assert urls == [live[other.upper()]["url"] for other in names if other != name], (name, live)
    site.weather.rule = None
    assert not site.plan().plan.pending
