// The parts of ECharts that we use, and the look that all charts share.

import { CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components'
import { init, use, type ComposeOption } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import type { CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import type { GridComponentOption, MarkLineComponentOption, TooltipComponentOption } from 'echarts/components'
import { SVGRenderer } from 'echarts/renderers'

use([
  LineChart,
  ScatterChart,
  CustomChart,
  GridComponent,
  TooltipComponent,
  MarkLineComponent,
  LabelLayout,
  SVGRenderer,
])

export type Option = ComposeOption<
  | LineSeriesOption
  | ScatterSeriesOption
  | CustomSeriesOption
  | GridComponentOption
  | TooltipComponentOption
  | MarkLineComponentOption
>
export { init }

export const palette = {
  ink: '#17324d',
  accent: '#1d5a8c',
  band: '#1d5a8c',
  other: '#b0691c',
  target: '#a92e26',
  muted: '#55616e',
  line: '#dbe0e5',
}

export const axisLine = {
  axisLine: { lineStyle: { color: '#b9c2cb' } },
  axisTick: { show: false },
  axisLabel: { color: palette.muted, fontSize: 12 },
  splitLine: { lineStyle: { color: '#e8ebee' } },
}

export const tooltip = {
  confine: true,
  borderColor: '#b9c2cb',
  padding: [8, 12] as [number, number],
  textStyle: { color: '#1d2733', fontSize: 13 },
  extraCssText: 'box-shadow: 0 2px 10px rgb(0 0 0 / 12%); border-radius: 4px;',
}

/// Text that goes into a tooltip's HTML.
export const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
