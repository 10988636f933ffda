#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cstdio>
#include <ostream>

#include "base/number.h"
#include "base/table.h"
#include "trace/answers.h"
#include "trace/chain_answer.h"
#include "trace/chain_failures.h"
#include "trace/event_network.h"
#include "trace/failures.h"
#include "trace/question_answers.h"
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

/// A station or delivery with its place in the ranking: the first and the last of those that share
/// its score.
struct Ranked {
  Weighted item;
  const Score* score = nullptr;
  std::size_t place = 0, last_place = 0;

  [[nodiscard]] std::string places() const {
    const std::string first = std::to_string(place);
    return place == last_place ? first : first + "–" + std::to_string(last_place);
  }
};

std::vector<Ranked> ranking(const std::vector<Score>& scores, bool stations, std::size_t most) {
  std::vector<Ranked> ranked;
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    if (scores[i].score != 0) ranked.push_back({{stations, i}, &scores[i]});
  }
  std::ranges::stable_sort(ranked, std::ranges::greater{},
                           [](const Ranked& each) { return each.score->score; });
  for (std::size_t first = 0, next = 0; first < ranked.size(); first = next) {
    while (next < ranked.size() && ranked[next].score->score == ranked[first].score->score) ++next;
    for (std::size_t i = first; i < next; ++i)
      ranked[i].place = first + 1, ranked[i].last_place = next;
  }
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
    reached.reserve(ranked.score->reached.size());
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
          {"place", ranked.place},
          {"last_place", ranked.last_place},
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
  rows.reserve(ranked.size());
  for (const Ranked& each : ranked) {
    rows.push_back({each.places(), id_of(answer.network, each.item),
                    name_of(answer.network, each.item), number(each.score->score),
                    number(each.score->normalised), because_of(answer, each)});
  }
  const std::vector<std::string> heading =
      zh ? std::vector<std::string>{"名次", of.zh, "名称", "得分", "相对得分", "病例及所经交货"}
         : std::vector<std::string>{"place", of.en,      "name",
                                    "score", "relative", "cases and deliveries"};
  print_table(*call.out, heading, rows, {true, false, false, true, true, false});
}

/// How many of each are listed.
Result<std::size_t> listed(const Invocation& call) {
  const std::string top = call.option("top", "20");
  const auto most = number_in<std::size_t>(top);
  if (!most) return fail(scenario_malformed, "top", top, "20");
  return *most;
}

json::object ranking_json(const Answer& answer, std::size_t most) {
  json::array first, second;
  for (const Ranked& each : ranking(answer.suspects.stations, true, most)) {
    first.push_back(to_json(answer, each));
  }
  for (const Ranked& each : ranking(answer.suspects.deliveries, false, most)) {
    second.push_back(to_json(answer, each));
  }
  return {{"temporal_order", answer.temporal_order},
          {"stations", std::move(first)},
          {"deliveries", std::move(second)}};
}

void print_rankings(const Invocation& call, const Answer& answer, std::size_t most) {
  print_ranking(call, answer, ranking(answer.suspects.stations, true, most), {"站点", "station"});
  *call.out << '\n';
  print_ranking(call, answer, ranking(answer.suspects.deliveries, false, most),
                {"交货", "delivery"});
}

/// Network, scenario and scores from the events of a chain.
struct FromEvents {
  EventNetwork made;
  Scenario scenario;
  Suspects suspects;
};

/// Places of a scenario in any notation, as the network names them.
Result<void> name_stations(const Question& question, Scenario& scenario) {
  std::map<std::string, Marks> named;
  for (const auto& [text, marks] : scenario.stations) {
    ZH_TRY(const Id place, find_asked(question, text));
    named[station_of(question.chain().text(place))] = marks;
  }
  scenario.stations = std::move(named);
  return {};
}

Result<FromEvents> from_events(const Question& question) {
  ZH_TRY(const WalkOptions options, walk_options(question.call));
  ZH_TRY(const StepMeanings meanings, StepMeanings::load(question.call.catalog));
  FromEvents found;
  ZH_TRY(found.scenario, scenario_of(question.call));
  ZH_DO(name_stations(question, found.scenario));
  const History history(question.chain(), options.known_at);
  ZH_TRY(found.made, network_of(history, meanings, question.call.interrupted));
  for (Station& station : found.made.network.stations) {
    const MasterFact* fact = question.loaded.facts.find(station.id);
    if (fact != nullptr) station.name = fact->name;
  }
  ZH_TRY(found.made.network, under(found.scenario, std::move(found.made.network)));
  ZH_TRY(found.suspects, find_suspects(found.made.network, found.scenario.temporal_order));
  tell(found.made, question.chain(), question.told);
  return found;
}

Result<int> suspects_of_events(const Invocation& call) {
  ZH_TRY(const std::size_t most, listed(call));
  ZH_TRY(const LoadedChain loaded, load_chain(call));
  Telling told(loaded.chain);
  const Question question{call, loaded, told};
  if (call.json) return print_answer(question, "suspects");
  ZH_TRY(const FromEvents found, from_events(question));
  print_rankings(call, {found.made.network, found.suspects, found.scenario.temporal_order}, most);
  return 0;
}

}  // namespace

AnswerJson suspects_json(const Question& question) {
  ZH_TRY(const std::size_t most, listed(question.call));
  ZH_TRY(const FromEvents found, from_events(question));
  const Network& network = found.made.network;
  json::object made = ranking_json({network, found.suspects, found.scenario.temporal_order}, most);
  if (question.told.whole()) {
    made["network"] = json::object{{"stations", network.stations.size()},
                                   {"deliveries", network.deliveries.size()},
                                   {"links", network.links.size()},
                                   {"not_received", found.made.not_received},
                                   {"not_shipped", found.made.not_shipped}};
  }
  return made;
}

Result<int> answer_suspects(const Invocation& call) {
  if (call.has("events") || call.has("in")) return suspects_of_events(call);
  for (const char* table : {"stations", "deliveries", "links"}) {
    if (!call.has(table)) return fail(network_missing, table, {}, "--events | --stations …");
  }
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
  ZH_TRY(const std::size_t most, listed(call));
  const Answer answer{network, suspects, scenario.temporal_order};
  if (call.json) {
    *call.out << json::serialize(ranking_json(answer, most)) << '\n';
  } else {
    print_rankings(call, answer, most);
  }
  return 0;
}

}  // namespace zhiheng::trace
