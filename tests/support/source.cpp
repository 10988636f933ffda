#include "support/source.h"

#include <cstdlib>

namespace zhiheng::support {

std::string source_path(std::string_view below) {
  return std::string(ZHIHENG_SOURCE_DIR).append(below);
}

std::string program_path() { return ZHIHENG_PROGRAM; }

std::string shared_path(std::string_view below) {
  const char* const named = std::getenv("ZHIHENG_SHARED");
  return std::string(named != nullptr ? named : ZHIHENG_SOURCE_DIR "/../shared").append(below);
}

}  // namespace zhiheng::support
