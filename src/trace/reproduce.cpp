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
  std::string_view name, subject;
  Result<Comparisons> (*run)(const fs::path& folder, const fs::path& catalog);
};

constexpr Area areas[] = {
    {"event-hash", "reference and equal events", reproduce_event_hash},
    {"identifiers", "suites of rows", reproduce_identifiers},
    {"organisation-codes", "lists of codes", reproduce_codes},
    {"profiles", "documents and their profiles", reproduce_profiles},
    {"query", "queries.jsonl", reproduce_query},
    {"redaction", "sanitised events", reproduce_redaction},
    {"trace", "opentraceability", reproduce_opentraceability},
    {"trace", "suspects", reproduce_suspects},
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

Result<std::vector<Demand>> demands_of(const fs::path& folder, std::string_view start) {
  std::error_code error;
  if (!fs::exists(folder / "SOURCES.md", error)) return std::vector<Demand>();
  ZH_TRY(const auto lines, lines_of(folder / "SOURCES.md"));
  std::vector<Demand> demands;
  for (const std::string& line : lines) {
    if (!line.starts_with("| " + std::string(start))) continue;
    const std::size_t end = line.find(" |", 2);
    const std::size_t last = line.rfind(" |");
    const std::size_t begin = line.rfind("| ", last - 1);
    if (end == std::string::npos || begin == std::string::npos || begin < end) continue;
    demands.push_back({line.substr(2, end - 2), line.substr(begin + 2, last - begin - 2)});
  }
  return demands;
}

namespace {

/// One subject that cannot be read counts as a miss, so that the others are still compared.
Comparisons lines_or_miss(Result<Comparisons> lines, const std::string& area,
                          const std::string& subject) {
  if (lines) return *std::move(lines);
  Comparison line{.area = area, .subject = subject};
  compare(line, false, describe(lines.error()));
  return Comparisons{std::move(line)};
}

/// A folder that nobody here knows: said, and a miss when it holds rows of expectations.
Comparison unknown_folder(const fs::path& folder) {
  std::error_code error;
  bool expects = false;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    expects = expects || entry.path().extension() == ".jsonl";
  }
  Comparison line{.area = folder.filename().string(), .subject = "its own expectations"};
  line.covered = !expects;
  line.informational = !expects;
  if (!expects) line.subject = "no expectations";
  return line;
}

}  // namespace

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
    const std::size_t before = all.size();
    const bool rows = fs::exists(folder / name / "expected.jsonl", error);
    if (rows) take(lines_or_miss(reproduce_documents(folder, name), name, "expected.jsonl"));
    take(lines_or_miss(reproduce_promises(folder, name), name, "SOURCES.md"));
    // A folder may hold suites of several subjects, each with an answer of its own.
    for (const Area& area : areas) {
      if (area.name != name) continue;
      take(lines_or_miss(area.run(folder, catalog), name, std::string(area.subject)));
    }
    const bool known = rows || std::ranges::find(areas, name, &Area::name) != std::end(areas);
    if (!known && all.size() == before) all.push_back(unknown_folder(folder / name));
  }
  if (std::ranges::all_of(all, &Comparison::informational)) {
    return fail(file_unreadable, folder.string(), {}, "*/expected.jsonl");
  }
  return all;
}

}  // namespace zhiheng::trace
