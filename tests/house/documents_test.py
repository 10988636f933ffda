#!/usr/bin/env python3
"""Usage: tests/house/documents_test.py BUILD_FOLDER — types in what the first pages show.

README.md and README.zh-CN.md: every command of the program succeeds, and is the same in both.
CONTRIBUTING.md: the register and the indicator are loaded, filled and asked by BUILD_FOLDER/zhiheng; the detector is
compiled with warnings as errors, linked with the rooms below it, and its tests are run.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent.parent
build = pathlib.Path(sys.argv[1]).resolve()
def page(name):
    return (root / name).read_text(encoding="utf-8")


def blocks(kind, name="CONTRIBUTING.md"):
    return re.findall(rf"^```{kind}\n(.*?)^```$", page(name), re.S | re.M)


def commands(block):
    """The words of each command of the program, and of what goes between, without comments."""
    lines = [re.sub(r"\s+#.*", "", line) for line in block.splitlines()]
    words = [[word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)] for line in lines]
    return [line for line in words if line and line[0] in ("zhiheng", "install")]


def run(*words, **options):
    ran = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, **options)
    if ran.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def expect(found, wanted, what):
    if found != wanted:
        sys.exit(f"{what}: {found!r}, not {wanted!r}")


with tempfile.TemporaryDirectory() as folder:
    environment = dict(os.environ, ZHIHENG_DATA=f"{folder}/build/trial", ZHIHENG_CATALOG=str(root / "catalog"))
    environment.pop("ZHIHENG_DB", None)
    walk = [line for block in blocks("sh", "README.md") for line in commands(block)]
    in_chinese = [line for block in blocks("sh", "README.zh-CN.md") for line in commands(block)]
    expect(in_chinese, walk, "the commands of README.zh-CN.md, beside those of README.md")
    expect(len(walk) > 10, True, "a walk through the program")
    for words in walk:
        program = build / "zhiheng" if words[0] == "zhiheng" else words[0]
        run(program, *words[1:], cwd=folder, env=environment)

with tempfile.TemporaryDirectory() as folder:
    place = pathlib.Path(folder)
    shutil.copytree(root / "catalog", place / "catalog")
    register, indicator = blocks("toml")
    (place / "catalog/registers/quality_award.toml").write_text(register, encoding="utf-8")
    (place / "catalog/indicators/award_count.toml").write_text(indicator, encoding="utf-8")
    (place / "awards.csv").write_text(blocks("csv")[0], encoding="utf-8")
    written = [line for line in register.splitlines() if line.strip()]
    expect(len(written) <= 30, True, f"lines of the register: {len(written)}")
    environment = dict(os.environ, ZHIHENG_CATALOG=str(place / "catalog"), ZHIHENG_DATA=str(place / "data"))
    environment.pop("ZHIHENG_DB", None)
    said = {}
    for block in blocks("sh"):
        for words in commands(block):
            answer = run(build / "zhiheng", *words[1:], "--json", cwd=place, env=environment)
            said[" ".join(words[1:3])] = json.loads(answer)
    expect(said["catalog check"]["good"], True, "catalog check")
    report = said["import quality_award"]
    expect((report["added"], report["refused"]), (1, 1), "the import")
    expect(report["refusals"][0]["id"], "registry.rule_broken", "the refused row")
    expect(len(said["list quality_award"]["records"]), 1, "the list")
    expect(said["indicator award_count"]["points"][0]["records"], 1, "the indicator")

    sources = dict(zip(("stat/ewma.h", "stat/ewma.cpp", "test.cpp"), blocks("cpp")))
    for name, text in sources.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    rooms = [build / f"src/{room}/libzhiheng_{room}.a" for room in ("stat", "base")]
    asan = ["-fsanitize=address,undefined"] if build.name == "asan" else []
    flags = "-std=c++23 -O0 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror".split()
    # A room's files are compiled several at a time, so one of them brings what its neighbours need.
    needed = "-lClp -lCoinUtils -lspdlog -lfmt -licui18n -licuuc -licudata -lcrypto -pthread".split()
    run("g++", *flags, *asan, f"-I{place}", f"-I{root / 'src'}", place / "stat/ewma.cpp", place / "test.cpp",
        *rooms, *needed, "-lgtest", "-lgtest_main", "-o", place / "test")
    run(place / "test", "--gtest_brief=1")
print(f"documents: {len(walk)} commands, a register, an indicator and a detector, as typed")
