"""A saved plan against the plan of today: what has moved under it, by name; and what it need not mind."""

import msgspec
import pytest
from viewed import CONFLICT, DRIFT, LOGIN, PAGE, change
from viewed import plan as planned

from hcsync.model.address import article
from hcsync.model.plan import Action, Divergence, Orphan, Plan
from hcsync.planner.hold import Moved, done, moved

UPDATE = change(PAGE, Action.UPDATE, "8137", precondition={"en/title": "t1"})
CREATE = change(article("new"), Action.CREATE)
ORPHAN = Orphan(article("old"), "12", "Old")
SAVED = planned(changes=(UPDATE, CREATE), refresh=(LOGIN,), orphans=(ORPHAN,))
EDITED = "was edited after the plan was made"
DELETED = "was deleted in Intercom after the plan was made"


def today(**changes: object) -> Plan:
    return msgspec.structs.replace(SAVED, **changes)


def test_nothing_moved() -> None:
    assert moved(SAVED, SAVED) == ()


def test_what_the_plan_leaves_alone_may_move() -> None:
    other = change(article("other"), Action.UPDATE, "9")
    held = Orphan(article("known"), "13", "Known", known=True)
    renamed = msgspec.structs.replace(ORPHAN, title="Renamed in Intercom")

    assert moved(SAVED, today(changes=(other, UPDATE, CREATE), drift=(DRIFT,), conflicts=(CONFLICT,))) == ()
    assert moved(SAVED, today(orphans=(held, renamed), refresh=(article("x"), LOGIN))) == ()
    assert moved(planned(orphans=(held,)), planned()) == ()


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (today(changes=(CREATE,), drift=(Divergence(PAGE, "8137", "Install", ()),)), EDITED),
        (today(changes=(CREATE,), conflicts=(Divergence(PAGE, "8137", "Install", ()),)), EDITED),
        (today(changes=(CREATE,), refresh=(LOGIN, PAGE)), EDITED),
        (today(changes=(CREATE, msgspec.structs.replace(UPDATE, precondition={"en/title": "t2"}))), EDITED),
        (today(changes=(CREATE,), drift=(Divergence(PAGE, "8137", "Install", (), gone=True),)), DELETED),
        (today(changes=(CREATE, change(PAGE, Action.CREATE))), DELETED),
        (today(changes=(CREATE, change(PAGE, Action.FORGET, "8137"))), DELETED),
        (today(changes=(CREATE,)), "is no longer to be changed"),
        (
            today(changes=(CREATE, msgspec.structs.replace(UPDATE, action=Action.UNPUBLISH, reason="so it is"))),
            "is to unpublish by now, not to update: so it is",
        ),
        (
            today(changes=(CREATE, msgspec.structs.replace(UPDATE, after=(LOGIN,)))),
            "would be changed in another way by now: what it links to or lies in has moved",
        ),
    ],
)
def test_an_update_that_no_longer_fits(now: Plan, why: str) -> None:
    assert moved(SAVED, now) == (Moved(PAGE, "8137", why),)


def test_a_creation_whose_object_is_there_by_now() -> None:
    there = change(CREATE.address, Action.ADOPT, "77", reason="an equal one exists in Intercom")

    assert moved(SAVED, today(changes=(UPDATE, there))) == (
        Moved(CREATE.address, None, "is to adopt by now, not to create: an equal one exists in Intercom"),
    )


def test_what_was_to_change_in_the_state_alone() -> None:
    assert moved(SAVED, today(refresh=(), orphans=())) == (
        Moved(LOGIN, None, EDITED),
        Moved(ORPHAN.address, "12", "is no longer an orphan"),
    )


def test_whether_all_of_it_is_done() -> None:
    assert done(SAVED, planned())
    assert done(SAVED, planned(changes=(change(article("other"), Action.CREATE),)))
    assert not done(SAVED, today(changes=(CREATE,)))
    assert not done(planned(), planned())
