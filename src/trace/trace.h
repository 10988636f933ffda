#pragma once
// Traceability: events of the supply chain, read, checked, written and identified.

#include "trace/document.h"     // IWYU pragma: export
#include "trace/event.h"        // IWYU pragma: export
#include "trace/event_hash.h"   // IWYU pragma: export
#include "trace/event_store.h"  // IWYU pragma: export
#include "trace/master_data.h"  // IWYU pragma: export
