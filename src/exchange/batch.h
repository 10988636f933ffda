#pragma once
// Keeping what the store remembers of an import.

#include "exchange/exchange.h"

namespace zhiheng::exchange {

Result<void> keep_batch(store::Store& store, const Batch& batch);

}  // namespace zhiheng::exchange
