#include "plan/plan_file.h"

#include <fstream>

#include "base/text.h"
#include "plan/failures.h"

namespace zhiheng::plan {
namespace {

/// The file as UTF-8. One byte more than the most is enough to refuse it.
Result<std::string> read_plan_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(FoldedText::most_bytes + 1, '\0');
  if (file) file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file && file.gcount() == 0 && !file.eof()) {
    return fail(file_unreadable, path, {}, "a readable file");
  }
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  const bool binary = bytes.find('\0') != std::string::npos || bytes.starts_with("%PDF-");
  if (binary || is_utf8(bytes)) return bytes;
  auto converted = from_gb18030(bytes);
  return converted ? *std::move(converted) : std::move(bytes);
}

}  // namespace

Result<Plan> read_plan(const std::string& path, const Lexicon& lexicon) {
  ZH_TRY(std::string source, read_plan_text(path));
  auto plan = parse(std::move(source), lexicon);
  if (plan) return plan;
  Error error = std::move(plan).error();
  error.where = error.where.empty() ? path : path + ":" + error.where;
  return std::unexpected(std::move(error));
}

}  // namespace zhiheng::plan
