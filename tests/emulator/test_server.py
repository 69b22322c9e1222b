"""The server as a process: it says where it listens, stops when told, breaks connections when asked."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from hcsync.emulator.settings import Settings
from hcsync.emulator.store import Store

CLEAN = {key: value for key, value in os.environ.items() if not key.startswith(("HCSYNC_", "INTERCOM_"))}


@contextmanager
def running(*arguments, stop=signal.SIGTERM):
    """The server's address and process; it must end with 0."""
    command = [sys.executable, "-m", "hcsync", "emulator", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=CLEAN)
    try:
        line = process.stdout.readline()
        assert line.startswith("Listening on http://127.0.0.1:"), process.stderr.read()
        yield urlsplit(line.removeprefix("Listening on ").strip()), process
    finally:
        process.send_signal(stop)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "", "")


def ask(url, method="GET", path="/me", body=None, timeout=20):
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=timeout)
    data = None if body is None else json.dumps(body)
    connection.request(method, path, data, {"Authorization": "Bearer t", "Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def collections(path):
    store = Store(Settings(db=path))
    try:
        return store.value("SELECT count(*) FROM collections")
    finally:
        store.close()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_one_line_then_answers_then_an_orderly_end(tmp_path, stop):
    with running("--db", str(tmp_path / "x.db"), "--log", str(tmp_path / "log" / "x.ndjson"), stop=stop) as (url, _):
        assert ask(url)[0] == 200
        assert ask(url, "POST", "/articles?x=1", {"title": "T", "author_id": 1})[0] == 200
        assert ask(url, path="/articles/5")[0] == 404
        # An idle connection that the client keeps open must not hold the end up.
        held = socket.create_connection((url.hostname, url.port))
    held.close()
    lines = [json.loads(line) for line in (tmp_path / "log" / "x.ndjson").read_text().splitlines()]
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("GET", "/me", 200),
        ("POST", "/articles", 200),
        ("GET", "/articles/5", 404),
    ]
    assert all(set(line) == {"method", "path", "status", "ms"} and line["ms"] >= 0 for line in lines)


def test_next_points_at_the_server():
    with running() as (url, _):
        for name in "ab":
            ask(url, "POST", "/help_center/collections", {"name": name})
        found = json.loads(ask(url, path="/help_center/collections?per_page=1")[1])
        assert found["pages"]["next"] == f"{url.geturl()}/help_center/collections?per_page=1&page=2"


@pytest.mark.parametrize(("fault", "kept"), [("reset-before", 0), ("reset-after", 1)])
def test_a_reset_is_a_reset(tmp_path, fault, kept):
    path = tmp_path / "x.db"
    with running("--db", str(path), "--fault", f"{fault}=1", "--log", str(tmp_path / "log")) as (url, _):
        raw = socket.create_connection((url.hostname, url.port), timeout=20)
        body = b'{"name": "A"}'
        raw.sendall(
            b"POST /help_center/collections HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        with pytest.raises(ConnectionResetError):
            raw.recv(1)
        raw.close()
    assert json.loads((tmp_path / "log").read_text())["status"] is None
    assert collections(path) == kept


def test_no_answer_at_all_but_it_happened(tmp_path):
    path = tmp_path / "x.db"
    with running("--db", str(path), "--fault", "timeout-after-commit=1") as (url, _), pytest.raises(TimeoutError):
        ask(url, "POST", "/help_center/collections", {"name": "A"}, timeout=0.7)
    assert collections(path) == 1


def test_a_truncated_answer_is_a_complete_message_of_half_a_json():
    with running("--fault", "truncated=1") as (url, _):
        status, body = ask(url)
    assert status == 200 and body.startswith(b'{"type":"admin"') and not body.endswith(b"}")


def test_a_taken_port_is_said_in_a_sentence():
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    command = [sys.executable, "-m", "hcsync", "emulator", "--port", str(port)]
    found = subprocess.run(command, capture_output=True, text=True, env=CLEAN, check=False)
    taken.close()
    assert found.returncode == 1 and found.stdout == ""
    assert f"127.0.0.1:{port} cannot be listened on" in found.stderr and "Traceback" not in found.stderr
