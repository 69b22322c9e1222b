"""Commands → how long they took and how much memory they had, run in turns so that a busy machine is fair to both."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """`seconds` of wall time, `cpu` seconds of all its processes, `megabytes` of peak memory (resident) of the largest
    of them."""

    seconds: float
    cpu: float
    megabytes: float


def once(command: Sequence[str], folder: Path, variables: Mapping[str, str]) -> Run:
    """Run to the end. Raises RuntimeError if the command fails."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | dict(variables), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if status:
        assert process.stderr is not None
        raise RuntimeError(f"{' '.join(command)}: {process.stderr.read().decode()}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turns(
    one: Sequence[str],
    other: Sequence[str],
    rounds: int,
    folder: Path,
    variables: Mapping[str, str],
    ready: Callable[[], None] = lambda: None,
) -> tuple[list[Run], list[Run]]:
    """Both commands, `rounds` times each, alternating; a first run of each warms up and does not count. `ready` is
    called before each run of the first."""
    ones: list[Run] = []
    others: list[Run] = []
    for number in range(rounds + 1):
        ready()
        first, second = once(one, folder, variables), once(other, folder, variables)
        if number:
            ones.append(first)
            others.append(second)
    return ones, others


def median(runs: Sequence[Run]) -> float:
    """Seconds."""
    return statistics.median(run.seconds for run in runs)


def median_cpu(runs: Sequence[Run]) -> float:
    """Seconds."""
    return statistics.median(run.cpu for run in runs)
