#include <boost/json.hpp>

#include "trace/failures.h"
#include "trace/reproduce_parts.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct Expected {
  std::string file;
  std::optional<bool> valid;
  std::optional<std::size_t> events;
  std::map<std::string, std::size_t, std::less<>> types;
  std::vector<std::string> hashes;
  bool strong = false;
};

/// Throws what Boost.JSON throws where a member is missing or of another type.
Expected read_row(const std::string& line) {
  const json::value parsed = json::parse(line);
  const json::object& row = parsed.as_object();
  Expected made;
  made.file = row.at("file").as_string().c_str();
  const json::value* valid = row.if_contains("valid");
  if (valid != nullptr && valid->is_bool()) made.valid = valid->as_bool();
  if (const json::value* events = row.if_contains("events")) {
    made.events = events->to_number<std::size_t>();
    for (const auto& [type, count] : row.at("types").as_object()) {
      made.types.emplace(type, count.to_number<std::size_t>());
    }
  }
  const json::value* hashes = row.if_contains("hashes");
  if (hashes != nullptr && hashes->is_array()) {
    for (const json::value& hash : hashes->as_array()) made.hashes.emplace_back(hash.as_string());
  }
  const json::value* confidence = row.if_contains("hash_confidence");
  made.strong =
      confidence != nullptr && confidence->is_string() && confidence->as_string() == "strong";
  return made;
}

Result<std::vector<Expected>> read_rows(const fs::path& file) {
  ZH_TRY(const std::vector<std::string> lines, lines_of(file));
  std::vector<Expected> rows;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    try {
      rows.push_back(read_row(lines[i]));
    } catch (const std::exception& problem) {
      return fail(expectations_malformed, file.string() + ":" + std::to_string(i + 1),
                  problem.what());
    }
  }
  return rows;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text.append(text.empty() ? "" : " ").append(line);
  return text.empty() ? "none" : text;
}

std::string first_error(const fs::path& file, const ReadOptions& options) {
  std::string text;
  const auto read = read_file(file.string(), options, [&](ReadEvent& event) {
    if (text.empty() && !event.errors.empty()) text = describe(event.errors.front());
    return true;
  });
  if (!read) return describe(read.error());
  return read->errors.empty() ? text : describe(read->errors.front());
}

}  // namespace

Result<Comparisons> reproduce_documents(const fs::path& folder, const std::string& area) {
  ZH_TRY(const std::vector<Expected> rows, read_rows(folder / area / "expected.jsonl"));
  Comparison verdict{.area = area, .subject = "verdict of the schemas"};
  Comparison events{.area = area, .subject = "number and types of events"};
  Comparison strong{.area = area, .subject = "event hashes, strong"};
  Comparison reference{
      .area = area, .subject = "event hashes, reference only", .informational = true};
  Comparison conflicts{
      .area = area, .subject = "of these, equal only with --as-reference", .informational = true};
  ReadOptions strict;
  strict.events = false;
  for (const Expected& row : rows) {
    const fs::path file = folder / row.file;
    const auto read = read_file(file.string(), strict, {});
    const bool valid = read && read->valid;
    if (row.valid) {
      // What is not there was not refused either.
      const bool there = read || read.error().failure != &file_unreadable;
      compare(verdict, there && valid == *row.valid,
              row.file + ": wanted " + (*row.valid ? "valid" : "invalid") +
                  (valid ? "" : ", found " + first_error(file, strict)));
    }
    if (row.events) {
      compare(
          events, read && read->events == *row.events && read->types == row.types,
          row.file + ": wanted " + std::to_string(*row.events) + " events" +
              (read ? ", found " + std::to_string(read->events) : ": " + describe(read.error())));
    }
    if (row.hashes.empty()) continue;
    const auto hashed = hash_file(file);
    const std::vector<std::string> ours = hashed ? hashed->hashes : std::vector<std::string>{};
    bool agrees = ours == row.hashes;
    if (!agrees) {
      // Where the reference differs from the standard, its own reading is compared as well.
      const auto as_reference = hash_file(file, true);
      agrees = as_reference && as_reference->hashes == row.hashes;
      compare(conflicts, agrees, row.file);
    }
    compare(row.strong ? strong : reference, agrees,
            row.file + ": wanted " + joined(row.hashes) + ", found " + joined(ours));
  }
  Comparisons all;
  for (Comparison* line : {&verdict, &events, &strong, &reference, &conflicts}) {
    if (line->compared > 0) all.push_back(std::move(*line));
  }
  return all;
}

}  // namespace zhiheng::trace
