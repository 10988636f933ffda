#pragma once
// The identifiers and code systems that records refer to, in one include.

#include "code/company_prefix.h"
#include "code/credit_code.h"
#include "code/epc.h"
#include "code/gs1.h"
#include "code/identify.h"
#include "code/industry.h"
#include "code/organisation_code.h"
#include "code/region.h"
