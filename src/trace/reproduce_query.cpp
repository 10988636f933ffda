// query/*/queries.jsonl: requests of an interoperability suite and the answers that belong to them.

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

#include "trace/failures.h"
#include "trace/reproduce_parts.h"
#include "trace/reproduce_suite.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string exception_of(const Error& error) {
  return error.failure == &query_too_large ? "QueryTooLargeException" : "QueryParameterException";
}

/// Answers as one text: the marks of events or the names of vocabulary elements, or an exception.
std::string ask_events(const Suite& suite, std::span<const Parameter> parameters) {
  const auto query =
      parse_event_query(parameters, {.units = &suite.units, .whole_quantities = true});
  if (!query) return exception_of(query.error());
  std::vector<std::string> found;
  for (const Event& event : suite.events) {
    if (matches(*query, event, {&suite.units, &suite.master})) found.push_back(mark(event));
  }
  if (query->max_count && static_cast<std::int64_t>(found.size()) > *query->max_count) {
    return "QueryTooLargeException";
  }
  return mark_lines(std::move(found));
}

std::string ask_master_data(const Suite& suite, std::span<const Parameter> parameters) {
  const auto query = parse_master_data_query(parameters);
  if (!query) return exception_of(query.error());
  const auto lists = answer_master_data(*query, suite.master);
  if (!lists) return exception_of(lists.error());
  std::vector<std::string> found;
  for (const VocabularyList& list : *lists) {
    for (const VocabularyElement& element : list.elements) found.push_back(element.id);
  }
  return mark_lines(std::move(found));
}

/// Of the suite's rows those that are asked once and answered; what they need of a server that is
/// made to fail, or of a caller without rights, is not in the data.
bool is_asked(const json::object& row) {
  if (row.at("operation").as_string() != "Poll" || row.at("expected").as_array().empty()) {
    return false;
  }
  const auto& kind = row.at("expected").as_array().front().as_object().at("kind").as_string();
  return kind != "QueryTooComplexException" && kind != "SecurityException" &&
         kind != "ImplementationException" && kind != "NoSuchNameException";
}

/// Whether an answer has as many events, or elements, as the expectation counts.
bool counts_agree(const json::object& expected, bool events, std::int64_t found) {
  const json::value* count = expected.if_contains(events ? "events" : "vocabulary_elements");
  return count == nullptr || (count->is_int64() && count->get_int64() == found);
}

/// @param left  receives the rows that are not asked here
Result<Comparison> run(const fs::path& folder, const fs::path& catalog, Comparison& left) {
  Comparison line{.area = "query", .subject = folder.filename().string() + ": answers"};
  ZH_TRY(const Suite suite, load_suite(folder, catalog));
  ZH_TRY(const auto rows, lines_of(folder / "queries.jsonl"));
  for (const std::string& text : rows) {
    boost::system::error_code error;
    const json::value row = json::parse(text, error);
    if (error || !row.is_object()) {
      return fail(expectations_malformed, (folder / "queries.jsonl").string(), text.substr(0, 60));
    }
    try {
      const json::object& asked = row.get_object();
      if (is_of_subscriptions(asked)) continue;
      if (!is_asked(asked)) {
        compare(left, false,
                std::string(asked.at("id").as_string()) + ": " +
                    std::string(asked.at("operation").as_string()));
        continue;
      }
      const auto parameters = parameters_of(asked);
      const bool events = asked.at("query").as_string() == "SimpleEventQuery";
      const std::string found =
          events ? ask_events(suite, parameters) : ask_master_data(suite, parameters);
      const json::object& expected = asked.at("expected").as_array().front().as_object();
      const std::string wanted = expected_of(expected);
      const auto count = std::ranges::count(found, '\n');
      compare(line, found == wanted && counts_agree(expected, events, count),
              std::string(asked.at("id").as_string()) + ": " + std::to_string(count) + " found, " +
                  std::to_string(std::ranges::count(wanted, '\n')) + " expected");
    } catch (const std::exception& wrong) {
      return fail(expectations_malformed, (folder / "queries.jsonl").string(), wrong.what());
    }
  }
  return line;
}

}  // namespace

Result<Comparisons> reproduce_query(const fs::path& folder, const fs::path& catalog) {
  Comparisons lines;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / "query", error)) {
    if (!fs::exists(entry.path() / "queries.jsonl", error)) continue;
    const std::string name = entry.path().filename().string();
    Comparison left{.area = "query",
                    .subject = name + ": names, versions and states of a server, not asked",
                    .informational = true};
    ZH_TRY(Comparison line, run(entry.path(), catalog, left));
    lines.push_back(std::move(line));
    ZH_TRY(Comparison subscriptions, reproduce_subscriptions(entry.path(), catalog));
    if (subscriptions.compared > 0) lines.push_back(std::move(subscriptions));
    if (left.compared > 0) lines.push_back(std::move(left));
  }
  return lines;
}

}  // namespace zhiheng::trace
