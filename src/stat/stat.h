#pragma once
// What other rooms see first: the numerics behind every published number.
//
// Pure functions on numbers and spans: no clock, no files, no global random source. Rates are
// fractions of one; intervals are two-sided with a confidence given as a fraction.

#include "stat/acceptance.h"
#include "stat/acceptance_tables.h"
#include "stat/change.h"
#include "stat/comparison.h"
#include "stat/control_chart.h"
#include "stat/cusum.h"
#include "stat/decomposition.h"
#include "stat/failures.h"
#include "stat/funnel.h"
#include "stat/interval.h"
#include "stat/mean.h"
#include "stat/multiple.h"
#include "stat/net_content.h"
#include "stat/proportion.h"
#include "stat/proportion_methods.h"
#include "stat/ranks.h"
#include "stat/rate.h"
#include "stat/robust.h"
#include "stat/shrinkage.h"
#include "stat/standardise.h"
#include "stat/stratified.h"
#include "stat/structural_break.h"
#include "stat/switching.h"
#include "stat/trend.h"
#include "stat/two_by_two.h"
#include "stat/variables_plan.h"
