#!/usr/bin/env python3
"""Usage: tools/compare_verdicts.py PROGRAM FOLDER [--json N] [--xml N] [--seed S] — are our verdicts
on EPCIS documents those of the schemas?

Takes the EPCIS documents below FOLDER, changes them at random (N times, 10,000 by default), asks
`PROGRAM epcis validate` about each, and compares with ajv on FOLDER/schema/json/epcis-json-schema-*.json
and xmllint on FOLDER/schema/xsd. ajv is looked for in NODE_PATH (npm install ajv@8 ajv-formats@3).
Prints how many agree and the first differences; ends with 1 where anything differs, with 77 where the
other program, the documents or the schemas are missing.
"""
import argparse
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
from xml.dom import minidom

sys.path.insert(0, str(pathlib.Path(__file__).parent / "verdicts"))
import changes  # noqa: E402

LARGEST = 60_000  # a change in a larger document is lost among the rest
AT_ONCE = 500
MISSING = 77


class Missing(Exception):
    pass


def json_sources(folder):
    """Captures, query results and events; not what is no document or stands for another form."""
    other = re.compile(r"/schema/|/Queries/|sanitised|/profile/|/expected\.")
    for file in sorted([*folder.rglob("*.json"), *folder.rglob("*.jsonld")]):
        if other.search(file.as_posix()) or file.stat().st_size > LARGEST:
            continue
        text = file.read_text(encoding="utf-8-sig", errors="replace")
        try:
            if isinstance(json.loads(text), dict):
                yield text
        except json.JSONDecodeError:
            continue


def xml_sources(folder):
    """Documents with the name space of their root, which says what schema they are of."""
    for file in sorted(folder.rglob("*.xml")):
        if "/requests/" in file.as_posix() or "/responses/" in file.as_posix():
            continue
        if file.stat().st_size > LARGEST:
            continue
        text = file.read_bytes()
        try:
            space = minidom.parseString(text).documentElement.namespaceURI or ""
        except Exception:  # noqa: BLE001  not XML: nothing to change
            continue
        if space in XSD:
            yield text, space


XSD = {f"urn:epcglobal:epcis{kind}:xsd:{edition}": f"EPCglobal-epcis{kind}-{name}.xsd"
       for edition, name in ((1, "1_2"), (2, "2_0")) for kind in ("", "-query", "-masterdata")}


def gather_schemas(folder, into):
    """The schemas in one folder, importing each other by their names there instead of by address."""
    files = list((folder / "schema" / "xsd").rglob("*.xsd"))
    if not files:
        raise Missing(f"no XML Schemas below {folder}/schema/xsd")
    names = {file.name.lower(): file.name for file in files}
    names["epcglobal-epcis.xsd"] = "EPCglobal-epcis-2_0.xsd"

    def local(match):
        name = match.group(2).rsplit("/", 1)[-1]
        return match.group(1) + names.get(name.lower(), name) + '"'

    into.mkdir()
    for file in files:
        text = file.read_text(encoding="utf-8-sig")
        (into / file.name).write_text(re.sub(r'(schemaLocation=")([^"]*)"', local, text))


def json_verdicts(folder, files):
    schemas = sorted((folder / "schema" / "json").glob("epcis-json-schema-*.json"))
    if not schemas:
        raise Missing(f"no epcis-json-schema-*.json in {folder}/schema/json")
    if shutil.which("node") is None:
        raise Missing("node is not installed")
    oracle = pathlib.Path(__file__).parent / "verdicts" / "json_oracle.cjs"
    run = subprocess.run(["node", str(oracle), str(schemas[-1])], input="\n".join(files), text=True,
                         capture_output=True)
    if run.returncode == MISSING:
        raise Missing("ajv or ajv-formats is not in NODE_PATH: npm install ajv@8 ajv-formats@3")
    if run.returncode != 0:
        raise RuntimeError(run.stderr)
    rows = map(json.loads, run.stdout.splitlines())
    return {row["file"]: (row["valid"], row["error"]) for row in rows}


def xml_verdicts(folder, files, spaces, work):
    if shutil.which("xmllint") is None:
        raise Missing("xmllint is not installed")
    gather_schemas(folder, work / "xsd")
    verdicts = {}
    for space, schema in XSD.items():
        same = [file for file in files if spaces[file] == space]
        for first in range(0, len(same), AT_ONCE):
            part = same[first:first + AT_ONCE]
            run = subprocess.run(
                ["xmllint", "--nonet", "--noout", "--schema", str(work / "xsd" / schema), *part],
                capture_output=True, text=True, errors="replace")
            verdicts.update(told_by_xmllint(run.stderr, part))
    return verdicts


def told_by_xmllint(text, files):
    """Of a file without verdict it says by its messages that it is no XML."""
    verdicts, messages = {}, {}
    for line in text.splitlines():
        if line.endswith(" validates"):
            verdicts[line.removesuffix(" validates")] = True
        elif not line.endswith(" fails to validate"):
            messages.setdefault(line.split(":", 1)[0], line)
    return {file: (verdicts.get(file, False), messages.get(file, "")[:200]) for file in files}


def our_verdicts(program, files):
    verdicts = {}
    for first in range(0, len(files), AT_ONCE):
        run = subprocess.run([program, "epcis", "validate", "--json", *files[first:first + AT_ONCE]],
                             capture_output=True, text=True)
        if run.returncode not in (0, 1):
            raise RuntimeError(run.stderr)
        for row in map(json.loads, run.stdout.splitlines()):
            verdicts[row["file"]] = (row["valid"], row["first_error"] or "")
    return verdicts


def report(form, oracle, files, theirs, ours, sources):
    """Whether all agree."""
    different = [file for file in files if ours[file][0] != theirs[file][0]]
    valid = sum(theirs[file][0] for file in files)
    print(f"{form}: {len(files):,} changes of {sources} documents, {valid:,} of them valid by {oracle}; "
          f"{len(files) - len(different):,} of {len(files):,} agree")
    for file in different[:10]:
        names = {True: "valid", False: "invalid"}
        print(f"  {oracle} {names[theirs[file][0]]} {theirs[file][1]} | ours {names[ours[file][0]]} "
              f"{ours[file][1]}\n  {pathlib.Path(file).read_text(encoding='utf-8')[:3000]}")
    return not different


def compare_json(options, chance, work):
    sources = list(json_sources(options.folder))
    if not sources:
        raise Missing(f"no EPCIS documents in JSON below {options.folder}")
    files = []
    for number in range(options.json):
        file = work / f"{number}.json"
        file.write_bytes(changes.changed_json(chance, chance.choice(sources)))
        files.append(str(file))
    theirs = json_verdicts(options.folder, files)
    return report("JSON", "ajv", files, theirs, our_verdicts(options.program, files), len(sources))


def compare_xml(options, chance, work):
    sources = list(xml_sources(options.folder))
    if not sources:
        raise Missing(f"no EPCIS documents in XML below {options.folder}")
    spaces = {}
    while len(spaces) < options.xml:
        text, space = chance.choice(sources)
        changed = changes.changed_xml(chance, text)
        if changed is None:
            continue
        file = work / f"{len(spaces)}.xml"
        file.write_bytes(changed)
        spaces[str(file)] = space
    files = list(spaces)
    theirs = xml_verdicts(options.folder, files, spaces, work)
    return report("XML", "libxml2", files, theirs, our_verdicts(options.program, files), len(sources))


def main():
    reader = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("program")
    reader.add_argument("folder", type=pathlib.Path)
    reader.add_argument("--json", type=int, default=10_000, metavar="N")
    reader.add_argument("--xml", type=int, default=10_000, metavar="N")
    reader.add_argument("--seed", type=int, default=1, metavar="S")
    options = reader.parse_args()
    code = 0
    for compare, wanted in ((compare_json, options.json), (compare_xml, options.xml)):
        if wanted < 1:
            continue
        with tempfile.TemporaryDirectory() as work:
            try:
                if not compare(options, random.Random(options.seed), pathlib.Path(work)):
                    code = 1
            except Missing as missing:
                print(f"not compared: {missing}")
                code = code or MISSING
    return code


if __name__ == "__main__":
    sys.exit(main())
