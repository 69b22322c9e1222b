"""Work done by several processes: the same outcome as here, and nobody left over when it ends, however it ends."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hcsync.crew import WORTH_IT, Crew, processors

# Prints the processes of its crew, and goes on for as long as it is let.
_LONG = """
import os, time
from hcsync.crew import WORTH_IT, Crew

def whose(_piece):
    time.sleep(0.01)
    return os.getpid()

if __name__ == "__main__":
    with Crew(WORTH_IT) as crew:
        try:
            for found in crew.each(whose, range(10**9)):
                print(found, flush=True)
        except KeyboardInterrupt:
            print("stopped", flush=True)
"""
_ALONE = processors() == 1


def whose(_piece: int) -> int:
    time.sleep(0.01)
    return os.getpid()


def falls(piece: int) -> int:
    if multiprocessing.parent_process() is not None:
        os._exit(3)
    return piece + 1


def refuses(piece: int) -> int:
    raise ValueError(piece)


@pytest.mark.parametrize("pieces", [0, WORTH_IT])
def test_in_order(pieces: int) -> None:
    with Crew(pieces) as crew:
        assert list(crew.each(str, range(1234))) == [str(piece) for piece in range(1234)]
        assert list(crew.each(str, ())) == []


@pytest.mark.skipif(_ALONE, reason="one processor")
def test_little_is_done_here_and_much_elsewhere() -> None:
    with Crew(WORTH_IT - 1) as crew:
        assert set(crew.each(whose, range(50))) == {os.getpid()}
    with Crew(WORTH_IT) as crew:
        assert os.getpid() not in set(crew.each(whose, range(50)))


@pytest.mark.parametrize("pieces", [0, WORTH_IT])
def test_pieces_are_taken_as_they_are_needed(pieces: int) -> None:
    taken = []

    def endless() -> object:
        while True:
            taken.append(len(taken))
            yield taken[-1]

    with Crew(pieces) as crew:
        assert next(iter(crew.each(str, endless()))) == "0"
        assert len(taken) <= 40 * crew.size


def test_what_killed_processes_leave_is_done_here() -> None:
    with Crew(WORTH_IT) as crew:
        assert list(crew.each(falls, range(100))) == list(range(1, 101))
        assert asyncio.run(crew.do(falls, 1)) == 2


@pytest.mark.parametrize("pieces", [0, WORTH_IT])
def test_what_the_work_raises_is_raised(pieces: int) -> None:
    with Crew(pieces) as crew:
        with pytest.raises(ValueError, match="7"):
            asyncio.run(crew.do(refuses, 7))
        with pytest.raises(ValueError, match="0"):
            list(crew.each(refuses, range(10)))


@pytest.mark.skipif(_ALONE or sys.platform == "win32", reason="one processor, or no signals")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_nobody_is_left_over(tmp_path: Path, sent: signal.Signals) -> None:
    script = tmp_path / "long.py"
    script.write_text(_LONG)
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        found = {int(process.stdout.readline()) for _ in range(30)}
        assert process.pid not in found
        if sent is signal.SIGINT:
            os.killpg(process.pid, sent)
        else:
            process.send_signal(sent)
        told, complaints = process.communicate()
    if sent is signal.SIGINT:
        assert (told.splitlines()[-1], complaints, process.returncode) == ("stopped", "", 0)
    while any(map(_is_there, found)):
        time.sleep(0.05)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
