#include "trace/reproduce.h"

#include <algorithm>
#include <fstream>

#include "trace/event_hash.h"
#include "trace/failures.h"
#include "trace/reproduce_parts.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;

/// Areas that have expectations of their own form, and who answers for them.
struct Area {
  std::string_view name;
  Result<Comparisons> (*run)(const fs::path& folder,
                             const fs::path& catalog);  ///< nullptr: not built yet
};

constexpr Area areas[] = {
    {"event-hash", reproduce_event_hash},
    {"identifiers", reproduce_identifiers},
    {"organisation-codes", reproduce_codes},
    {"profiles", reproduce_profiles},
    {"query", reproduce_query},
    {"redaction", reproduce_redaction},
    {"trace", reproduce_opentraceability},
    {"trace", reproduce_suspects},
};

}  // namespace

void compare(Comparison& line, bool agrees, const std::string& what) {
  ++line.compared;
  if (agrees) {
    ++line.agreed;
  } else {
    line.misses.push_back(what);
  }
}

Result<Hashed> hash_file(const fs::path& file, bool as_reference) {
  Hashed hashed;
  ReadOptions options;
  options.lenient = true;
  options.warnings = false;
  options.as_reference = as_reference;
  ZH_TRY(hashed.document, read_file(file.string(), options, [&](ReadEvent& event) {
           const HashOptions how{.python_booleans = as_reference && event.from_json,
                                 .xml_types = as_reference};
           hashed.pre_hashes.push_back(pre_hash(event.event, *event.ignored, how));
           hashed.hashes.push_back(hash_of(hashed.pre_hashes.back()));
           return true;
         }));
  return hashed;
}

Result<std::vector<std::string>> lines_of(const fs::path& file) {
  std::ifstream in(file);
  if (!in) return fail(file_unreadable, file.string());
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

Result<std::vector<Comparison>> reproduce(const fs::path& folder, const fs::path& catalog) {
  std::error_code error;
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_directory(error)) names.push_back(entry.path().filename().string());
  }
  if (error) return fail(file_unreadable, folder.string(), error.message());
  std::ranges::sort(names);
  std::vector<Comparison> all;
  const auto take = [&](Comparisons lines) {
    for (Comparison& line : lines) all.push_back(std::move(line));
  };
  for (const std::string& name : names) {
    if (fs::exists(folder / name / "expected.jsonl", error)) {
      ZH_TRY(Comparisons lines, reproduce_documents(folder, name));
      take(std::move(lines));
    }
    // A folder may hold suites of several subjects, each with an answer of its own.
    for (const Area& area : areas) {
      if (area.name != name) continue;
      if (area.run == nullptr) {
        all.push_back({.area = name, .subject = "its own expectations", .covered = false});
        continue;
      }
      ZH_TRY(Comparisons lines, area.run(folder, catalog));
      take(std::move(lines));
    }
  }
  if (all.empty()) return fail(file_unreadable, folder.string(), {}, "*/expected.jsonl");
  return all;
}

}  // namespace zhiheng::trace
