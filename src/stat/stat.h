#pragma once
// What other rooms see first: the numerics behind every published number.
//
// Pure functions on numbers and spans: no clock, no files, no global random source. Rates are
// fractions of one; intervals are two-sided with a confidence given as a fraction.

#include "stat/comparison.h"
#include "stat/failures.h"
#include "stat/funnel.h"
#include "stat/interval.h"
#include "stat/proportion.h"
#include "stat/rate.h"
#include "stat/stratified.h"
