#pragma once
// From any form of EPCIS to a document of edition 2.0.

#include <iosfwd>
#include <string>

#include "base/result.h"
#include "trace/document.h"

namespace zhiheng::trace {

/// How a document is written down.
enum class Syntax { json, xml };

struct Conversion {
  Syntax syntax = Syntax::json;
  bool lenient = false;      ///< refused events are left out; otherwise nothing is written
  std::string made_on = {};  ///< creationDate where the source has none: a bare event
};

struct Converted {
  Document document;  ///< the source, as it was read
  std::size_t written = 0;
  std::vector<Error> refused;   ///< why events were left out; `where` begins with "event N"
  std::vector<Error> warnings;  ///< what could not be written as it was
};

/// Reads the file twice: namespaces and master data stand before the events. Memory does not grow
/// with the number of events. Nothing is written to `out` when the source is refused.
///
/// @fails  those of read_file
[[nodiscard]] Result<Converted> convert_file(const std::string& file, const Conversion& conversion,
                                             std::ostream& out);

}  // namespace zhiheng::trace
