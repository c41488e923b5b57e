"""Times a command as a whole process: ten runs with the page cache warm, ten with it dropped.

usage: speed.py PROGRAM [ARG ...]

Prints the best and the median of each. Dropping the page cache needs root on Linux; where it cannot be
dropped the cold runs are left out, which is said. Exits with 1 if a best run is over twice its bar: a
shared machine is noisy, and what the bars say is read from the printed figures.
"""

import pathlib
import statistics
import subprocess
import sys
import time

RUNS = 10
BARS = {"warm": 25.0, "cold": 50.0}


def run(command):
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - started) * 1000


def drop_caches():
    try:
        subprocess.run(["sync"], check=True)
        pathlib.Path("/proc/sys/vm/drop_caches").write_text("3\n", encoding="ascii")
    except OSError:
        return False
    return True


def report(name, times):
    best = min(times)
    print(f"{name}: best {best:.1f} ms, median {statistics.median(times):.1f} ms of {len(times)} (bar {BARS[name]:.0f} ms)")
    return best <= 2 * BARS[name]


def main():
    command = sys.argv[1:]
    run(command)
    is_fine = report("warm", [run(command) for _ in range(RUNS)])
    if drop_caches():
        cold = []
        for _ in range(RUNS):
            drop_caches()
            cold.append(run(command))
        is_fine = report("cold", cold) and is_fine
    else:
        print("cold: not measured, the page cache cannot be dropped here")
    sys.exit(0 if is_fine else 1)


main()
