// One colour scale for maps: pale to dark, dark where attention is due.

const stops: [number, number, number][] = [
  [233, 241, 246],
  [168, 199, 219],
  [94, 145, 182],
  [38, 92, 138],
  [17, 50, 80],
]

/// `share` from 0 (pale) to 1 (dark), with a text colour that keeps a contrast of 4.5 : 1.
export function scaleColour(share: number): { fill: string; ink: string } {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1)
  const i = Math.min(stops.length - 2, Math.floor(at))
  const mixed = stops[i]!.map((from, k) => Math.round(from + (stops[i + 1]![k]! - from) * (at - i))) as [
    number,
    number,
    number,
  ]
  const dark: [number, number, number] = [0, 0, 0]
  const ink = contrast(mixed, dark) >= contrast(mixed, [255, 255, 255]) ? `#000` : '#fff'
  return { fill: `rgb(${mixed.join(' ')})`, ink }
}

type Rgb = [number, number, number]

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// As WCAG 2.2 defines it: 1 to 21.
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}
