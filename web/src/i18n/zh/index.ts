// Our sentences in Chinese, a file for the pages that belong together; the keys here are those that exist.

import { anomalies } from './anomalies'
import { assessments } from './assessments'
import { charts } from './charts'
import { complaints } from './complaints'
import { defects } from './defects'
import { delivery } from './delivery'
import { firms } from './firms'
import { home } from './home'
import { indicators } from './indicators'
import { intake } from './intake'
import { plans } from './plans'
import { products } from './products'
import { records } from './records'
import { registers } from './registers'
import { reports } from './reports'
import { session } from './session'
import { site } from './site'
import { tasks } from './tasks'
import { trace } from './trace'
import { work } from './work'

export const zh = {
  ...anomalies,
  ...assessments,
  ...charts,
  ...complaints,
  ...defects,
  ...delivery,
  ...firms,
  ...home,
  ...indicators,
  ...intake,
  ...plans,
  ...products,
  ...records,
  ...registers,
  ...reports,
  ...session,
  ...site,
  ...tasks,
  ...trace,
  ...work,
}
