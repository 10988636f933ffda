#pragma once
// What both fuzz targets of EPCIS documents do with a text.

#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "trace/trace.h"

namespace zhiheng::fuzz {

/// Strictly and leniently, with small limits; a strict success is a lenient success.
inline void read_twice(const std::string& text) {
  bool strict = false;
  for (const bool lenient : {false, true}) {
    trace::ReadOptions options;
    options.lenient = lenient;
    options.limits = {.event_bytes = 1u << 20, .envelope_bytes = 4u << 20, .levels = 50};
    std::istringstream in(text);
    std::size_t events = 0;
    const auto read = trace::read_document(
        in, options,
        [&](trace::ReadEvent& event) {
          ++events;
          if (trace::hash_of(trace::pre_hash(event.event, *event.ignored)).size() != 89)
            std::abort();
          return true;
        },
        [](std::istream& same) {
          same.clear();
          same.seekg(0);
        });
    if (read && read->events != events) std::abort();
    if (!lenient) {
      strict = read && read->valid;
    } else if (strict && (!read || !read->valid)) {
      std::abort();
    }
  }
}

}  // namespace zhiheng::fuzz
