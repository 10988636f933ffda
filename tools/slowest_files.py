#!/usr/bin/env python3
"""Usage: tools/slowest_files.py NINJA_LOG — the ten build steps that took longest."""
import sys

seconds = {}
with open(sys.argv[1], encoding="utf-8") as log:
    for line in log:
        parts = line.rstrip("\n").split("\t")
        if len(parts) == 5:
            seconds[parts[3]] = (int(parts[1]) - int(parts[0])) / 1000
for name, took in sorted(seconds.items(), key=lambda item: -item[1])[:10]:
    print(f"{took:7.1f} s  {name}")
