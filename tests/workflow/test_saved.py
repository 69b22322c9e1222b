"""Saved plans as values: into a file and back, whatever is in them; and what of an older hcsync's cannot be read."""

from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from viewed import CASES, views

from hcsync.config import load
from hcsync.errors import RefusedError
from hcsync.model.address import Address, Kind
from hcsync.model.digest import blob_id
from hcsync.planner.policy import OnConflict, OnDrift, OnOrphan, Policy
from hcsync.report.json import plan_json
from hcsync.report.text import plan_text
from hcsync.state import planfile
from hcsync.workflow.project import opened
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
_files = st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=2)
_saved = st.builds(SavedPlan, _requests, views, _files, st.text(max_size=8))


def _structs(kind: Any) -> set[type[msgspec.Struct]]:
    """Every struct that a value of `kind` may hold."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {kind}.union(*map(_structs, get_type_hints(kind).values()))
    return set().union(*map(_structs, get_args(kind)))


def _whole(kind: type[msgspec.Struct]) -> st.SearchStrategy[msgspec.Struct]:
    """With a value for every field, be there a default or not."""
    return st.builds(kind, **{name: st.from_type(hint) for name, hint in get_type_hints(kind).items()})


# From the types alone, so that a field that comes to be is tried, too.
for struct in _structs(SavedPlan):
    st.register_type_strategy(struct, _whole)
st.register_type_strategy(Address, st.builds(Address, st.sampled_from(Kind), st.text(min_size=1, max_size=8)))


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
    one = SavedPlan(Request(), CASES[case], {}, "")

    assert again(one) == one


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.from_type(SavedPlan))
def test_everything_that_can_be_in_one_is_kept(one: SavedPlan) -> None:
    assert again(one) == one


def test_only_people_the_plan_speaks_of_are_named(tmp_path: Path) -> None:
    shown = msgspec.structs.replace(CASES["drift"], authors={"7": "Grace", "8": "Nobody here"})
    (tmp_path / "content/en").mkdir(parents=True)
    (tmp_path / "content/en/a.png").write_bytes(b"png")
    config = load(tmp_path, {})

    with opened(config, config.environment()) as project:
        one = saved(Request(), shown, project)

    assert one.view.authors == {"7": "Grace"}
    assert one.files == {"content/en/a.png": blob_id(b"png")}


@pytest.mark.parametrize("harm", [lambda made: made.pop("view"), lambda made: made.update(request=[])])
def test_what_another_hcsync_wrote_in_another_way(harm) -> None:
    content = planfile.load(dumped(SavedPlan(Request(), CASES["create"], {}, "")), "plan")
    harm(content)

    with pytest.raises(RefusedError, match=r"plan was saved by hcsync 1\.0, and this is .*, which cannot read it\."):
        loaded(content, "plan")
