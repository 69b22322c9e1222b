"""`make bench`: each benchmark prints its ratio against a floor measured in the same run, alternating with it."""

import sys

from bench import importing, plan_cold, plan_unchanged, start_up

BENCHMARKS = {
    "start-up": start_up.run,
    "plan": plan_unchanged.run,
    "cold-plan": plan_cold.run,
    "import": importing.run,
}

if not BENCHMARKS.keys() >= set(sys.argv[1:]):
    sys.exit(f"These there are: {', '.join(BENCHMARKS)}.")
for name in sys.argv[1:] or BENCHMARKS:
    print("\n".join(BENCHMARKS[name]()), flush=True)
