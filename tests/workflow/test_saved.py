"""Saved plans as values: into a file and back, whatever is in them; and what of an older hcsync's cannot be read."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from viewed import CASES, PAGE, TEXT, view, views
from viewed import plan as planned

from hcsync.errors import RefusedError
from hcsync.model.codes import Code
from hcsync.model.plan import Held, Refusal
from hcsync.model.source import SourceTree
from hcsync.planner.policy import OnConflict, OnDrift, OnOrphan, Policy
from hcsync.report.json import plan_json
from hcsync.report.text import plan_text
from hcsync.state import planfile
from hcsync.workflow.request import Request
from hcsync.workflow.saved import SavedPlan, dumped, loaded, saved

_names = st.lists(st.text(max_size=8), max_size=2).map(tuple)
_requests = st.builds(
    Request,
    st.builds(Policy, st.sampled_from(OnDrift), st.sampled_from(OnConflict), st.sampled_from(OnOrphan), st.booleans()),
    _names,
    _names,
    st.none() | st.integers(0, 9),
)
_saved = st.builds(SavedPlan, _requests, views, st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=2))


def again(one: SavedPlan) -> SavedPlan:
    return loaded(planfile.load(dumped(one), "plan"), "plan")


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(_saved)
def test_what_is_saved_is_what_is_loaded(one: SavedPlan) -> None:
    found = again(one)

    assert found == one
    assert plan_text(found.view) == plan_text(one.view)
    assert plan_json(found.view) == plan_json(one.view)


@pytest.mark.parametrize("case", sorted(CASES))
def test_each_case(case: str) -> None:
    one = SavedPlan(Request(), CASES[case], {})

    assert again(one) == one


def test_everything_a_plan_may_hold_is_kept() -> None:
    made = planned(
        held=(Held(PAGE, "8137", "Install", ("en",)),),
        refusals=(Refusal(Code.OVER_LIMIT, "too much", "less"),),
        refreshed=False,
    )
    one = SavedPlan(Request(allow_deletes=3), view(made, {(PAGE, "en"): TEXT}), {"a": "b"})

    assert again(one) == one


def test_only_people_the_plan_speaks_of_are_named() -> None:
    tree = SourceTree("content", "en", ("en",), {}, {}, (), "digest", {"a.png": "12"})
    shown = msgspec.structs.replace(CASES["drift"], authors={"7": "Grace", "8": "Nobody here"})

    one = saved(Request(), shown, tree)

    assert one.view.authors == {"7": "Grace"}
    assert one.files == {"content/a.png": "12"}


@pytest.mark.parametrize("harm", [lambda made: made.pop("view"), lambda made: made.update(request=[])])
def test_what_another_hcsync_wrote_in_another_way(harm) -> None:
    content = planfile.load(dumped(SavedPlan(Request(), CASES["create"], {})), "plan")
    harm(content)

    with pytest.raises(RefusedError, match=r"plan was saved by hcsync 1\.0, and this is .*, which cannot read it\."):
        loaded(content, "plan")
