"""The file of a saved plan: what was put in comes out, and whatever was done to it in between is noticed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcsync.errors import RefusedError, UsageError
from hcsync.state import planfile

CONTENT = {"request": {"targets": ["a/*"]}, "view": {"title": "Préface \udcff \u2028", "serial": 2**40}, "files": {}}
DATA = planfile.dump(CONTENT, "1.0")

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.sampled_from(["request", "view", "bodies", "files"]), values), st.text())
def test_what_is_put_in_comes_out(content, tool: str) -> None:
    found = planfile.load(planfile.dump(content, tool), "plan")

    assert {key: found[key] for key in found if key not in ("digest", "format", "tool")} == content
    assert (found["format"], found["tool"]) == (planfile.FORMAT, tool)


def test_the_same_gives_the_same_bytes_and_they_are_plain() -> None:
    assert planfile.dump(CONTENT, "1.0") == DATA
    assert DATA.isascii() and DATA.endswith(b"}\n") and DATA.count(b"\n") == 2


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_a_changed_byte_is_noticed(position: int, change: int) -> None:
    data = bytearray(DATA)
    data[position] ^= change

    with pytest.raises(RefusedError) as caught:
        planfile.load(bytes(data), "plan")
    assert (caught.value.code, caught.value.exit_code) == ("HC314", 5)


@given(st.integers(0, len(DATA) - 1), st.integers(0, len(DATA)))
def test_a_missing_part_is_noticed(start: int, length: int) -> None:
    with pytest.raises(RefusedError):
        planfile.load(DATA[:start] + DATA[start + max(1, length) :], "plan")


@pytest.mark.parametrize("data", [DATA + b" ", b"\xef\xbb\xbf" + DATA, DATA.replace(b"\n", b"\r\n"), b" " + DATA])
def test_what_editors_and_checkouts_do_is_noticed(data: bytes) -> None:
    with pytest.raises(RefusedError):
        planfile.load(data, "plan")


@pytest.mark.parametrize("data", [b"", b"junk", b"[]", b"{}", b"null", b"\xff\xfe\x00", b'"digest"'])
def test_what_is_no_plan_is_told_so(data: bytes) -> None:
    with pytest.raises(RefusedError) as caught:
        planfile.load(data, "plan.json")
    assert str(caught.value) == "HC314 plan.json is not a saved plan, or it is damaged."
    assert caught.value.hint == "hcsync plan --out FILE saves one."


def test_what_output_json_prints_is_told_so() -> None:
    with pytest.raises(RefusedError) as caught:
        planfile.load(b'{"format_version": "1.0"}', "plan.json")
    assert caught.value.hint == "That is what --output json prints. hcsync plan --out FILE saves one."


def test_a_newer_format_is_told_so() -> None:
    with pytest.raises(RefusedError) as caught:
        planfile.load(json.dumps({"digest": "md17:0", "format": 2}).encode(), "plan")
    assert caught.value.message == "plan was saved by a newer hcsync (plan format 2, this one reads 1)."
    assert caught.value.hint == "Upgrade hcsync."


def test_a_file_is_written_whole_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "there" / "plan"
    planfile.write(path, DATA)

    assert planfile.read(path) == json.loads(DATA)
    assert [one.name for one in path.parent.iterdir()] == ["plan"]


def test_what_cannot_be_written_is_told_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path, why in ((tmp_path, "it is a folder"), (tmp_path / "file" / "plan", "File exists|Not a directory")):
        with pytest.raises(UsageError, match=why) as caught:
            planfile.write(path, DATA)
        assert f"saved as {path}:" in caught.value.message


def test_what_cannot_be_read_is_told_by_its_own_name(tmp_path: Path) -> None:
    for path, why in ((tmp_path, "Is a directory"), (tmp_path / "none", "there is no such file")):
        with pytest.raises(UsageError) as caught:
            planfile.read(path)
        assert caught.value.message == f"the saved plan {path} cannot be read: {why}."
