// Logging in; what the site is, in English.

import type { session as chinese } from '../zh/session'

export const session: Record<keyof typeof chinese, string> = {
  'session.expired': 'Your session has ended; please log in again',
  'login.title': 'Log in',
  'login.user': 'User name',
  'login.code': 'One-time code (six digits)',
  'login.password': 'Password',
  'login.enter': 'Log in',
  'login.hint': 'On its first start the program prints the user name and a first password in the terminal.',
  'about.what': 'Zhiheng is software for the people who draw up and carry out quality action plans: registers, indicators, targets, and every number explains where it comes from.',
  'about.records': 'Records: every change is a new version with its reason and hash; nothing is overwritten, and a missing or altered version is found.',
  'about.statistics': 'Statistics: rates carry their interval and sample size; where a difference may be chance, the page says so; too small samples give no value.',
  'about.maps': 'Maps: tile grids, without borders or areas.',
  'about.privacy': 'Personal data: kept encrypted, absent from statistics, never public.',
  'about.licence': 'Licence: Apache-2.0',
}
