#include "registry/searching.h"

#include <algorithm>
#include <chrono>

#include "store/search_index.h"

namespace zhiheng::registry {
namespace {

constexpr std::int64_t versions_at_once = 5'000;  // no policy: what one step holds in memory
constexpr const char* space = "search";

std::vector<std::size_t> searched_fields(const catalog::Register& of) {
  std::vector<std::size_t> fields;
  for (std::size_t i = 0; i < of.fields.size(); ++i) {
    if (is_searched(of.fields[i])) fields.push_back(i);
  }
  return fields;
}

std::string names_of(const catalog::Register& of, const std::vector<std::size_t>& fields) {
  std::string names = "1";  // of how the texts are taken apart
  for (const auto field : fields) names += "," + of.fields[field].name;
  return names;
}

struct Newest {
  std::int64_t seq = 0;
  Timestamp recorded_at;
};

Result<Newest> newest_version(const Registry::Inside& inside, const catalog::Register& of) {
  store::Select select{.table = of.name};
  select.order = {{"seq", true}};
  select.history = true;
  select.limit = 1;
  Newest newest;
  ZH_DO(inside.store->read(select, [&](const store::Version& version) {
    newest = {version.seq, version.recorded_at};
    return false;
  }));
  return newest;
}

using Clock = std::chrono::steady_clock;

std::vector<store::SearchEntry> entries_of(std::span<const store::Version> versions,
                                           const std::vector<std::size_t>& fields) {
  std::vector<store::SearchEntry> entries;
  for (const auto& version : versions) {
    store::SearchEntry entry{.seq = version.seq, .grams = {}};
    for (const auto field : fields) {
      const auto* text = std::get_if<std::string>(&version.values[field]);
      if (text != nullptr) store::add_grams(entry.grams, *text);
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

/// False: there is more to do.
Result<bool> follow(const Registry::Inside& inside, const catalog::Register& of, Timestamp now,
                    Clock::time_point end) {
  const auto fields = searched_fields(of);
  if (fields.empty()) return true;
  ZH_TRY(const Newest newest, newest_version(inside, of));
  if (newest.seq <= inside.capacity->looked_through) return true;
  const std::string names = names_of(of, fields);
  ZH_TRY(auto position, store::search_position(*inside.store, of.name));
  if (position && position->of != names) position.reset();
  std::int64_t at = position ? position->seq : 0;
  const bool much = newest.seq - at > inside.capacity->looked_through;
  if (much && now.microseconds - newest.recorded_at.microseconds < inside.capacity->search_rest_us)
    return false;
  while (at < newest.seq) {
    if (Clock::now() > end) return false;
    store::Segment piece;
    piece.table = of.name;
    piece.first = at + 1;
    piece.last = at = std::min(at + versions_at_once, newest.seq);
    std::vector<store::Version> versions;
    ZH_DO(inside.store->read_segment(piece, [&](const store::Version& version) {
      versions.push_back(version);
      return true;
    }));
    const store::SearchPosition next{.seq = at, .of = names};
    ZH_TRY(const bool written, store::write_search(*inside.store, of.name, position, next,
                                                   entries_of(versions, fields)));
    if (!written) return false;  // somebody else is at it
    position = next;
  }
  return true;
}

}  // namespace

bool is_searched(const catalog::Field& field) {
  return field.searchable && !field.personal && field.storage() == Storage::text;
}

Result<std::optional<store::Narrowing>> narrowed_by_search(const Registry::Inside& inside,
                                                           const catalog::Register& of,
                                                           std::span<const std::string> words) {
  std::optional<store::Narrowing> narrowing;
  std::vector<std::int32_t> grams;
  for (const auto& word : words) store::add_grams(grams, word);
  if (grams.empty()) return narrowing;
  ZH_TRY(const auto position, store::search_position(*inside.store, of.name));
  if (!position || position->of != names_of(of, searched_fields(of))) return narrowing;
  ZH_TRY(const Newest newest, newest_version(inside, of));
  if (newest.seq - position->seq > inside.capacity->looked_through) return narrowing;
  narrowing = {"seq", store::search_candidates(inside.store->dialect(), of.name, grams, *position)};
  return narrowing;
}

Result<bool> follow_search(const Registry::Inside& inside, Timestamp now) {
  // Remembered in the store, so that a quiet second costs two look-ups.
  ZH_TRY(const std::int64_t newest, inside.store->newest_commit());
  ZH_TRY(const auto done_to, inside.store->get(space, "commit"));
  if (done_to && *done_to == std::to_string(newest)) return true;
  const auto end = Clock::now() + std::chrono::seconds(1);
  bool all = true;
  for (const auto& of : inside.catalog->registers) {
    ZH_TRY(const bool done, follow(inside, of, now, end));
    all = all && done;
  }
  if (all) ZH_DO(inside.store->put(space, "commit", std::to_string(newest)));
  return all;
}

}  // namespace zhiheng::registry
