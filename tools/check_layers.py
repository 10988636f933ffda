#!/usr/bin/env python3
"""Usage: tools/check_layers.py [SOURCE_FOLDER] — compares every #include with the house's plan.

- a room includes only rooms that its CMakeLists.txt names after USES;
- the arrows have no cycle, and a room's level (its place in src/CMakeLists.txt) only falls;
- a room of the same level is seen only through its <room>/<room>.h or verbs.h;
- no header of ours shows a third party's header, except the few named below;
- a sealed, expensive library is included by the rooms that seal it, and by few files of them.
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
source = root / "src"
complaints = []

# Room-private headers that show a library to two or three .cpp files of the same room.
shows_library = {
    "api/json.h": "boost/json.hpp",
    "openid/document.h": "boost/json.hpp",
    "trace/chain_answer.h": "boost/json/object.hpp",
    "trace/question_answers.h": "boost/json/object.hpp",
    "store/sqlite_statement.h": "sqlite3.h",
    "store/postgres_wire.h": "libpq-fe.h",
}
# Compiling one of these costs seconds: at most so many files of the whole house include it.
expensive = {
    r"boost/beast": 2,
    r"boost/math": 6,
    r"CLI/": 1,
    r"spdlog/": 1,
    r"toml\+\+": 2,
    r"simdjson": 2,
    r"expat": 2,
    r"Eigen/": 8,
}

order = re.findall(r"add_subdirectory\((\w+)\)", (source / "CMakeLists.txt").read_text())
# Blank lines in src/CMakeLists.txt part the levels.
level = {}
height = 0
for line in (source / "CMakeLists.txt").read_text().splitlines():
    found = re.match(r"add_subdirectory\((\w+)\)", line)
    if found:
        level[found.group(1)] = height
    elif not line.strip():
        height += 1

uses = {}
for room in order:
    text = (source / room / "CMakeLists.txt").read_text()
    call = re.search(r"zhiheng_room\((.*?)\)", text, re.S)
    words = call.group(1).split()
    names = []
    if "USES" in words:
        for word in words[words.index("USES") + 1 :]:
            if word == "SEALED":
                break
            names.append(word)
    uses[room] = set(names)
    for name in names:
        if name not in level:
            complaints.append(f"src/{room}/CMakeLists.txt: USES unknown room {name}")
        elif level[name] > level[room] or (level[name] == level[room] and name == room):
            complaints.append(f"src/{room}/CMakeLists.txt: {name} stands above {room}")


def reaches(start, goal, seen):
    return any(
        next_room == goal or (next_room not in seen and reaches(next_room, goal, seen | {next_room}))
        for next_room in uses.get(start, ())
    )


for room in order:
    if reaches(room, room, {room}):
        complaints.append(f"src/{room}/CMakeLists.txt: the arrows lead back to {room}")

includers = {pattern: [] for pattern in expensive}
for path in sorted(source.rglob("*.[ch]pp")) + sorted(source.rglob("*.h")):
    relative = path.relative_to(source).as_posix()
    room = relative.split("/")[0]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*(<([^>]+)>|"([^"]+)")', line)
        if not found:
            continue
        where = f"src/{relative}:{number}"
        name = found.group(2) or found.group(3)
        first = name.split("/")[0]
        if found.group(3):
            if first not in level:
                complaints.append(f"{where}: {name} is no header of the house")
            elif first != room and first not in uses[room]:
                complaints.append(f"{where}: {room} does not declare that it uses {first}")
            elif (
                first != room
                and level[first] == level[room]
                and name not in (f"{first}/{first}.h", f"{first}/verbs.h")
            ):
                complaints.append(f"{where}: a neighbour is seen through {first}/{first}.h only")
            continue
        for pattern, files in includers.items():
            if re.match(pattern, name):
                files.append(relative)
        # The standard's own headers are single words: <vector>. Everything else is shown by no header.
        third_party = not re.fullmatch(r"[a-z_]+", name)
        if path.suffix == ".h" and third_party and shows_library.get(relative) != name:
            complaints.append(f"{where}: a header of ours shows {name}")

for pattern, files in includers.items():
    if len(set(files)) > expensive[pattern]:
        complaints.append(
            f"{pattern} is included by {len(set(files))} files, at most {expensive[pattern]}: "
            + ", ".join(sorted(set(files)))
        )

for complaint in complaints:
    print(complaint)
print(f"layers: {len(order)} rooms, {sum(map(len, uses.values()))} arrows, {len(complaints)} complaints")
sys.exit(1 if complaints else 0)
