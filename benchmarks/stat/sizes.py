#!/usr/bin/env python3
"""Usage: benchmarks/stat/sizes.py PROGRAM [ROWS] [METHOD …] — every method once on a table of ROWS (10,000,000) rows.

The tables are those of tests/analysis/sound_tables.h, their values repeated; "1.." counts on, so that places, units and
times of such a column are all different. Prints a line per method: processor seconds, memory, rows of the answer or the
refusal. Each run may take 16 GiB and LIMIT (environment, 300) seconds of a processor; the exit code is 1 when one takes more, crashes
or runs out of memory.
"""
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent.parent
memory = 16 << 30
limit = int(os.environ.get("LIMIT", 300))


def columns_of(text):
    return [column.split("=", 1) for column in text.split(" ") if "=" in column]


def write_table(path, text, rows):
    """Repeats the values of each column until `rows` are full; a value "a1.." counts the rows."""
    columns = columns_of(text)
    values = [value.split(",") for _, value in columns]
    counting = any(value[0].endswith("1..") for value in values)
    period = 1
    for value in values:
        if not value[0].endswith("1.."):
            period = period * len(value) // gcd(period, len(value))
    with open(path, "w", encoding="utf-8") as out:
        out.write(",".join(name for name, _ in columns) + "\n")
        fixed = [None if value[0].endswith("1..") else value for value in values]
        if not counting:
            block = "".join(",".join(value[row % len(value)] for value in values) + "\n" for row in range(period))
            many = max(1, 1_000_000 // period)
            for start in range(0, rows, period * many):
                here = min(rows - start, period * many)
                text = block * (here // period)
                text += "".join(block.splitlines(True)[: here % period])
                out.write(text)
            return
        form = ",".join(value[0][:-3] + "%d" if fixed_one is None else "%s" for value, fixed_one in zip(values, fixed))
        for start in range(0, rows, 100_000):
            lines = []
            for row in range(start, min(rows, start + 100_000)):
                lines.append(form % tuple(row + 1 if one is None else one[row % len(one)] for one in fixed))
            out.write("\n".join(lines) + "\n")


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def ran(words):
    """Processor seconds, MB, exit code (None: out of time), lines answered, what was said."""
    def limits():
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        child = subprocess.Popen(words, stdout=out, stderr=said, preexec_fn=limits)
        _, status, used = os.wait4(child.pid, 0)
        code = child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: out.read(1 << 20), b""))
        said.seek(0)
        return (used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, None if code == -signal.SIGXCPU else code, lines,
                said.read(2000).decode("utf-8", "replace"))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = sys.argv[1]
    rows = int(float(sys.argv[2])) if len(sys.argv) > 2 else 10_000_000
    only = sys.argv[3:]
    lines = re.search(r'R"\((.*?)\)"', (root / "tests/analysis/sound_tables.h").read_text(encoding="utf-8"), re.S)[1]
    failed = False
    for line in filter(None, lines.split("\n")):
        method, _, settings, rest = line.split("|", 3)
        if only and method not in only:
            continue
        main_table, *more = rest.split("|@")
        with tempfile.TemporaryDirectory(dir=os.environ.get("ZHIHENG_SCRATCH")) as folder:
            words = [program, "stat", method, "--in", f"{folder}/in.csv", "--csv", "--lang", "en"]
            for table in more:
                name, count, text = table.split(" ", 2)
                write_table(f"{folder}/{name}.csv", text, int(count))
                words += [f"--{name}", f"{folder}/{name}.csv"]
            for setting in filter(None, settings.split(";")):
                name, value = setting.split("=", 1)
                words += [f"--{name}"] + ([] if value == "true" else [value])
            write_table(f"{folder}/in.csv", main_table, rows)
            seconds, megabytes, code, answered, said = ran(words)
        first = " ".join(said.split("\n")[:5]) if code not in (0, None) else ""
        bad = code is None or code < 0 or "memory" in first or "internal" in first
        failed = failed or bad
        verdict = f"{answered - 1} rows" if code == 0 else "out of time" if code is None else f"exit {code}: {first[:260]}"
        print(f"{method:24} {seconds:8.1f} s {megabytes:8.0f} MB  {'!! ' if bad else ''}{verdict}", flush=True)
    sys.exit(1 if failed else 0)


main()
