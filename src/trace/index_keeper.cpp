#include "trace/index_keeper.h"

namespace zhiheng::trace {

IndexKeeper::IndexKeeper(EventIndex& index, store::Store& store)
    : follower_(store, {.quiet = std::chrono::seconds(2), .longest = std::chrono::minutes(1)},
                "trace.index_not_refreshed",
                [&index](const std::atomic<bool>& stop) { return index.refresh(&stop); }) {}

}  // namespace zhiheng::trace
