// What a consumer sees of a product, in English.

import type { products as chinese } from '../zh/products'

export const products: Record<keyof typeof chinese, string> = {
  'product.unnamed': 'A product without a registered name',
  'product.gtin': 'GTIN',
  'product.lot': 'Lot',
  'product.serial': 'Serial',
  'product.producer': 'Producer:',
  'product.recalls': 'Recall status',
  'product.state.recalled': 'Under recall: stop using it',
  'product.state.past': 'There are recalls; none in force is about what was scanned',
  'product.state.none': 'No recall found',
  'product.state.noneNote': 'Based on the recall notices on record; others are not known here.',
  'product.state.unknown': 'Status unknown',
  'product.inForce': 'In force',
  'product.reach.lot': 'the notice names this lot',
  'product.reach.product': 'the notice is about this product',
  'product.reach.other_lots': 'the notice is about other lots only',
  'product.remedy': 'Remedy:',
  'product.checks': 'Spot checks',
  'product.noChecks': 'No spot check has this GTIN.',
  'product.sampledOn': 'Sampled on',
  'product.result': 'Result',
  'product.sample': 'Sample',
  'product.sameLot': 'same lot',
  'product.firms': 'Producers on record',
  'product.note': 'The same bar code is not the same item: compare lot and producer on the package.',
  'product.advice': 'Stop eating or using it and do not pass it on; return, exchange or repair it as told below. If in doubt, call 12315.',
  'product.certificates': 'Certificates',
  'product.noCertificates': 'No certificate of this bar code is on record; not every product needs one.',
  'product.validUntil': 'valid until {day}',
}
