#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cstdio>
#include <ostream>

#include "base/table.h"
#include "trace/answers.h"
#include "trace/failures.h"
#include "trace/suspects_tables.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

/// "312884485" or "312884485=2.5": an id and its weight.
Result<std::pair<std::string, double>> read_case(const std::string& text) {
  const std::size_t at = text.rfind('=');
  if (at == std::string::npos) return std::pair{text, 1.0};
  double weight = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + at + 1, end, weight);
  if (read.ec != std::errc{} || read.ptr != end) {
    return fail(scenario_malformed, "weight", text, "ID=2.5");
  }
  return std::pair{text.substr(0, at), weight};
}

const std::vector<std::string>& values_of(const Invocation& call, const std::string& option) {
  static const std::vector<std::string> none;
  const auto found = call.options.find(option);
  return found == call.options.end() ? none : found->second;
}

Result<Scenario> scenario_of(const Invocation& call) {
  Scenario made;
  if (call.has("scenario")) {
    ZH_TRY(made, read_scenario(call.option("scenario")));
  }
  if (call.has("temporal-order")) made.temporal_order = true;
  for (const std::string& text : values_of(call, "case")) {
    ZH_TRY(const auto read, read_case(text));
    made.stations[read.first].weight = read.second;
  }
  for (const std::string& text : values_of(call, "case-delivery")) {
    ZH_TRY(const auto read, read_case(text));
    made.deliveries[read.first].weight = read.second;
  }
  for (const std::string& id : values_of(call, "cross-contamination")) {
    made.stations[id].cross_contamination = true;
  }
  for (const std::string& id : values_of(call, "kill")) made.stations[id].kill = true;
  return made;
}

/// A station or delivery with its place in the ranking.
struct Ranked {
  Weighted item;
  const Score* score = nullptr;
};

std::vector<Ranked> ranking(const std::vector<Score>& scores, bool stations, std::size_t most) {
  std::vector<Ranked> ranked;
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    if (scores[i].score != 0) ranked.push_back({{stations, i}, &scores[i]});
  }
  std::ranges::stable_sort(ranked, std::ranges::greater{},
                           [](const Ranked& each) { return each.score->score; });
  if (ranked.size() > most) ranked.resize(most);
  return ranked;
}

const std::string& id_of(const Network& network, const Weighted& item) {
  return item.station ? network.stations[item.position].id : network.deliveries[item.position].id;
}

std::string name_of(const Network& network, const Weighted& item) {
  if (item.station) return network.stations[item.position].name;
  const Delivery& delivery = network.deliveries[item.position];
  return network.stations[delivery.from].name + " → " + network.stations[delivery.to].name +
         (delivery.product.empty() ? "" : ": " + delivery.product);
}

std::string number(double value) {
  char text[32];
  return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.4g", value))};
}

/// What a table and a document say alike.
struct Answer {
  const Network& network;
  const Suspects& suspects;
  bool temporal_order;

  [[nodiscard]] std::vector<Weighted> reached_by(const Ranked& ranked) const {
    std::vector<Weighted> reached;
    for (const std::uint32_t at : ranked.score->reached) reached.push_back(suspects.weighted[at]);
    return reached;
  }
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> chains_of(const Ranked& ranked) const {
    return chains_from(network, temporal_order, ranked.item, reached_by(ranked));
  }
};

json::object to_json(const Answer& answer, const Ranked& ranked) {
  json::array because;
  const auto reached = answer.reached_by(ranked);
  const auto chains = answer.chains_of(ranked);
  for (std::size_t i = 0; i < reached.size(); ++i) {
    json::array chain;
    for (const std::uint32_t at : chains[i]) chain.emplace_back(answer.network.deliveries[at].id);
    because.push_back(json::object{{"case", id_of(answer.network, reached[i])},
                                   {"kind", reached[i].station ? "station" : "delivery"},
                                   {"deliveries", std::move(chain)}});
  }
  return {{"id", id_of(answer.network, ranked.item)},
          {"name", name_of(answer.network, ranked.item)},
          {"score", ranked.score->score},
          {"positive", ranked.score->positive},
          {"negative", ranked.score->negative},
          {"normalised", ranked.score->normalised},
          {"because", std::move(because)}};
}

std::string because_of(const Answer& answer, const Ranked& ranked) {
  std::string text;
  const auto reached = answer.reached_by(ranked);
  const auto chains = answer.chains_of(ranked);
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (i > 0) text += "; ";
    text += id_of(answer.network, reached[i]);
    for (std::size_t step = 0; step < chains[i].size(); ++step) {
      text += (step == 0 ? " ← " : ", ") + answer.network.deliveries[chains[i][step]].id;
    }
  }
  return text;
}

void print_ranking(const Invocation& call, const Answer& answer, const std::vector<Ranked>& ranked,
                   const Words& of) {
  const bool zh = call.language == Language::zh;
  std::vector<std::vector<std::string>> rows;
  for (const Ranked& each : ranked) {
    rows.push_back({id_of(answer.network, each.item), name_of(answer.network, each.item),
                    number(each.score->score), number(each.score->normalised),
                    because_of(answer, each)});
  }
  const std::vector<std::string> heading =
      zh ? std::vector<std::string>{of.zh, "名称", "得分", "相对得分", "病例及所经交货"}
         : std::vector<std::string>{of.en, "name", "score", "relative", "cases and deliveries"};
  print_table(*call.out, heading, rows, {false, false, true, true, false});
}

}  // namespace

Result<int> answer_suspects(const Invocation& call) {
  ZH_TRY(NetworkRead read, read_network({.stations = call.option("stations"),
                                         .deliveries = call.option("deliveries"),
                                         .links = call.option("links")}));
  ZH_TRY(const Scenario scenario, scenario_of(call));
  ZH_TRY(const Network network, under(scenario, std::move(read.network)));
  ZH_TRY(const Suspects suspects, find_suspects(network, scenario.temporal_order));
  if (read.links_left_out > 0) {
    *call.messages << (call.language == Language::zh ? "未用的链接（交货记录不存在）："
                                                     : "links to unknown deliveries left out: ")
                   << read.links_left_out << '\n';
  }
  std::size_t most = 20;
  const std::string top = call.option("top", "20");
  if (std::from_chars(top.data(), top.data() + top.size(), most).ec != std::errc{}) {
    return fail(scenario_malformed, "top", top, "20");
  }
  const Answer answer{network, suspects, scenario.temporal_order};
  const auto stations = ranking(suspects.stations, true, most);
  const auto deliveries = ranking(suspects.deliveries, false, most);
  if (!call.json) {
    print_ranking(call, answer, stations, {"站点", "station"});
    *call.out << '\n';
    print_ranking(call, answer, deliveries, {"交货", "delivery"});
    return 0;
  }
  json::array first;
  json::array second;
  for (const Ranked& each : stations) first.push_back(to_json(answer, each));
  for (const Ranked& each : deliveries) second.push_back(to_json(answer, each));
  *call.out << json::serialize(json::object{{"temporal_order", scenario.temporal_order},
                                            {"stations", std::move(first)},
                                            {"deliveries", std::move(second)}})
            << '\n';
  return 0;
}

}  // namespace zhiheng::trace
