#!/usr/bin/env python3
"""Usage: tools/check_refusals.py [SOURCE_FOLDER] — every failure is provoked by a test.

A test provokes a failure when it names it: by its id ("room.what") anywhere below tests/, by
&room::what, or by &what or what.id in the tests of its own room. Comments do not count.
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
tests = root / "tests"
comments = {".cpp": r"//", ".h": r"//", ".mjs": r"//", ".ts": r"//", ".flow": r"#"}


def words_of(file):
    """A test without its comments."""
    text = file.read_text(encoding="utf-8", errors="replace")
    sign = comments.get(file.suffix)
    return re.sub(rf"(?m)(^|\s){sign}.*", r"\1", text) if sign else text


ids = set()  # "room.what"
named = set()  # (room, what) of &room::what
at_home = {}  # room: what its own tests name as &what or what.id
for file in sorted(tests.rglob("*")):
    if file.suffix not in comments and file.suffix not in {".txt", ".toml"}:
        continue
    text = words_of(file)
    ids.update(re.findall(r"[\w.]+", text))
    named.update(re.findall(r"&(?:\w+::)*(\w+)::(\w+)", text))
    own = at_home.setdefault(file.relative_to(tests).parts[0], set())
    own.update(re.findall(r"&(\w+)", text))
    own.update(re.findall(r"\b(\w+)\.id\b", text))

complaints = []
count = 0
for header in sorted((root / "src").glob("*/*failures.h")):
    room = header.parent.name
    for name, identifier in re.findall(
        r'Failure\s+(\w+)\s*\{\s*"([^"]+)"', header.read_text(encoding="utf-8")
    ):
        count += 1
        if identifier not in ids and (room, name) not in named and name not in at_home.get(room, ()):
            complaints.append(f"{header.relative_to(root)}: no test provokes {identifier}")

for complaint in complaints:
    print(complaint)
print(f"refusals: {count} failures, {len(complaints)} complaints")
sys.exit(1 if complaints else 0)
