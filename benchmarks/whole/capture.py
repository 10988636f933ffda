#!/usr/bin/env python3
"""Usage: benchmarks/whole/capture.py PROGRAM [DOCUMENTS] [CLIENTS] [IDS] — events captured over HTTP.

A server with data of its own; clients that send documents of 100 events each to /epcis/capture and
wait for the answer, which comes when the events are durable. Prints events a second, then the time
of queries for single identifiers. IDS: what the events are called, as it decides how far apart the
names of one document lie in the index of names: "ordered", UUIDs of version 7 (RFC 9562), which
begin with the time; "random", of version 4.
"""
import http.client
import json
import os
import pathlib
import random
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid

from running_server import running

program = str(pathlib.Path(sys.argv[1]).resolve())
documents = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
clients = int(sys.argv[3]) if len(sys.argv) > 3 else 4
ids = sys.argv[4] if len(sys.argv) > 4 else "ordered"
events_each = 100
context = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def name(number):
    chance = random.Random(number).getrandbits(128)
    if ids == "random":
        return str(uuid.UUID(int=chance, version=4))
    moment = (1767225600000 + number) << 80
    chosen = str(uuid.UUID(int=moment | chance & (1 << 80) - 1, version=4))
    return chosen[:14] + "7" + chosen[15:]


def event(number):
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1767225600 + number))
    return {"type": "ObjectEvent", "eventTime": moment, "eventTimeZoneOffset": "+08:00",
            "eventID": f"urn:uuid:{name(number)}", "action": "OBSERVE",
            "bizStep": "shipping", "disposition": "in_transit",
            "epcList": [f"urn:epc:id:sgtin:4012345.012345.{number * 2 + i}" for i in range(2)],
            "readPoint": {"id": f"urn:epc:id:sgln:4012345.{number % 500:05}.0"},
            "bizLocation": {"id": f"urn:epc:id:sgln:4012345.{number % 500:05}.0"},
            "bizTransactionList": [{"type": "po", "bizTransaction":
                                    f"urn:epc:id:gdti:4012345.00001.{number // 50}"}]}


def document(number):
    events = [event(number * events_each + i) for i in range(events_each)]
    return json.dumps({"@context": [context], "type": "EPCISDocument", "schemaVersion": "2.0",
                       "creationDate": "2026-01-01T00:00:00Z",
                       "epcisBody": {"eventList": events}}).encode()


bodies = [document(number) for number in range(documents)]
with tempfile.TemporaryDirectory() as work:
    environment = dict(os.environ, ZHIHENG_DATA=f"{work}/data", ZHIHENG_LANG="en")
    with running(program, environment) as server:
        wrong = []

        def send(first):
            connection = http.client.HTTPConnection(server.base.removeprefix("http://"))
            for body in bodies[first::clients]:
                connection.request("POST", "/epcis/capture", body, server.credentials)
                answer = connection.getresponse()
                text = answer.read()
                if answer.status != 202 or not json.loads(text)["success"]:
                    wrong.append(text)

        threads = [threading.Thread(target=send, args=(first,)) for first in range(clients)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - began
        if wrong:
            print(wrong[0][:500])
            sys.exit(1)
        events = documents * events_each
        print(f"{events:,} events in documents of {events_each}, {ids} ids, {clients} clients: {seconds:.1f} s, "
              f"{events / seconds:,.0f} events/s durable (bar: 20,000)")

        def ask(number):
            epc = urllib.parse.quote(f"urn:epc:id:sgtin:4012345.012345.{number}", safe="")
            began = time.monotonic()
            answer, _ = server.call("GET", f"/epcis/events?MATCH_epc={epc}")
            found = answer["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
            if len(found) != 1:
                print(f"{epc}: {len(found)} events")
                sys.exit(1)
            return (time.monotonic() - began) * 1000

        first = ask(1)
        times = sorted(ask(number * 977 % (events * 2)) for number in range(300))
        print(f"index made by the first query: {first / 1000:.1f} s; then a query for one identifier: "
              f"median {times[150]:.1f} ms, 99 % within {times[297]:.1f} ms")
