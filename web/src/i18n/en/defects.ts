// What may be wrong in the text of a plan, in English.

import type { defects as chinese } from '../zh/defects'

export const defects: Record<keyof typeof chinese, string> = {
  'defect.item_without_clause': 'an item that names nobody responsible',
  'defect.title_broken': 'title over several lines',
  'defect.title_twice': 'title printed twice',
  'defect.number_spelt_oddly': 'document number spelt oddly',
  'defect.full_width_digits': 'full-width digits',
  'defect.circle_for_zero': 'circle for zero',
  'defect.bullet_for_middle_dot': 'bullet for a middle dot',
  'defect.notice_without_title_and_number': 'notice without title and number',
  'defect.lines_run_together': 'lines run together',
  'defect.web_noise': 'noise of a web page',
  'defect.closing_unnumbered': 'closing paragraph without a number',
  'defect.year_missing': 'year missing',
  'defect.verb_missing': 'verb missing',
  'defect.noun_missing': 'noun missing',
  'defect.place_missing': 'place missing',
  'defect.brackets_empty': 'empty brackets',
  'defect.censored': 'censored words',
  'defect.private_use_character': 'character without meaning',
  'defect.misspelt': 'misspelt',
  'defect.bracket_unmatched': 'bracket without its partner',
  'defect.clause_repeated': 'clause repeated',
  'defect.clause_without_place': 'clause without its place',
  'defect.numeral_misread': 'misread numeral',
  'defect.item_number_missing': 'item number missing',
  'defect.item_lost_before': 'an item was lost before',
  'defect.item_number_out_of_order': 'item number out of order',
  'defect.section_number_out_of_order': 'section number out of order',
  'defect.subsection_number_out_of_order': 'subsection number out of order',
}
