"""Links to headings: whatever links to whatever, one apply is enough; and ids in a body are nothing to compare."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planned import desire, link, page, version
from served import serving

from hcsync.emulator.quirks import Quirks
from hcsync.markup.canonical.form import canonical
from hcsync.markup.headings import chosen, headings, identified, live_ids
from hcsync.markup.render.body import render
from hcsync.planner.headings import heading_targets, loosened

KEYS = "abcde"
GRAPHS = st.dictionaries(st.sampled_from(KEYS), st.sets(st.sampled_from(KEYS), max_size=3), max_size=5)
WORDS = st.text(alphabet="ab C-1.?!ü é&<*`_", min_size=1, max_size=8)
PAGES = st.lists(st.tuples(st.integers(2, 5), WORDS, st.sampled_from(("a", "b-c", "ü", "x"))), max_size=6)


@given(GRAPHS)
def test_opened_circles_are_none_and_no_page_loses_a_link(graph: Mapping[str, set[str]]) -> None:
    links = {key: tuple(link(to, fragment="x") for to in sorted(graph.get(key, ()))) for key in KEYS}
    before = desire(*(page(key, en=version(links=links[key])) for key in KEYS))

    after, told = loosened(before)

    left = {address: heading_targets(node) for address, node in after.nodes.items()}
    done: set[object] = set()
    while free := [address for address, targets in left.items() if address not in done and targets <= done]:
        done.update(free)
    assert done == left.keys(), "somewhere there is a circle"
    for address, node in before.nodes.items():
        then, now = (each.main.body.links for each in (node, after.nodes[address]) if each.main.body)
        assert [link.partition("#")[0] for link in then] == [link.partition("#")[0] for link in now]
    assert bool(told) == (after != before)
    assert loosened(after) == (after, ())


@given(PAGES)
def test_ids_are_nothing_to_compare(parts: list[tuple[int, str, str]]) -> None:
    """What is sent with ids reads as what was written, links within the page too; and each heading has its own."""
    html = render("\n\n".join(f"{'#' * level} {words}\n\n[see](#{to})" for level, words, to in parts)).html
    ids = chosen(tuple(headings(html)), {}, "article.a@en")

    sent = identified(html, ids)

    assert canonical(sent) == canonical(html)
    assert live_ids(sent) == ids
    assert len(set(ids.values())) == len(ids)
    assert identified(sent, chosen(tuple(ids), ids, "article.other@fr")) == sent


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(GRAPHS, st.sampled_from(("fresh", "keep-own", "by-words", "none")), st.sampled_from(KEYS))
def test_whatever_links_to_whatever_one_apply_is_enough(
    tmp_path_factory: pytest.TempPathFactory, graph: Mapping[str, set[str]], way: str, edited: str
) -> None:
    with serving(tmp_path_factory.mktemp("graph"), quirks=Quirks({"heading-ids": way})) as site:
        site.config()

        def write(key: str, more: str = "") -> None:
            links = " ".join(f"[{to}]({to}.md#part-{to})" for to in sorted(graph.get(key, ())))
            site.article(key, f"{more}\n\n## Part {key}\n\n{links or 'None.'}")

        for key in KEYS:
            write(key)
        assert site.apply().complete
        assert not site.plan().plan.pending
        write(edited, "Edited.")
        site.apply()
        # What Intercom does with ids may show only now, and what links to them is then mended by the next.
        site.apply()
        plan = site.plan().plan
        assert not (plan.pending or plan.drift or plan.conflicts)
