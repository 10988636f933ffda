#pragma once
// A ZIP archive as strictly as a package may be read: one way, the same from both ends.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "content/rules.h"

namespace zhiheng::content {

/// A file within an archive.
struct Part {
  std::string name;         ///< UTF-8, "/" between folders
  std::string_view packed;  ///< its bytes in the archive
  bool deflated = false;
  std::int64_t size = 0;  ///< unpacked
  std::uint32_t sum = 0;  ///< CRC-32 of the unpacked bytes
};

/// The parts of an archive in which every byte belongs to exactly one of them or to the directory,
/// and both places that name a part agree.
/// @fails  content.damaged, locked, two_in_one, unsafe_name, unpacks_too_large
/// @source PKWARE APPNOTE 6.3.10, 4.3; without ZIP64, encryption, and splitting
[[nodiscard]] Result<std::vector<Part>> read_archive(std::string_view bytes, const Rules& rules);

/// The bytes of a part.
/// @fails  content.damaged, content.unpacks_too_large
[[nodiscard]] Result<std::string> unpack(const Part& part, const Rules& rules);

}  // namespace zhiheng::content
