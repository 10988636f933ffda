#!/usr/bin/env python3
"""Usage: plot_clusters.py PLACES.csv CASES.csv POPULATION.csv CLUSTERS.csv > figure.svg

Draws places coloured by their rate and the circles of clusters (answer of `zhiheng stat scan --csv`)
with p below 0.05 red, others grey.
"""
import csv
import sys


def rows(name):
    with open(name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    places, cases, people, clusters = (rows(name) for name in sys.argv[1:])
    at = {row["location"]: (float(row["x"]), float(row["y"])) for row in places}
    found, risk = {}, {}
    for row in cases:
        found[row["location"]] = found.get(row["location"], 0) + float(row["cases"])
    for row in people:
        risk[row["location"]] = risk.get(row["location"], 0) + float(row["population"])
    rate = sum(found.values()) / sum(risk.values())
    xs, ys = [x for x, _ in at.values()], [y for _, y in at.values()]
    scale = 680 / (max(xs) - min(xs))
    height = (max(ys) - min(ys)) * scale

    def put(x, y):
        return 20 + (x - min(xs)) * scale, 20 + height - (y - min(ys)) * scale

    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height + 40:.0f}">')
    print(f'<rect width="720" height="{height + 40:.0f}" fill="white"/>')
    largest = max(risk.values())
    for name, (x, y) in at.items():
        ratio = found.get(name, 0) / (risk[name] * rate)
        colour = "#c0392b" if ratio > 1.5 else "#f0b27a" if ratio > 1.1 else "#aab7b8"
        left, top = put(x, y)
        size = 0.7 + 5 * (risk[name] / largest) ** 0.5
        print(f'<circle cx="{left:.0f}" cy="{top:.0f}" r="{size:.1f}" fill="{colour}"/>')
    for row in clusters:
        left, top = put(*at[row["centre"]])
        colour = "#c0392b" if float(row["p"]) < 0.05 else "#566573"
        radius = max(3, float(row["radius"]) * scale)
        print(f'<circle cx="{left:.1f}" cy="{top:.1f}" r="{radius:.1f}" fill="none" '
              f'stroke="{colour}" stroke-width="2"/>')
    print("</svg>")


main()
