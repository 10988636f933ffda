#!/usr/bin/env python3
"""Usage: benchmarks/whole/freshness.py PROGRAM — how long until a committed record is in the indicator.

A server runs; one import after the other goes in beside it; again and again a single record is
entered through the interface and the indicator asked until it counts it. Prints the spread.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

from running_server import running

program = str(pathlib.Path(sys.argv[1]).resolve())
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 20

with tempfile.TemporaryDirectory() as work:
    environment = dict(os.environ, ZHIHENG_DATA=f"{work}/data", ZHIHENG_LANG="en")
    files = []
    for seed in range(6):
        folder = f"{work}/files{seed}"
        subprocess.run(
            [program, "example", "--province", "620000", "--rows", "100000", "--seed", str(seed + 10),
             "--only", "spot_check", "--out", folder],
            check=True, env=environment, stdout=subprocess.DEVNULL)
        files.append(next(str(path) for path in pathlib.Path(folder).glob("*.csv")))
    os.sync()  # else the files written above are in the way of every commit for half a minute
    with running(program, environment) as server:
        stop = threading.Event()
        imported = [0]

        def steady_load():
            while not stop.is_set():
                for file in files:
                    if stop.is_set():
                        return
                    subprocess.run([program, "import", "spot_check", file, "--json"],
                                   env=environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, check=False)
                    imported[0] += 1

        loader = threading.Thread(target=steady_load)
        loader.start()
        time.sleep(2)
        delays = []
        for number in range(rounds):
            reference = f"FRESH-{number:04}"
            server.call("POST", "/api/registers/alert/records",
                        {"values": {"network": "domestic", "reference": reference, "publication": 1,
                                    "notified_on": "2024-06-01", "subject": "freshness"}})
            committed = time.monotonic()
            while True:
                answer, _ = server.call(
                    "GET", f"/api/indicators/alert_count?filter=reference%20%3D%20'{reference}'")
                if sum(point["records"] for point in answer["points"]) == 1:
                    break
                if time.monotonic() - committed > 30:
                    print(f"{reference} did not arrive within 30 s")
                    sys.exit(1)
                time.sleep(0.02)
            delays.append(time.monotonic() - committed)
        stop.set()
        loader.join()
        delays.sort()
        print(f"from commit to indicator beside {imported[0]} imports of 100,000 rows: "
              f"median {delays[len(delays) // 2]:.2f} s, largest {delays[-1]:.2f} s (bar: 2 s)")
