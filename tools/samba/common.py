"""What both comparisons need: the command line, two processes, and a report at the end."""

import argparse
import multiprocessing
import os
import random
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
SHOWN = 10


def arguments(description, cases):
    """The options of a comparison."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--cases", type=int, default=cases, help=f"how many (default {cases})")
    parser.add_argument("--seed", type=int, help="of the random numbers (default: a new one)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--poolproof", default=os.path.join(TARGET, "release", "poolproof"))
    parser.add_argument("--case", help="one case again, as it was shown, in both programs")
    options = parser.parse_args()
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1 << 32)
    return options


def answers(poolproof, arguments_, lines):
    """What poolproof answers to these lines, one line each."""
    done = subprocess.run(
        [poolproof, *arguments_],
        input="\n".join(lines) + "\n",
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    answered = done.stdout.splitlines()
    if len(answered) != len(lines):
        sys.exit(f"error: poolproof answered {len(answered)} of {len(lines)} lines (exit code {done.returncode})")
    return answered


def run(name, options, batch, size):
    """Runs batch(options, seed, count) -> (cases, differences, counts) until enough cases are done.

    Every batch has a seed of its own, made from the seed of the run and its number, so that the cases do
    not depend on the number of processes.
    """
    begun = time.monotonic()
    print(f"{name}: {options.cases:,} cases, seed {options.seed}", flush=True)
    count = -(-options.cases // size)
    work = [(batch, options, f"{options.seed}/{n}", size) for n in range(count)]
    cases, differences, totals = 0, [], {}
    with multiprocessing.Pool(options.jobs) as pool:
        for done, found, counts in pool.imap_unordered(one, work):
            cases += done
            differences.extend(found)
            for what, number in counts.items():
                totals[what] = totals.get(what, 0) + number
    for what, number in sorted(totals.items()):
        print(f"  {what}: {number:,}")
    for shown in differences[:SHOWN]:
        print(f"  difference: {shown}")
    seconds = time.monotonic() - begun
    print(f"{name}: {cases:,} cases compared, {len(differences):,} differences, {seconds:.0f} s", flush=True)
    sys.exit(1 if differences else 0)


def one(work):
    batch, options, seed, size = work
    return batch(options, random.Random(seed), size)
