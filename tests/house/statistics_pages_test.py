#!/usr/bin/env python3
"""Usage: tests/house/statistics_pages_test.py PROGRAM [--write] — types in what docs/statistics shows.

A block ```console holds files ("$ cat NAME" and what it prints) and commands ("$ zhiheng stat …" and what it prints). A file that the page does not print is taken from the shared data; where these are absent the command is
counted as left out. Every other command of a page must name a method and options that there are, every method must
stand on some page, every figure must be a file, and a case of tests/stat/cases with a tolerance above 1e-6 must say why. --write puts what the program prints into the pages.
"""
import json
import math
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent.parent
folder = root / "docs/statistics"
shared = pathlib.Path(os.environ.get("ZHIHENG_SHARED", root.parent / "shared")) / "data/statistics"
faults, counts = [], {"compared": 0, "left out": 0}


def ask(program, words, place):
    environment = dict(os.environ, ZHIHENG_CATALOG=str(root / "catalog"))
    ran = subprocess.run([str(program), *words, "--lang", "en"], capture_output=True, text=True, check=False,
                         cwd=place, env=environment, timeout=60)
    return (ran.stdout + ran.stderr).rstrip("\n").split("\n")


def steps(lines):
    """("$ …" line joined over backslashes, the lines typed, the lines printed) of a console block."""
    found = []
    for line in lines:
        if found and found[-1][0].endswith("\\"):
            found[-1] = (found[-1][0][:-1] + line.strip(), found[-1][1] + [line], [])
        elif line.startswith("$ "):
            found.append((line[2:], [line], []))
        elif found:
            found[-1][2].append(line)
    return found


def missing_files(words, place):
    """Files that a command names, fetched from the shared data; those that are nowhere."""
    absent = []
    for word in words:
        if not re.fullmatch(r"[\w.-]+\.(csv|csv\.gz)", word) or (place / word).exists():
            continue
        at = next(iter(sorted(shared.glob(f"*/{word}"))), None) if shared.is_dir() else None
        if at is None:
            absent.append(word)
        else:
            (place / word).symlink_to(at.resolve())
    return absent


def number(word):
    try:
        return float(word)
    except ValueError:
        return None


def same(one, other):
    """Line by line and word by word; numbers to five digits, since another processor may round the sixth otherwise."""
    def alike(a, b):
        x, y = number(a), number(b)
        return a == b or (x is not None and y is not None and math.isclose(x, y, rel_tol=1e-5, abs_tol=1e-9))
    words = [[re.split(r"[\s,:|]+|\.\.", line) for line in lines] for lines in (one, other)]
    return len(one) == len(other) and all(len(a) == len(b) and all(map(alike, a, b)) for a, b in zip(*words))


def typed_in(program, page, block, place):
    """The block as it should be printed."""
    made = []
    for command, typed, printed in steps(block.split("\n")):
        words = shlex.split(command)
        if words[0] == "cat":
            (place / words[1]).write_text("\n".join(printed) + "\n", encoding="utf-8")
        elif words[:2] == ["zhiheng", "stat"]:
            absent = missing_files(words, place)
            counts["left out" if absent else "compared"] += 1
            if not absent:
                said = [line.rstrip() for line in ask(program, words[1:], place)]
                if not same(printed, said):
                    faults.append("\n".join([f"{page.name}: $ {command}", "  the page says:", *printed, "  the program:", *said]))
                printed = said
        else:
            faults.append(f"{page.name}: neither cat nor zhiheng stat: $ {command}")
        made += typed + printed
    return "\n".join(made)


def check_words(page, text, options):
    """Commands that are only mentioned: their method and options must exist."""
    joined = re.sub(r"\\\n\s*", " ", text)
    for command in re.findall(r"zhiheng stat ([a-z][^`\n]*)", joined):
        method, *rest = re.split(r"\s+", command.strip())
        if method not in options:
            faults.append(f"{page.name}: there is no method {method!r}")
            continue
        for word in re.findall(r"(?:^|\s)--([a-z0-9-]+)", " ".join(rest)):
            if word not in options[method]:
                faults.append(f"{page.name}: {method} has no option --{word}")
    for figure in re.findall(r"\]\((figures/[^)]+)\)", text):
        if not (page.parent / figure).exists():
            faults.append(f"{page.name}: there is no {figure}")


def check_tolerances():
    """Whoever compares more loosely than the statistics are promised to agree says why."""
    for file in sorted((root / "tests/stat/cases").glob("*.json")):
        for case in json.loads(file.read_text(encoding="utf-8"))["cases"]:
            for quantity, wanted in case["quantities"].items():
                found = wanted if isinstance(wanted, dict) else {"relative": wanted}
                sizes = [found.get("relative", 0), found.get("absolute", 0)]
                loose = any(size.startswith("{") if isinstance(size, str) else size > 1e-6 for size in sizes)
                if loose and "remark" not in case:
                    faults.append(f"{file.name}, {case['name']}: {quantity} is wider than 1e-6 without a remark")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = pathlib.Path(sys.argv[1]).resolve()
    catalogue = json.loads("\n".join(ask(program, ["stat", "--json"], root)))["rows"]
    options = {row["name"]: set(re.findall(r"--([a-z0-9-]+)", " ".join(ask(program, ["stat", row["name"], "--help"], root))))
               for row in catalogue}
    options["reproduce"] = {"cases", "only", "rows", "json", "csv"}
    texts = {page: page.read_text(encoding="utf-8") for page in sorted(folder.glob("*.md"))}
    for page, text in texts.items():
        with tempfile.TemporaryDirectory() as place:
            made = re.sub(r"(?<=^```console\n)(.*?)(?=\n```$)",
                          lambda match: typed_in(program, page, match[1], pathlib.Path(place)), text, flags=re.S | re.M)
        check_words(page, text, options)
        if "--write" in sys.argv and made != text:
            page.write_text(made, encoding="utf-8")
    check_tolerances()
    every = "\n".join(texts.values())
    faults.extend(f"no page names the method {name}" for name in options if not re.search(rf"(`[^`\n]*|zhiheng stat )\b{re.escape(name)}\b", every))
    if faults and "--write" not in sys.argv:
        sys.exit("\n".join(faults))
    print(f"pages of statistics: {counts['compared']} commands print what they show, {counts['left out']} left out for want of shared data; "
          f"{len(options)} methods")


main()
