// Reads case files.

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "analysis/failures.h"
#include "analysis/method.h"
#include "analysis/reproduce.h"

namespace zhiheng::analysis {

namespace json = boost::json;

namespace {

/// Where in the file we are, for refusals.
struct Place {
  std::string at;

  [[nodiscard]] Place below(std::string_view member) const {
    return {at + (at.empty() ? "" : ".") + std::string(member)};
  }
  [[nodiscard]] std::unexpected<Error> refuse(const json::value& found, std::string wanted) const {
    return fail(cases_malformed, at, json::serialize(found), std::move(wanted));
  }
};

/// A text, or a number or switch as text.
Result<std::string> scalar(const json::value& value, const Place& place) {
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_bool()) return std::string(value.as_bool() ? "true" : "false");
  if (value.is_double()) return written(value.as_double());
  if (value.is_int64()) return std::to_string(value.as_int64());
  if (value.is_uint64()) return std::to_string(value.as_uint64());
  return place.refuse(value, "\"text\", 0.5, true");
}

Result<std::string> text_member(const json::object& object, std::string_view name,
                                const Place& place) {
  const json::value* found = object.if_contains(name);
  if (found == nullptr) return fail(cases_malformed, place.at, "", std::string(name));
  if (!found->is_string()) return place.below(name).refuse(*found, "\"text\"");
  return std::string(found->as_string());
}

/// A misspelt member must not silently loosen a comparison.
Result<void> only_members(const json::object& object, std::span<const std::string_view> known,
                          const Place& place) {
  for (const auto& member : object) {
    if (std::ranges::find(known, std::string_view(member.key())) != known.end()) continue;
    std::string all;
    for (const auto name : known) all.append(all.empty() ? "" : ", ").append(name);
    return fail(cases_malformed, place.at, std::string(member.key()), all);
  }
  return {};
}

Result<Conditions> texts_by_name(const json::value& value, const Place& place) {
  if (!value.is_object()) return place.refuse(value, "{\"column\": \"text\"}");
  Conditions all;
  for (const auto& member : value.as_object()) {
    ZH_TRY(std::string text, scalar(member.value(), place.below(member.key())));
    all.emplace_back(member.key(), std::move(text));
  }
  return all;
}

Result<std::vector<std::string>> texts(const json::value& value, const Place& place) {
  if (!value.is_array()) return place.refuse(value, "[\"text\"]");
  std::vector<std::string> all;
  for (const json::value& each : value.as_array()) {
    ZH_TRY(std::string text, scalar(each, place));
    all.push_back(std::move(text));
  }
  return all;
}

Result<Part> part_of(const json::value& value, const Place& place) {
  Part part;
  if (value.is_string()) {
    part.file = value.as_string();
    return part;
  }
  if (!value.is_object()) return place.refuse(value, "\"file.csv\", {\"file\": \"file.csv\"}");
  const json::object& object = value.as_object();
  static constexpr std::string_view known[] = {"file", "where", "above", "rename", "pivot"};
  ZH_DO(only_members(object, known, place));
  ZH_TRY(part.file, text_member(object, "file", place));
  if (const auto* where = object.if_contains("where")) {
    ZH_TRY(part.where, texts_by_name(*where, place.below("where")));
  }
  if (const auto* above = object.if_contains("above")) {
    const Place here = place.below("above");
    if (!above->is_object()) return here.refuse(*above, "{\"column\": 0}");
    for (const auto& member : above->as_object()) {
      if (!member.value().is_number()) return here.refuse(member.value(), "0.5");
      part.above[member.key()] = member.value().to_number<double>();
    }
  }
  if (const auto* rename = object.if_contains("rename")) {
    ZH_TRY(const auto pairs, texts_by_name(*rename, place.below("rename")));
    part.rename.insert(pairs.begin(), pairs.end());
  }
  if (const auto* pivot = object.if_contains("pivot")) {
    const Place here = place.below("pivot");
    if (!pivot->is_object()) return here.refuse(*pivot, "{\"names\": …, \"values\": …}");
    ZH_TRY(part.pivot_names, text_member(pivot->as_object(), "names", here));
    ZH_TRY(part.pivot_values, text_member(pivot->as_object(), "values", here));
  }
  return part;
}

Result<double> size_member(const json::object& object, std::string_view name, const Place& place) {
  const json::value* found = object.if_contains(name);
  if (found == nullptr) return 0.0;
  const bool number = found->is_number();
  const double value = number ? found->to_number<double>() : -1;
  if (!(value >= 0)) return place.below(name).refuse(*found, ">= 0");
  return value;
}

Result<Tolerance> tolerance_of(const json::value& value, const Place& place) {
  Tolerance tolerance;
  if (value.is_string() && value.as_string() == "exact") {
    tolerance.exact = true;
    return tolerance;
  }
  if (value.is_string() && value.as_string() == "words") {
    tolerance.words = true;
    return tolerance;
  }
  if (value.is_number()) {
    tolerance.relative = value.to_number<double>();
    if (!(tolerance.relative >= 0)) return place.refuse(value, ">= 0");
    return tolerance;
  }
  if (!value.is_object()) {
    return place.refuse(value,
                        "1e-9, \"exact\", \"words\", {\"relative\": 1e-9, \"absolute\": 1e-12}");
  }
  const json::object& object = value.as_object();
  static constexpr std::string_view known[] = {"exact", "words", "relative", "absolute",
                                               "worse", "ours",  "tie",      "replicates"};
  ZH_DO(only_members(object, known, place));
  if (const auto* exact = object.if_contains("exact")) {
    if (!exact->is_bool()) return place.below("exact").refuse(*exact, "true");
    tolerance.exact = exact->as_bool();
  }
  if (const auto* words = object.if_contains("words")) {
    if (!words->is_bool()) return place.below("words").refuse(*words, "true");
    tolerance.words = words->as_bool();
  }
  ZH_TRY(tolerance.relative, size_member(object, "relative", place));
  ZH_TRY(tolerance.absolute, size_member(object, "absolute", place));
  if (!tolerance.exact && !tolerance.words && !object.contains("relative") &&
      !object.contains("absolute") && !object.contains("replicates")) {
    return place.refuse(value, "exact, words, relative, absolute, replicates");
  }
  if (const auto* counts = object.if_contains("replicates")) {
    const Place here = place.below("replicates");
    if (!counts->is_array()) return here.refuse(*counts, "[999, 999]");
    ZH_TRY(const auto both, texts(*counts, here));
    const auto theirs = number_of(both.empty() ? "" : both.front());
    const auto ours = number_of(both.size() == 2 ? both.back() : "");
    if (!theirs || !ours || !(*theirs >= 1) || !(*ours >= 1)) {
      return here.refuse(*counts, "[999, 999]");
    }
    tolerance.replicates = *theirs;
    tolerance.our_replicates = *ours;
  }
  if (object.contains("ours")) {
    ZH_TRY(tolerance.ours, text_member(object, "ours", place));
  }
  if (object.contains("worse")) {
    ZH_TRY(const std::string side, text_member(object, "worse", place));
    if (side != "above" && side != "below") {
      return place.below("worse").refuse(object.at("worse"), "\"above\", \"below\"");
    }
    tolerance.worse = side == "above" ? Tolerance::Side::above : Tolerance::Side::below;
  }
  if (const auto* tie = object.if_contains("tie")) {
    const Place here = place.below("tie");
    if (!tie->is_object()) return here.refuse(*tie, "{\"columns\": [a, b], \"within\": 1e-6}");
    const json::value* names = tie->as_object().if_contains("columns");
    if (names == nullptr) return here.refuse(*tie, "columns");
    ZH_TRY(const auto columns, texts(*names, here));
    if (columns.size() != 2) return here.refuse(*names, "[a, b]");
    tolerance.tie_one = columns[0];
    tolerance.tie_other = columns[1];
    ZH_TRY(tolerance.tie_within, size_member(tie->as_object(), "within", here));
  }
  return tolerance;
}

Result<std::vector<std::pair<std::string, std::string>>> keys_of(const json::value& value,
                                                                 const Place& place) {
  if (value.is_object()) return texts_by_name(value, place);
  ZH_TRY(const auto names, texts(value, place));
  std::vector<std::pair<std::string, std::string>> keys;
  for (const std::string& name : names) keys.emplace_back(name, name);
  return keys;
}

Result<Exception> exception_of(const json::value& value, const Place& place) {
  if (!value.is_object()) return place.refuse(value, "{\"where\": …, \"because\": …}");
  const json::object& object = value.as_object();
  static constexpr std::string_view known[] = {"where", "quantities", "because"};
  ZH_DO(only_members(object, known, place));
  Exception exception;
  const json::value* where = object.if_contains("where");
  if (where == nullptr) return fail(cases_malformed, place.at, "", "where");
  ZH_TRY(exception.where, texts_by_name(*where, place.below("where")));
  if (const auto* names = object.if_contains("quantities")) {
    ZH_TRY(exception.quantities, texts(*names, place.below("quantities")));
  }
  ZH_TRY(exception.because, text_member(object, "because", place));
  return exception;
}

Result<Case> case_of(const json::object& object, const Place& outer) {
  Case made;
  ZH_TRY(made.name, text_member(object, "name", outer));
  const Place place{outer.at + " (" + made.name + ")"};
  static constexpr std::string_view known[] = {"name",       "method", "in",        "tables",
                                               "options",    "keep",   "expected",  "keys",
                                               "quantities", "except", "more_rows", "remark"};
  ZH_DO(only_members(object, known, place));
  ZH_TRY(made.method, text_member(object, "method", place));
  for (const char* name : {"in", "expected", "quantities"}) {
    if (!object.contains(name)) return fail(cases_malformed, place.at, "", name);
  }
  ZH_TRY(made.tables["in"], part_of(object.at("in"), place.below("in")));
  if (const auto* tables = object.if_contains("tables")) {
    const Place here = place.below("tables");
    if (!tables->is_object()) return here.refuse(*tables, "{\"option\": \"file.csv\"}");
    for (const auto& member : tables->as_object()) {
      ZH_TRY(made.tables[member.key()], part_of(member.value(), here.below(member.key())));
    }
  }
  if (const auto* options = object.if_contains("options")) {
    ZH_TRY(const auto pairs, texts_by_name(*options, place.below("options")));
    made.settings.insert(pairs.begin(), pairs.end());
  }
  if (const auto* keep = object.if_contains("keep")) {
    ZH_TRY(made.keep, texts(*keep, place.below("keep")));
  }
  ZH_TRY(made.expected, part_of(object.at("expected"), place.below("expected")));
  if (const auto* keys = object.if_contains("keys")) {
    ZH_TRY(made.keys, keys_of(*keys, place.below("keys")));
  }
  const json::value& quantities = object.at("quantities");
  const Place here = place.below("quantities");
  if (!quantities.is_object() || quantities.as_object().empty()) {
    return here.refuse(quantities, "{\"column\": 1e-9}");
  }
  for (const auto& member : quantities.as_object()) {
    ZH_TRY(Tolerance tolerance, tolerance_of(member.value(), here.below(member.key())));
    if (tolerance.ours.empty()) tolerance.ours = member.key();
    made.quantities.emplace_back(member.key(), std::move(tolerance));
  }
  if (const auto* exceptions = object.if_contains("except")) {
    if (!exceptions->is_array()) return place.below("except").refuse(*exceptions, "[…]");
    for (const json::value& each : exceptions->as_array()) {
      ZH_TRY(auto exception, exception_of(each, place.below("except")));
      made.exceptions.push_back(std::move(exception));
    }
  }
  if (const auto* more = object.if_contains("more_rows")) {
    if (!more->is_bool()) return place.below("more_rows").refuse(*more, "true");
    made.more_rows = more->as_bool();
  }
  return made;
}

/// Puts the values of a line of "each" in place of {name}; a text that is nothing but one {name}
/// takes the value with its kind.
json::value filled(const json::value& form, const json::object& values) {
  if (form.is_array()) {
    json::array all;
    for (const json::value& each : form.as_array()) all.push_back(filled(each, values));
    return all;
  }
  if (form.is_object()) {
    json::object all;
    for (const auto& member : form.as_object()) {
      const json::value key = filled(json::value(member.key()), values);
      all[key.is_string() ? std::string_view(key.as_string()) : std::string_view(member.key())] =
          filled(member.value(), values);
    }
    return all;
  }
  if (!form.is_string()) return form;
  std::string text(form.as_string());
  for (const auto& value : values) {
    const std::string mark = "{" + std::string(value.key()) + "}";
    if (text == mark) return value.value();
    const auto plain = scalar(value.value(), Place{});
    const std::string shown = plain ? *plain : json::serialize(value.value());
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
      text.replace(at, mark.size(), shown);
      at += shown.size();
    }
  }
  return json::value(text);
}

}  // namespace

Result<std::vector<Case>> parse_cases(std::string_view text, std::string_view file) {
  boost::system::error_code error;
  json::monotonic_resource memory;
  const json::value document = json::parse(text, error, &memory);
  const Place top{std::string(file)};
  if (error) return fail(cases_malformed, top.at, error.message(), "JSON");
  if (!document.is_object() || !document.as_object().contains("cases") ||
      !document.as_object().at("cases").is_array()) {
    return fail(cases_malformed, top.at, "", "{\"cases\": […]}");
  }
  static constexpr std::string_view known[] = {"topic", "remark", "cases"};
  ZH_DO(only_members(document.as_object(), known, top));
  std::vector<Case> cases;
  std::size_t number = 0;
  for (const json::value& form : document.as_object().at("cases").as_array()) {
    const Place place{top.at + ", case " + std::to_string(++number)};
    if (!form.is_object()) return place.refuse(form, "{\"name\": …}");
    json::object object = form.as_object();
    json::array lines = {json::object()};
    if (const auto* each = object.if_contains("each")) {
      if (!each->is_array() || each->as_array().empty()) {
        return place.below("each").refuse(*each, "[{\"name\": value}]");
      }
      lines = each->as_array();
      object.erase("each");
    }
    for (const json::value& line : lines) {
      if (!line.is_object()) return place.below("each").refuse(line, "{\"name\": value}");
      ZH_TRY(Case made, case_of(filled(object, line.as_object()).as_object(), place));
      cases.push_back(std::move(made));
    }
  }
  if (cases.empty()) return fail(cases_malformed, top.at, "[]", "[{\"name\": …}]");
  return cases;
}

Result<std::vector<Case>> read_cases(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.is_open() || stream.bad()) return fail(file_unreadable, file);
  return parse_cases(text, file);
}

}  // namespace zhiheng::analysis
