#!/usr/bin/env python3
"""Usage: tools/check_messages.py [SOURCE_FOLDER] — every failure has its sentence in both languages.

Reads the failures.h of all rooms and catalog/messages: ids are unique, start with the name of their
room, and stand in the catalog in Chinese and English; the catalog has no sentence nobody uses.
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
complaints = []
declared = {}
for header in sorted((root / "src").glob("*/*failures.h")):
    room = header.parent.name
    for identifier in re.findall(r'Failure\s+\w+\s*\{\s*"([^"]+)"', header.read_text(encoding="utf-8")):
        if identifier in declared:
            complaints.append(f"{header}: {identifier} is declared twice")
        if not identifier.startswith(room + "."):
            complaints.append(f"{header}: {identifier} does not start with {room}.")
        declared[identifier] = header

written = set()
for file in sorted((root / "catalog" / "messages").glob("*.toml")):
    for block in re.split(r"^\[", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
        identifier = re.match(r'"?([^"\]]+)"?\]', block).group(1)
        written.add(identifier)
        for language in ("zh", "en"):
            if not re.search(rf'^{language}\s*=\s*"[^"]', block, re.M):
                complaints.append(f"{file}: {identifier} has no sentence in {language}")
        if identifier not in declared:
            complaints.append(f"{file}: nobody refuses with {identifier}")
for identifier, header in declared.items():
    if identifier not in written:
        complaints.append(f"{header}: {identifier} has no sentence in catalog/messages")

for complaint in complaints:
    print(complaint)
print(f"messages: {len(declared)} failures, {len(complaints)} complaints")
sys.exit(1 if complaints else 0)
