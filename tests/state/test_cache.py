"""The cache: fast when it is there, never in the way when it is not."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from hcsync.state.cache import Cache


def test_keeps_what_it_is_given_many_at_once(tmp_path: Path) -> None:
    values = {f"key:{number}": b"%d" % number for number in range(2_345)}
    cache = Cache(tmp_path / "deep/cache.db")

    cache.put_many(values)
    cache.put_many({"key:7": b"seven"})

    assert cache.get_many([*values, "unknown"]) == values | {"key:7": b"seven"}
    assert cache.get_many([]) == {}
    cache.close()
    again = Cache(tmp_path / "deep/cache.db")
    assert again.get_many(["key:7"]) == {"key:7": b"seven"}
    again.close()


def test_a_file_that_is_no_database_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    path.write_bytes(b"no database" * 1000)

    cache = Cache(path)
    cache.put_many({"a": b"1"})
    cache.close()

    again = Cache(path)
    assert again.get_many(["a"]) == {"a": b"1"}
    again.close()


def test_damage_found_late_empties_the_cache_and_does_not_stop_the_run(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    values = {f"key:{number}": bytes(1000) for number in range(500)}
    cache = Cache(path)
    cache.put_many(values)
    cache.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)

    damaged = Cache(path)
    assert damaged.get_many(values) == {}
    damaged.put_many({"a": b"1"})
    assert damaged.get_many(["a"]) == {"a": b"1"}
    damaged.close()


def test_a_table_of_another_form_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE kept (other)")
    database.close()

    cache = Cache(path)
    assert cache.get_many(["a"]) == {}
    cache.put_many({"a": b"1"})
    assert cache.get_many(["a"]) == {"a": b"1"}
    cache.close()


def test_where_no_file_can_be_made_memory_has_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()

    for path in (tmp_path / "file/cache.db", tmp_path / "folder"):
        cache = Cache(path)
        cache.put_many({"a": b"1"})
        assert cache.get_many(["a"]) == {"a": b"1"}
        cache.close()
    assert (tmp_path / "folder").is_dir()


WRITER = """
import sys
from pathlib import Path
from hcsync.state.cache import Cache
cache = Cache(Path(sys.argv[1]))
for number in range(50):
    cache.put_many({f"{sys.argv[2]}:{number}:{part}": b"x" for part in range(20)})
cache.close()
"""


def test_two_processes_may_use_one_file(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    Cache(path).close()
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]

    cache = Cache(path)
    keys = [f"{name}:{number}:{part}" for name in "ab" for number in range(50) for part in range(20)]
    assert cache.get_many(keys) == dict.fromkeys(keys, b"x")
    cache.close()


def test_a_file_another_process_holds_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    first = Cache(path)
    first.put_many({"a": b"1"})

    second = Cache(path)
    second.put_many({"b": b"2"})

    assert first.get_many(["a", "b"]) == second.get_many(["a", "b"]) == {"a": b"1", "b": b"2"}
    second.close()
    first.close()
