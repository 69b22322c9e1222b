"""The journal: on the disk before the next step, readable after any crash."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stated import entry

from hcsync.errors import RefusedError
from hcsync.model.codes import Code
from hcsync.model.plan import Action
from hcsync.model.record import Begin, Done, Dropped, Intent, Record, Sent
from hcsync.state import journal
from hcsync.state.journal import Journal

BEGIN = Begin("l1", 7)
LEFT_OVER = Intent("article.z", Action.CREATE, None, "Z", "", {}, 1)
RECORDS: list[Record] = [
    Intent("article.a", Action.UPDATE, "12", "Été\n\u2028", "3", {"fr": Sent({"title": "t"}, "l", "b")}, 5, "p", True),
    Done("article.a", entry()),
    Done("article.b", None),
    Dropped("article.c"),
]


def written(path: Path) -> bytes:
    with Journal(path, BEGIN, [LEFT_OVER]) as held:
        for record in RECORDS:
            held.append(record)
    return path.read_bytes()


def test_what_was_appended_is_read_back_in_order(tmp_path: Path) -> None:
    written(tmp_path / "j")

    assert journal.read(tmp_path / "j") == [BEGIN, LEFT_OVER, *RECORDS]


def test_each_record_is_there_before_append_returns(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path, BEGIN, []) as held:
        for number, record in enumerate(RECORDS, 1):
            held.append(record)
            assert journal.read(path) == [BEGIN, *RECORDS[:number]]


def test_a_journal_starts_anew(tmp_path: Path) -> None:
    written(tmp_path / "j")

    Journal(tmp_path / "j", Begin("l1", 8), []).close()

    assert journal.read(tmp_path / "j") == [Begin("l1", 8)]


def test_cut_anywhere_all_whole_records_are_read(tmp_path: Path) -> None:
    data = written(tmp_path / "j")
    for length in range(len(data) + 1):
        (tmp_path / "j").write_bytes(data[:length])

        assert journal.read(tmp_path / "j") == [BEGIN, LEFT_OVER, *RECORDS][: data[:length].count(b"\n")]


@given(st.binary(max_size=40).filter(lambda tail: b"\n" not in tail))
def test_a_last_line_of_garbage_is_left_out(tmp_path_factory: pytest.TempPathFactory, tail: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "garbage"
    path.write_bytes(b'{"type":"begin","lineage":"l1","serial":7}\n' + tail)

    assert journal.read(path) == [BEGIN]


def test_no_journal_is_an_empty_one(tmp_path: Path) -> None:
    assert journal.read(tmp_path / "j") == []


def test_removing_a_journal_twice_is_no_error(tmp_path: Path) -> None:
    written(tmp_path / "j")

    journal.remove(tmp_path / "j")
    journal.remove(tmp_path / "j")

    assert journal.read(tmp_path / "j") == []


@pytest.mark.parametrize("line", [b"garbage", b'{"type":"undone"}', b'{"type":"begin"}', b"\0\0"])
def test_damage_in_the_middle_is_refused_not_skipped(tmp_path: Path, line: bytes) -> None:
    data = written(tmp_path / "j")
    (tmp_path / "j").write_bytes(line + b"\n" + data)

    with pytest.raises(RefusedError, match="the journal of an apply that did not finish") as caught:
        journal.read(tmp_path / "j")

    assert caught.value.code == Code.STATE_UNREADABLE
