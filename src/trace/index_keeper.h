#pragma once
// Keeps the index of identifiers near its store while a server runs, so that the first question
// after a large load need not wait for it.

#include "trace/event_index.h"
#include "trace/feed_follower.h"

namespace zhiheng::trace {

/// Follows when nobody has written for two seconds, and at least once a minute while somebody does;
/// ends with the object.
class IndexKeeper {
 public:
  IndexKeeper(EventIndex& index, store::Store& store);

 private:
  FeedFollower follower_;
};

}  // namespace zhiheng::trace
