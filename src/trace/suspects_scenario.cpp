#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "trace/failures.h"
#include "trace/suspects_tables.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::unexpected<Error> malformed(std::string_view key, const json::value& value,
                                 std::string_view wanted) {
  return fail(scenario_malformed, std::string(key), json::serialize(value), std::string(wanted));
}

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

/// A key with a list of ids, and what it sets.
struct ListKey {
  std::string_view name;
  bool stations;
  bool Marks::*mark;
};

constexpr ListKey list_keys[] = {
    {"cross_contamination_stations", true, &Marks::cross_contamination},
    {"cross_contamination_deliveries", false, &Marks::cross_contamination},
    {"kill_contamination_stations", true, &Marks::kill},
    {"kill_contamination_deliveries", false, &Marks::kill},
    {"observed_stations", true, &Marks::observed},
    {"observed_deliveries", false, &Marks::observed},
};

Result<void> read_weights(std::string_view key, const json::value& value,
                          std::map<std::string, Marks>& marks) {
  if (!value.is_object()) return malformed(key, value, R"({"id": weight})");
  for (const auto& [id, weight] : value.get_object()) {
    if (!weight.is_number()) return malformed(key, weight, "1.5");
    marks[std::string(id)].weight = weight.to_number<double>();
  }
  return {};
}

Result<void> read_days(std::string_view key, const json::value& value, Scenario& scenario) {
  if (!value.is_object()) return malformed(key, value, R"({"id": {"departure": "2026-03-05"}})");
  for (const auto& [id, given] : value.get_object()) {
    if (!given.is_object()) return malformed(key, given, R"({"departure": "…", "arrival": "…"})");
    Scenario::Days& days = scenario.days[std::string(id)];
    for (const auto& [name, day] : given.get_object()) {
      ZH_TRY(const LooseDay read, read_loose_day(text_of(day)));
      if (name == "departure" || name == "Date Delivery") {
        days.departure = read;
      } else if (name == "arrival" || name == "Date Delivery Arrival") {
        days.arrival = read;
      } else {
        return malformed(name, day, "departure, arrival");
      }
    }
  }
  return {};
}

Result<void> read_collapsed(std::string_view key, const json::value& value, Scenario& scenario) {
  if (!value.is_object()) return malformed(key, value, R"({"id": ["id", …]})");
  for (const auto& [id, members] : value.get_object()) {
    if (!members.is_array()) return malformed(key, members, R"(["id", …])");
    for (const json::value& each : members.get_array()) {
      scenario.collapsed[std::string(id)].push_back(text_of(each));
    }
  }
  return {};
}

Result<void> read_key(std::string_view key, const json::value& value, Scenario& scenario) {
  if (key == "enforce_temporal_order") {
    if (!value.is_bool()) return malformed(key, value, "true, false");
    scenario.temporal_order = value.get_bool();
    return {};
  }
  if (key == "station_weights") return read_weights(key, value, scenario.stations);
  if (key == "delivery_weights") return read_weights(key, value, scenario.deliveries);
  if (key == "date_overrides") return read_days(key, value, scenario);
  if (key == "collapsed_stations") return read_collapsed(key, value, scenario);
  for (const ListKey& known : list_keys) {
    if (known.name != key) continue;
    if (!value.is_array()) return malformed(key, value, R"(["id", …])");
    for (const json::value& id : value.get_array()) {
      (known.stations ? scenario.stations : scenario.deliveries)[text_of(id)].*known.mark = true;
    }
    return {};
  }
  std::string known =
      "enforce_temporal_order, station_weights, delivery_weights, date_overrides, "
      "collapsed_stations";
  for (const ListKey& each : list_keys) known.append(", ").append(each.name);
  return malformed(key, value, known);
}

}  // namespace

Result<Scenario> read_scenario(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(file_unreadable, file.string());
  std::ostringstream text;
  text << in.rdbuf();
  boost::system::error_code wrong;
  const json::value value = json::parse(text.str(), wrong);
  if (wrong || !value.is_object()) return fail(not_json, file.string(), {}, "{…}");
  Scenario scenario;
  for (const auto& [key, each] : value.get_object()) ZH_DO(read_key(key, each, scenario));
  return scenario;
}

}  // namespace zhiheng::trace
