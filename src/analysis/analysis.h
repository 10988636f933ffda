#pragma once
// What other rooms see first: statistical methods on tables, as data, and their comparison with
// the printed output of reference programs.

#include "analysis/answer.h"
#include "analysis/failures.h"
#include "analysis/method.h"
#include "analysis/reproduce.h"
#include "analysis/table.h"
