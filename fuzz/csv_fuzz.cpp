// Any bytes as a CSV file: it ends, and every cell lies inside the limits and is UTF-8.

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/text.h"
#include "intake/csv.h"

namespace {

void read_csv(const std::string& file, char delimiter) {
  using namespace zhiheng;
  auto source = intake::open_csv(file, "", delimiter);
  if (!source) return;
  intake::Line line;
  std::int64_t last = 0;
  for (;;) {
    const auto more = (*source)->next(line);
    if (!more || !*more) return;
    if (line.number <= last) std::abort();
    last = line.number;
    for (const intake::Cell& cell : line.cells) {
      if (!is_utf8(cell.text)) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string file =
      std::filesystem::temp_directory_path() / ("csv_fuzz_" + std::to_string(getpid()) + ".csv");
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  read_csv(file, 0);
  read_csv(file, '|');
  std::filesystem::remove(file);
  return 0;
}
