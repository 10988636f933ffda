#!/usr/bin/env python3
"""Usage: tools/make_coverage.py PROGRAM [--check] — what of the plans' table of systems is there.

Finds for every register, indicator and assessment a test that exercises it, writes them to
catalog/coverage/tests.tsv, and writes docs/coverage.md from `PROGRAM coverage --json`. With --check it
writes nothing and fails when either is not what stands in the tree, when a test of engines.tsv is not
there, or when the program does not know a command of it.

A register is exercised by a story of tests/flow/stories that takes a step on it, else by the test that drives every
register through its lifecycle; anything else is exercised by a test that names it in quotes, or by a scenario of
tests/flow. Tests of wrong declarations
prove nothing and are left out.
"""
import json
import pathlib
import re
import subprocess
import sys
import tomllib

root = pathlib.Path(__file__).resolve().parent.parent
folder = root / "catalog" / "coverage"
every_lifecycle = "tests/registry/every_register_test.cpp"
left_out = {"tests/catalog/broken_test.cpp"}
kinds = {"registers": "register", "indicators": "indicator", "assessments": "assessment"}
marks = {"served": "✓", "declared": "○", "missing": "–"}
meaning = {"R": "register", "W": "workflow, rules", "C": "computation"}


def rows_of(name):
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def names(text, name):
    return f'"{name}"' in text or re.search(rf"^(import|ask|list|show) {name}\b", text, re.M)


def proofs():
    """The table of tests as text: ways through the program count before tests of a room."""
    files = [file for ending in ("*_test.cpp", "*.flow") for file in (root / "tests").rglob(ending)]
    files.sort(key=lambda f: ("flow" not in f.parts, f))
    texts = {str(f.relative_to(root)): f.read_text(encoding="utf-8") for f in files}
    texts = {name: text for name, text in texts.items() if name not in left_out}
    generic = every_lifecycle if every_lifecycle in texts else None
    stories = {str(f.relative_to(root)): f.read_text(encoding="utf-8") for f in sorted((root / "tests/flow/stories").glob("*.story"))}
    lines = ["# Made by tools/make_coverage.py: a test that exercises each declaration.", "kind\tname\ttest"]
    for part, kind in kinds.items():
        for file in sorted((root / "catalog" / part).glob("*.toml")):
            name = tomllib.loads(file.read_text(encoding="utf-8"))["name"]
            test = None
            if kind == "register":
                told = (t for t, text in stories.items() if re.search(rf"^take \S+ {name} ", text, re.M))
                test = next(told, generic)
            test = test or next((t for t, text in texts.items() if names(text, name)), None)
            line = f"{kind}\t{name}\t{test}"
            if test and line not in lines:
                lines.append(line)
    return "\n".join(lines) + "\n"


def levels(found):
    """How many registers are exercised how, in words."""
    tests = {server["name"]: server["test"] for row in found["rows"] for server in row["by"] if server["kind"] == "register"}
    told = sum(test.endswith(".story") for test in tests.values())
    return (f"{told} of {len(tests)} are told by a story (`tests/flow/stories`: over HTTP against the running program, as the\n"
            "people who do the work, on SQLite and PostgreSQL, refusals for the wrong person included). All are driven through\n"
            "every step, guard and clock as each role, on both engines within the registry (`tests/registry/every_register_test.cpp`) and\n"
            "on SQLite over HTTP (`tests/api/lifecycles_test.cpp`), and read, searched, exported, changed and asked for every step through the API: as each role on SQLite, as one role of\n"
            "every kind that a register tells apart on PostgreSQL (`tests/api/access_*_test.cpp`).")


def page(program):
    answer = subprocess.run([program, "--catalog", str(root / "catalog"), "coverage", "--json"],
                            capture_output=True, text=True, check=True)
    found = json.loads(answer.stdout)
    lines = ["# Coverage", "",
             "The 292 rows of the table of systems that the plans call for, and what serves each of them, from the",
             "declarations themselves: `zhiheng coverage`. Made by `tools/make_coverage.py`; do not edit.", "",
             "✓ served: what the row asks for is there and a test exercises it. ○ declared: something names the row, but",
             "it is not of the kind that the row asks for (a computation needs an engine, a workflow a lifecycle, an",
             "indicator or an engine), or no test exercises it. – missing: nothing names the row. An engine in brackets",
             "computes a part of what the row asks for.", "",
             "What the mark of a register rests on: " + levels(found), "",
             "| kind of row | ✓ served | ○ declared | – missing |", "|---|---|---|---|"]
    for kind, counts in found["counts"].items():
        numbers = " | ".join(str(counts.get(standing, 0)) for standing in marks)
        lines.append(f"| {kind} {meaning[kind]} | {numbers} |")
    family = ""
    for row in found["rows"]:
        if row["row"][0] != family:
            family = row["row"][0]
            lines += ["", f"## {family}", "", "| | row | kind | what it is | served by |", "|---|---|---|---|---|"]
        by = ", ".join(("(`%s`)" if server.get("part") else "`%s`") % server["name"] for server in row["by"])
        title = f"{row['title']['zh']}: {row['title']['en']}".replace("|", "\\|")
        lines.append(f"| {marks[row['standing']]} | {row['row']} | {row['kind']} | {title} | {by} |")
    return "\n".join(lines) + "\n"


def complaints_of_engines(program):
    known = subprocess.run([program, "--lang", "en", "--help"], capture_output=True, text=True, check=True).stdout
    methods = subprocess.run([program, "--lang", "en", "stat"], capture_output=True, text=True, check=True).stdout
    for command, _, test in rows_of("engines.tsv"):
        listed, word = (methods, command[5:]) if command.startswith("stat ") else (known, command)
        if not any(line.startswith(f"  {word} ") for line in listed.splitlines()):
            yield f"catalog/coverage/engines.tsv: the program has no command {command}"
        if not (root / test).is_file():
            yield f"catalog/coverage/engines.tsv: there is no {test}"


def main():
    program, check = sys.argv[1], "--check" in sys.argv
    complaints = list(complaints_of_engines(program))
    for path, make in ((folder / "tests.tsv", proofs), (root / "docs" / "coverage.md", lambda: page(program))):
        text = make()
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            complaints.append(f"{path.relative_to(root)} is old: run tools/make_coverage.py {program}")
    for complaint in complaints:
        print(complaint)
    print(f"coverage: {len(complaints)} complaints")
    sys.exit(1 if complaints else 0)


main()
