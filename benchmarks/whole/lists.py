#!/usr/bin/env python3
"""Usage: benchmarks/whole/lists.py PROGRAM [ROWS] [ROUNDS] [FOLDER] — a million complaints, listed.

A nation's complaints and the firms complained of are imported into SQLite and into PostgreSQL; then a
county officer, a provincial officer and an administrator ask for lists through HTTP, one question after
the other as pages ask them: with the names of the firms. Beside each the same question in the same
database as one would write it by hand: a plain table with an index on each column that is asked about,
LIKE, OFFSET and count(*), without names. Prints milliseconds.
FOLDER keeps the data for another run, which then measures what lies there.
"""
import contextlib
import datetime
import http.client
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

import complaints
import private_postgres
from running_server import Server, running

BAR = 150.0
PLAIN_INDEXES = ["number", "received_on", "region", "respondent", "state", "outcome", "product_category",
                 "amount", "handler"]
PASSWORD = "a password for the benchmark"

program = str(pathlib.Path(sys.argv[1]).resolve())
rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 100
catalog = os.environ.get("ZHIHENG_CATALOG") or str(pathlib.Path(__file__).parents[2] / "catalog")
compared = not os.environ.get("ZHIHENG_BENCH_ALONE")  # without what is written by hand
LAST_DAY = datetime.date.today()


def wanted(name):
    """Whether the question is to be asked: all, unless a fifth argument names some."""
    return len(sys.argv) <= 5 or re.search(sys.argv[5], name) is not None


def questions(region):
    """(name, parameters, the same as WHERE, ORDER BY and OFFSET by hand); lists of values take turns."""
    days = [LAST_DAY - datetime.timedelta(days=7 * i) for i in range(100)]
    states = ["accepted", "closed", "received", "refused", "suspended", "terminated", "transferred"]
    goods = list(complaints.GOODS)
    below = region + "00" if len(region) == 4 else (region or "37") + "0000"[:6 - len(region or "37")]
    prefix = below.rstrip("0")
    common, rare = ["漏电", "退款", "甲醛", "异味"], ["铅超标", "放射性", "检定证书", "电梯困人", "伪造批号", "召回"]

    def texts(words):
        return [("search", word, f"(number LIKE '%{word}%' OR respondent_name LIKE '%{word}%' OR content LIKE '%{word}%' "
                 f"OR first_number LIKE '%{word}%')") for word in words]

    def filters(pairs):
        return [("filter", ours, theirs) for ours, theirs in pairs]

    newest = "seq DESC"
    return [
        ("newest first", "", [("", "", "1=1")], newest),
        ("one state", "", filters([(f"state = '{s}'", f"state = '{s}'") for s in states]), newest),
        ("one state, by day received", "sort=received_on",
         filters([(f"state = '{s}'", f"state = '{s}'") for s in states]), "received_on"),
        ("one state, by amount", "sort=-amount",
         filters([(f"state = '{s}'", f"state = '{s}'") for s in states]), "amount DESC"),
        ("class of goods", "", filters([(f"product_category = '{g}'", f"product_category = '{g}'") for g in goods]),
         newest),
        ("class of goods, by day received", "sort=-received_on",
         filters([(f"product_category = '{g}'", f"product_category = '{g}'") for g in goods]), "received_on DESC"),
        ("region and below", "", filters([(f"region under '{below}'", f"region LIKE '{prefix}%'")]), newest),
        ("by amount", "sort=-amount", [("", "", "1=1")], "amount DESC"),
        ("by firm's name", "sort=respondent_name", [("", "", "1=1")], "respondent_name"),
        ("by day closed", "sort=closed_on", [("", "", "1=1")], "closed_on"),
        ("a month", "sort=-received_on", filters(
            [(f"received_on between date '{d - datetime.timedelta(days=30)}' and date '{d}'",
              f"received_on BETWEEN {{{d - datetime.timedelta(days=30)}}} AND {{{d}}}") for d in days]),
         "received_on DESC"),
        ("state, matter, month, amount", "sort=-amount", filters(
            [(f"state = 'closed' and matter = 'quality' and amount >= 500 and received_on between "
              f"date '{d - datetime.timedelta(days=30)}' and date '{d}'",
              f"state = 'closed' AND matter = 'quality' AND amount >= {{500}} AND received_on BETWEEN "
              f"{{{d - datetime.timedelta(days=30)}}} AND {{{d}}}") for d in days]), "amount DESC"),
        ("goods, state, matter", "sort=received_on", filters(
            [(f"product_category = '{g}' and state = '{s}' and matter = 'price'",
              f"product_category = '{g}' AND state = '{s}' AND matter = 'price'") for g in goods for s in states]),
         "received_on"),
        ("two signs, frequent", "", texts(common), newest),
        ("words, rare", "", texts(rare), newest),
        ("words, rare, by day received", "sort=received_on", texts(rare), "received_on"),
        ("words in nothing", "", texts(["无此词语", "量子"]), newest),
        ("words and a state", "", [("search", w, a + " AND state = 'accepted'") for _, w, a in texts(common + rare)],
         newest),
        ("counted", "count=1", [("", "", "1=1")], newest),
        ("one state, counted", "count=1", filters([(f"state = '{s}'", f"state = '{s}'") for s in states]), newest),
        ("goods, counted", "count=1",
         filters([(f"product_category = '{g}'", f"product_category = '{g}'") for g in goods]), newest),
        ("words, counted", "count=1", texts(common + rare), newest),
        ("overdue", "due=overdue", [("", "", "")], ""),
    ]


def address(parameters, kind, value, name):
    query = [("limit", "50"), ("names", "1")] + urllib.parse.parse_qsl(parameters)
    if kind:
        query.append((kind, value))
    if name == "words and a state":
        query.append(("filter", "state = 'accepted'"))
    return "/api/registers/complaint/records?" + urllib.parse.urlencode(query)


class Asking:
    """One connection of one person, as a browser keeps it."""

    def __init__(self, server):
        self.where = urllib.parse.urlsplit(server.base)
        self.headers = {key: value for key, value in server.credentials.items() if key == "Cookie"}
        self.line = http.client.HTTPConnection(self.where.hostname, self.where.port, timeout=120)

    def get(self, path):
        """Milliseconds until the whole answer was there, and the answer."""
        try:
            return self.once(path)
        except http.client.RemoteDisconnected:
            # Closed while the questions by hand were asked: a server waits 30 s for the next one.
            self.line.close()
            return self.once(path)

    def once(self, path):
        began = time.perf_counter()
        self.line.request("GET", path, headers=self.headers)
        answer = self.line.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:300]!r}")
        return took, json.loads(body)


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def spread(times):
    return {"p50": percentile(times, 0.50), "p95": percentile(times, 0.95), "p99": percentile(times, 0.99),
            "times": len(times)}


def ask_often(asking, paths):
    """Each once unmeasured at most; stops early where a hundred would take minutes."""
    asking.get(paths[0])
    times, began = [], time.monotonic()
    for i in range(rounds):
        times.append(asking.get(paths[i % len(paths)])[0])
        if time.monotonic() - began > float(os.environ.get("ZHIHENG_BENCH_PATIENCE", "60")):
            break
    return spread(times)


def deep_pages(asking, parameters, records):
    """Addresses of pages up to `records` records from the beginning."""
    paths, after, passed = [], "", 0
    while passed < records:
        query = f"/api/registers/complaint/records?limit=1000&{parameters}" + (f"&after={after}" if after else "")
        _, page = asking.get(query)
        passed += len(page["records"])
        after = page["next"]
        if not after:
            break
        paths.append(f"/api/registers/complaint/records?limit=50&names=1&{parameters}&after={after}")
    return paths[-100:], passed


class Sqlite:
    name = "SQLite"

    def __init__(self, folder):
        self.environment = {"ZHIHENG_DATA": folder}
        self.file = folder + "/records.sqlite"

    def run(self, *statements):
        with sqlite3.connect(self.file, isolation_level=None) as database:
            for statement in statements:
                database.execute(statement)

    def number(self, statement):
        with contextlib.closing(sqlite3.connect(self.file)) as database:
            try:
                return database.execute(statement).fetchone()[0]
            except sqlite3.OperationalError:  # the table is not there yet
                return 0

    def literal(self, text):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return str((datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days)
        return str(int(text) * 100)

    def times_of(self, statements):
        database = sqlite3.connect(self.file)
        times = []
        for statement in statements:
            began = time.perf_counter()
            database.execute(statement).fetchall()
            times.append((time.perf_counter() - began) * 1000)
        return times

    def settle(self):
        # What a server does after a load: without it every page is looked up in the log first.
        self.run("ANALYZE plain_complaint", "PRAGMA wal_checkpoint(TRUNCATE)")


class Postgres:
    name = "PostgreSQL"

    def __init__(self, url, folder):
        self.environment = {"ZHIHENG_DB": url, "ZHIHENG_DATA": folder}
        self.url = url

    def run(self, *statements):
        for statement in statements:
            subprocess.run(["psql", "-qX", self.url, "-c", statement], check=True, stdout=subprocess.DEVNULL)

    def number(self, statement):
        said = subprocess.run(["psql", "-qXtA", self.url, "-c", statement], check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        return int(said) if said.strip() else 0

    def literal(self, text):
        return f"DATE '{text}'" if "-" in text else text

    def times_of(self, statements):
        script = "\\timing on\n\\o /dev/null\n" + "".join(one + ";\n" for one in statements)
        said = subprocess.run(["psql", "-qX", self.url], input=script, text=True, check=True,
                              stdout=subprocess.PIPE).stdout
        return [float(found) for found in re.findall(r"Time: ([\d.]+) ms", said)]

    def settle(self):
        self.run("VACUUM ANALYZE")


def prepare(engine, file, environment):
    began = time.monotonic()
    for register, name in [("enterprise", file + ".firms.csv"), ("complaint", file)]:
        subprocess.run([program, "import", register, name, "--json"], check=True, env=environment,
                       stdout=subprocess.DEVNULL)
    print(f"{engine.name}: imported in {time.monotonic() - began:.1f} s", flush=True)
    began = time.monotonic()
    engine.run(f"UPDATE r_complaint SET state = {complaints.STATE}",
               "UPDATE r_complaint_current SET state = (SELECT state FROM r_complaint AS r WHERE "
               "r.seq = r_complaint_current.seq)",
               "CREATE TABLE plain_complaint AS SELECT * FROM r_complaint")
    engine.run(*[f"CREATE INDEX plain_{name} ON plain_complaint ({name})" for name in PLAIN_INDEXES + ["seq"]])
    engine.settle()
    print(f"{engine.name}: states set and a plain copy made in {time.monotonic() - began:.1f} s", flush=True)
    began = time.monotonic()
    subprocess.run([program, "list", "complaint", "--filter", "number = 'x'"], check=True,
                   env=environment, stdout=subprocess.DEVNULL)
    subprocess.run([program, "work"], check=True, env=environment, stdout=subprocess.DEVNULL)
    engine.settle()
    print(f"{engine.name}: indexes and terms ready after {time.monotonic() - began:.1f} s", flush=True)


def people(environment, county):
    """User, role, region and what they are called in the table."""
    wanted = [("county", "officer", county), ("province", "officer", county[:2] + "0000"),
              ("everything", "administrator", "")]
    with tempfile.NamedTemporaryFile("w", suffix=".password") as secret:
        secret.write(PASSWORD + "\n")
        secret.flush()
        for user, role, region in wanted:
            command = [program, "user", "add", user, "--role", role, "--password-file", secret.name]
            subprocess.run(command + (["--region", region] if region else []), check=True, env=environment,
                           stdout=subprocess.DEVNULL)
    return wanted


def by_hand(engine, where, order, region, parameters, offset=0):
    parts = [where] + ([f"region LIKE '{region.rstrip('0') or region}%'"] if region else [])
    where = " AND ".join(re.sub(r"\{([^}]*)\}", lambda found: engine.literal(found.group(1)), part) for part in parts)
    statements = [f"SELECT * FROM plain_complaint WHERE {where} ORDER BY {order} LIMIT 50 OFFSET {offset}"]
    if "count" in parameters:
        statements.append(f"SELECT count(*) FROM plain_complaint WHERE {where}")
    return statements


def measure_by_hand(engine, values, order, region, parameters, offset=0):
    """The median of a few, each value at most once more."""
    times = []
    for _, _, where in (values * 3)[:max(3, min(9, len(values)))]:
        times.append(sum(engine.times_of(by_hand(engine, where, order, region, parameters, offset))))
        if sum(times) > 10_000:
            break
    return percentile(times, 0.5)


def line(engine, who, name, found, hand):
    mark = "" if found["p95"] < BAR else "  over the bar"
    ratio = f"{hand:9.1f} {hand / found['p50']:7.1f}" if hand is not None else " " * 17
    print(f"{engine:<11}{who:<11}{name:<34}{found['p50']:8.1f} {found['p95']:8.1f} {found['p99']:8.1f} "
          f"{found['times']:5}{ratio}{mark}", flush=True)


def wait_for_search(engine):
    """Until the server has brought its search index up to date."""
    began = time.monotonic()
    while time.monotonic() - began < 600:
        left = engine.number("SELECT max(seq) FROM r_complaint") - engine.number(
            "SELECT COALESCE(max(seq), 0) FROM search_positions WHERE table_name = 'complaint'")
        if rows <= 20_000 or left == 0:
            break
        time.sleep(1)
    print(f"{engine.name}: search index ready after {time.monotonic() - began:.0f} s", flush=True)


def measure(engine, county):
    environment = dict(os.environ, ZHIHENG_LANG="en", ZHIHENG_CATALOG=catalog, **engine.environment)
    worst = {}
    with running(program, environment, first_login=False) as server:
        wait_for_search(engine)
        for user, region in [("county", county), ("province", county[:2] + "0000"), ("everything", "")]:
            session, headers = Server(server.base).call("POST", "/api/session", {"user": user, "password": PASSWORD})
            asking = Asking(Server(server.base, {"Cookie": headers["Set-Cookie"].split(";")[0]}))
            for name, parameters, values, order in questions(county[:4] if region == county else region.rstrip("0")):
                if not wanted(name):
                    continue
                paths = [address(parameters, kind, value, name) for kind, value, _ in values]
                found = ask_often(asking, paths)
                hand = measure_by_hand(engine, values, order, region, parameters) if order and compared else None
                line(engine.name, user, name, found, hand)
                worst[(user, name)] = found["p95"]
            for name, parameters, order in [("deep page, newest first", "", "seq DESC"),
                                            ("deep page, by day received", "sort=received_on", "received_on, id")]:
                if not wanted(name):
                    continue
                paths, passed = deep_pages(asking, parameters, min(rows // 2, 100_000))
                if not paths:
                    continue
                found = ask_often(asking, paths)
                hand = measure_by_hand(engine, [("", "", "1=1")], order, region, "", passed) if compared else None
                line(engine.name, user, name, found, hand)
                worst[(user, name)] = found["p95"]
            if wanted("work list"):
                found = ask_often(asking, ["/api/work?limit=50"])
                line(engine.name, user, "work list", found, None)
                worst[(user, "work list")] = found["p95"]
    return worst


def main():
    kept = sys.argv[4] if len(sys.argv) > 4 and sys.argv[4] else ""
    work = kept or tempfile.mkdtemp(prefix="zh-lists-")
    os.makedirs(work, exist_ok=True)
    file = f"{work}/synthetic-complaints-{rows}.csv"
    place = pathlib.Path(file + ".county")
    if not place.exists():
        place.write_text(complaints.write(file, file + ".firms.csv", rows, catalog, LAST_DAY), encoding="utf-8")
    county = place.read_text(encoding="utf-8")
    print(f"{rows:,} complaints; the county is {county}; milliseconds; bar: p95 below {BAR:.0f}")
    print(f"{'engine':<11}{'who':<11}{'question':<34}{'p50':>8} {'p95':>8} {'p99':>8} {'times':>5}{'by hand':>9} {'ratio':>7}")
    worst = {}
    engines = os.environ.get("ZHIHENG_BENCH_ENGINES", "sqlite,postgresql").split(",")
    try:
        if "sqlite" in engines:
            worst["SQLite"] = with_data(Sqlite(f"{work}/sqlite"), f"{work}/sqlite", file, county)
        if "postgresql" in engines and private_postgres.binaries() and shutil.which("psql"):
            with private_postgres.running(("shared_buffers=1GB", "max_wal_size=8GB"), keep=kept) as url:
                worst["PostgreSQL"] = with_data(Postgres(url, f"{work}/postgresql"), f"{work}/postgresql", file,
                                                county)
    finally:
        if not kept:
            shutil.rmtree(work, ignore_errors=True)
    for engine, found in worst.items():
        (who, name), p95 = max(found.items(), key=lambda one: one[1])
        print(f"{engine}: slowest p95 {p95:.1f} ms ({who}: {name}); bar {BAR:.0f} ms")
    sys.exit(0 if all(p95 < BAR for found in worst.values() for p95 in found.values()) else 1)


def with_data(engine, folder, file, county):
    environment = dict(os.environ, ZHIHENG_LANG="en", ZHIHENG_CATALOG=catalog, **engine.environment)
    ready = pathlib.Path(folder) / "ready"
    if not ready.exists():
        prepare(engine, file, environment)
        people(environment, county)
        ready.write_text("", encoding="utf-8")
    return measure(engine, county)


main()
