// What SOURCES.md of a folder of expectations promises of single documents: that they come back
// whole from the other form, that their master data are read.

#include <algorithm>
#include <optional>
#include <sstream>

#include "trace/event_hash.h"
#include "trace/json_schema.h"
#include "trace/reproduce_parts.h"
#include "trace/writer.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;

struct Held {
  Document document;
  std::vector<Event> events;
};

Result<Held> take(std::istream& in) {
  Held held;
  ReadOptions options;
  options.lenient = true;
  options.warnings = false;
  ZH_TRY(held.document, read_document(
                            in, options,
                            [&](ReadEvent& event) {
                              held.events.push_back(modern(std::move(event.event)));
                              return true;
                            },
                            [](std::istream& again) {
                              again.clear();
                              again.seekg(0);
                            }));
  return held;
}

Result<Held> take_file(const fs::path& file) {
  ZH_TRY(const std::string text, read_text_file(file));
  std::istringstream in(text);
  return take(in);
}

std::string written(const Held& held, bool json) {
  Prefixes prefixes;
  for (const Event& event : held.events) prefixes.note(event);
  for (const VocabularyList& list : held.document.master_data) prefixes.note(list);
  prefixes.settle(held.document.prefixes);
  std::ostringstream out;
  const auto writer = json ? json_writer(out, prefixes) : xml_writer(out, prefixes);
  writer->begin(held.document);
  for (const Event& event : held.events) writer->event(event);
  writer->end();
  return std::move(out).str();
}

/// Written in one form and read again.
Result<Held> by_way_of(const Held& held, bool json) {
  std::istringstream in(written(held, json));
  return take(in);
}

std::size_t elements_of(const Document& document) {
  std::size_t count = 0;
  for (const VocabularyList& list : document.master_data) count += list.elements.size();
  return count;
}

/// An event without anything that the standard has no field for.
Event standard_fields(Event event) {
  event.extensions.clear();
  if (event.instance_data) event.instance_data->clear();
  for (auto* place : {&event.read_point, &event.biz_location}) {
    if (*place) (*place)->extensions.clear();
  }
  event.record_time.clear();
  if (event.error) event.error->extensions.clear();
  return event;
}

/// "name=value" of every extension that has a value. A prefix may become a namespace on the way,
/// and what lies between is for the forms to say: JSON has no elements around the items of a list.
void add_values(const Extensions& extensions, std::vector<std::string>& values) {
  for (const Extension& one : extensions) {
    add_values(one.children, values);
    if (!one.text.empty()) {
      const std::string_view name = one.name;
      values.push_back(std::string(name.substr(name.find_last_of(":/#") + 1)) + "=" + one.text);
    }
  }
}

std::vector<std::string> values_of(const Event& event) {
  std::vector<std::string> values;
  add_values(event.extensions, values);
  if (event.instance_data) add_values(*event.instance_data, values);
  if (event.error) add_values(event.error->extensions, values);
  for (const auto* place : {&event.read_point, &event.biz_location}) {
    if (*place) add_values((*place)->extensions, values);
  }
  std::ranges::sort(values);
  return values;
}

/// The first difference; empty for none.
std::string difference(const Held& before, const Held& after) {
  if (before.events.size() != after.events.size()) {
    return std::to_string(before.events.size()) + " events, then " +
           std::to_string(after.events.size());
  }
  for (std::size_t i = 0; i < before.events.size(); ++i) {
    const Event &was = before.events[i], &is = after.events[i];
    const std::string event = "event " + std::to_string(i + 1) + ": ";
    const std::string told = pre_hash(standard_fields(was)), tells = pre_hash(standard_fields(is));
    if (told != tells) return event + told + ", then " + tells;
    if (was.error.has_value() != is.error.has_value()) return event + "its error declaration";
    if (was.error && (with_zone(was.error->time) != with_zone(is.error->time) ||
                      was.error->reason != is.error->reason ||
                      was.error->corrective_ids != is.error->corrective_ids)) {
      return event + "its error declaration";
    }
    const auto had = values_of(was), has = values_of(is);
    const auto [first, second] = std::ranges::mismatch(had, has);
    if (first != had.end() || second != has.end()) {
      return event + (first == had.end() ? "nothing" : *first) + ", then " +
             (second == has.end() ? "nothing" : *second);
    }
  }
  if (elements_of(before.document) != elements_of(after.document)) return "its master data";
  return {};
}

/// Through the other form and back.
void go_there_and_back(Comparison& line, const fs::path& folder, const Demand& demand) {
  const auto held = take_file(folder / demand.file);
  if (!held) return compare(line, false, demand.file + ": " + describe(held.error()));
  const bool json = held->document.form == "json";
  const auto there = by_way_of(*held, !json);
  const auto back = there ? by_way_of(*there, json) : there;
  const std::string differs = back ? difference(*held, *back) : describe(back.error());
  compare(line, differs.empty(), demand.file + ": " + differs);
}

void count_master_data(Comparison& line, const fs::path& folder, const Demand& demand) {
  const auto held = take_file(folder / demand.file);
  compare(line, held && elements_of(held->document) > 0,
          demand.file + ": " + (held ? "no master data" : describe(held.error())));
}

constexpr std::string_view twin_words = "form of the example of the same name under ";

/// The same event in two documents that do not have all events in common.
bool is_twin(const Event& one, const Event& other) {
  return one.type == other.type && one.biz_step == other.biz_step &&
         canonical_time(one.time) == canonical_time(other.time);
}

/// The first difference in the standard's fields of the events that both documents have; none when
/// they have no event in common, as some that share only their name.
std::optional<std::string> twin_difference(const Held& older, const Held& newer) {
  std::optional<std::string> difference;
  for (const Event& one : older.events) {
    const auto twin =
        std::ranges::find_if(newer.events, [&](const Event& other) { return is_twin(one, other); });
    if (twin == newer.events.end()) continue;
    const std::string told = pre_hash(standard_fields(one)),
                      tells = pre_hash(standard_fields(*twin));
    if (told != tells) return told + ", then " + tells;
    difference = "";
  }
  return difference;
}

/// An older form of a document and the newer one in another folder of the area.
void compare_with_twin(Comparison& line, const fs::path& folder, const std::string& area,
                       const Demand& demand) {
  const std::size_t from = demand.text.find(twin_words) + twin_words.size();
  const std::string under = demand.text.substr(from, demand.text.find_first_of(": ", from) - from);
  const auto older = take_file(folder / demand.file);
  const auto newer = take_file(folder / area / under / fs::path(demand.file).filename());
  if (!older || !newer) {
    compare(line, false, demand.file + ": " + describe(older ? newer.error() : older.error()));
    return;
  }
  const bool empty = older->events.empty() || newer->events.empty();
  const auto difference = twin_difference(*older, *newer);
  if (!difference && !empty) return;  // two examples of one name
  compare(line, !empty && difference->empty(),
          demand.file + ": " + (empty ? "no event" : *difference));
}

bool wants_round_trip(std::string_view demand) {
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"round trip", "survive", "without loss"},
      [&](std::string_view words) { return demand.find(words) != std::string_view::npos; });
}

}  // namespace

Result<Comparisons> reproduce_promises(const fs::path& folder, const std::string& area) {
  Comparison kept{.area = area, .subject = "nothing lost by way of the other form"};
  Comparison master{.area = area, .subject = "master data read"};
  Comparison twins{.area = area, .subject = "fields of both editions the same"};
  ZH_TRY(const auto demands, demands_of(folder, area + "/"));
  for (const Demand& demand : demands) {
    if (wants_round_trip(demand.text)) go_there_and_back(kept, folder, demand);
    if (demand.text.find("master data count must be > 0") != std::string::npos) {
      count_master_data(master, folder, demand);
    }
    if (demand.text.find(twin_words) != std::string::npos) {
      compare_with_twin(twins, folder, area, demand);
    }
  }
  Comparisons all;
  for (Comparison* line : {&kept, &master, &twins}) {
    if (line->compared > 0) all.push_back(std::move(*line));
  }
  return all;
}

}  // namespace zhiheng::trace
