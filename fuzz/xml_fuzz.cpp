// Any bytes as an XML file: reading ends, with rows or with a refusal.

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "intake/xml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng;
  const std::string file =
      std::filesystem::temp_directory_path() / ("xml_fuzz_" + std::to_string(getpid()) + ".xml");
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  auto source = intake::open_xml(file, "row");
  intake::Line line;
  while (source) {
    const auto more = (*source)->next(line);
    if (!more || !*more) break;
    if (line.cells.size() > intake::most_columns) std::abort();
  }
  std::filesystem::remove(file);
  return 0;
}
