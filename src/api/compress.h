#pragma once
// Makes an answer smaller for a client that takes gzip.

#include "api/http.h"

namespace zhiheng::api {

/// Bodies over a kilobyte of a textual type; others and streams stay as they are.
void compress(Response& response);

/// RFC 1952. Empty when zlib has no memory.
[[nodiscard]] std::string gzip(std::string_view bytes, int level);

}  // namespace zhiheng::api
