#!/usr/bin/env python3
"""Usage: plot_moran.py PLACES.csv NEIGHBOURS.csv > figure.svg — each place's excess against its neighbours' mean.

PLACES has columns region, cases, expected; NEIGHBOURS from, to. Made the figure of docs/statistics/clustering.md.
"""
import csv
import sys


def rows(name):
    with open(name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


if len(sys.argv) != 3:
    sys.exit(__doc__)
excess = {row["region"]: (float(row["cases"]) - float(row["expected"])) / float(row["expected"]) ** 0.5
          for row in rows(sys.argv[1])}
near = {}
for row in rows(sys.argv[2]):
    near.setdefault(row["from"], set()).add(row["to"])
    near.setdefault(row["to"], set()).add(row["from"])
print('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 320" font-family="sans-serif" font-size="11">')
print('<rect width="480" height="320" fill="white"/>')
print('<path d="M40 160H470M240 10V300" stroke="#99a3a4"/>')
print('<text x="300" y="314">excess (c - e) / √e</text><text x="46" y="20">mean excess of the neighbours</text>')
for place, own in excess.items():
    if not near.get(place):
        continue
    others = sum(excess[each] for each in near[place]) / len(near[place])
    colour = "#c0392b" if own > 0 and others > 0 else "#7f8c8d"
    print(f'<circle cx="{240 + 50 * own:.1f}" cy="{160 - 70 * others:.1f}" r="2.5" fill="{colour}"/>')
print("</svg>")
