#!/usr/bin/env python3
"""Usage: benchmarks/whole/import.py PROGRAM [ROWS] — the whole import of spot checks, validated and durable,
beside the sqlite3 shell reading the same file into a table without checks, keys or versions.

Both take turns, three times each, and the best of each counts: whatever else the machine does at
the time meets both. Seconds of the processors are printed too, which other work disturbs less.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

BAR_RATIO = 3
BAR_MEGABYTES = 500
ROUNDS = 3


def measured(command, environment):
    """Wall seconds, processor seconds and peak memory in MB of a command."""
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    if status != 0:
        sys.exit(f"{command[0]} failed:\n{said}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def show(name, runs):
    wall, processor, _ = min(runs)
    memory = max(run[2] for run in runs)
    print(f"{name:<28}{wall:9.2f} s {processor:9.2f} s of processors {memory:7.0f} MB")
    return wall


program = str(pathlib.Path(sys.argv[1]).resolve())
rows = sys.argv[2] if len(sys.argv) > 2 else "1000000"
with tempfile.TemporaryDirectory() as work:
    environment = dict(os.environ, ZHIHENG_LANG="en")
    subprocess.run([program, "example", "--province", "620000", "--rows", rows, "--seed", "1",
                    "--only", "spot_check", "--out", f"{work}/files"],
                   check=True, env=environment, stdout=subprocess.DEVNULL)
    file = str(next(pathlib.Path(f"{work}/files").glob("*.csv")))
    with open(file, encoding="utf-8") as lines:
        columns = lines.readline().count(",") + 1
    print(f"{rows} rows, {columns} columns, {os.path.getsize(file):,} bytes")
    ours, theirs = [], []
    shell = shutil.which("sqlite3")
    for _ in range(ROUNDS):
        shutil.rmtree(f"{work}/data", ignore_errors=True)
        ours.append(measured([program, "import", "spot_check", file, "--data", f"{work}/data",
                              "--json"], environment))
        if shell:
            pathlib.Path(f"{work}/plain.db").unlink(missing_ok=True)
            theirs.append(measured([shell, f"{work}/plain.db", f".import --csv {file} plain"],
                                   environment))
    wall = show("zhiheng import", ours)
    again = measured([program, "import", "spot_check", file, "--data", f"{work}/data", "--json"],
                     environment)
    show("  the same file again", [again])
    if not shell:
        print("sqlite3 is not installed: nothing to compare with")
        sys.exit(0)
    print(f"ratio {wall / show('sqlite3 .import', theirs):.2f} (bar: at most {BAR_RATIO}); memory "
          f"{max(run[2] for run in ours):.0f} MB (bar: below {BAR_MEGABYTES})")
