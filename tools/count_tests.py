#!/usr/bin/env python3
"""Usage: tools/count_tests.py BUILD_FOLDER — adds up the reports that the test programs left.

Every GoogleTest program writes <name>.report.json, the browser and unit tests of the pages write
web-*.report.json with the members "tests", "failures" and "skipped". Prints one closing line.
"""
import json
import pathlib
import sys

tests = failures = skipped = 0
for report in sorted(pathlib.Path(sys.argv[1]).rglob("*.report.json")):
    with open(report, encoding="utf-8") as text:
        found = json.load(text)
    tests += found.get("tests", 0)
    failures += found.get("failures", 0) + found.get("errors", 0)
    skipped += found.get("skipped", 0)
    for suite in found.get("testsuites", []):
        for case in suite.get("testsuite", []):
            if case.get("result") == "SKIPPED":
                skipped += 1
                reason = next(iter(case.get("skipped", [])), {}).get("message", "")
                print(f"skipped {suite['name']}.{case['name']}: {reason.strip()[:150]}")
passed = tests - failures - skipped
print(f"{passed} passed, {failures} failed, {skipped} skipped")
sys.exit(1 if failures or tests == 0 else 0)
