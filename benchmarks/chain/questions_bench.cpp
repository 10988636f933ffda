// Every question of `zhiheng trace` against what is true of the made-up chain.

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>

#include "stat/random.h"
#include "trace/balance.h"
#include "trace/breach.h"
#include "trace/identifier.h"
#include "trace/recall_scope.h"
#include "trace/rules.h"
#include "world.h"

namespace zhiheng::bench {
namespace {

using namespace zhiheng::trace;

constexpr std::size_t asked_each = 2000;
constexpr std::size_t bar_ids = 1000;  ///< the bar of a single question is for so many

/// What a question told, what is true, and how often both agree.
struct Line {
  std::string name;
  std::size_t asked = 0, told = 0, truth = 0, right = 0, largest = 0;
  std::vector<double> milliseconds = {};
  double seconds = 0;

  void took(double one) {
    ++asked;
    seconds += one;
    milliseconds.push_back(one * 1e3);
  }
  void count(const std::set<Id>& found, const std::set<Id>& wanted) {
    told += found.size();
    truth += wanted.size();
    for (const Id id : found) right += wanted.count(id);
  }
};

std::string percent(std::size_t part, std::size_t of) {
  if (of == 0) return {};
  char text[32];
  std::snprintf(text, sizeof text, "%.2f %%",
                100.0 * static_cast<double>(part) / static_cast<double>(of));
  return text;
}

/// What is not known of a line is left blank.
void print(Line line) {
  const auto number = [](bool known, double value, const char* format) {
    char text[32] = "";
    if (known) std::snprintf(text, sizeof text, format, value);
    return std::string(text);
  };
  std::ranges::sort(line.milliseconds);
  const std::size_t n = line.milliseconds.size();
  const auto part = [&](std::size_t hundredths) {
    return number(n > 1, n > 1 ? line.milliseconds[n * hundredths / 100] : 0, "%.3f");
  };
  std::printf("| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", line.name.c_str(),
              number(line.asked > 0, static_cast<double>(line.asked), "%.0f").c_str(),
              number(line.truth > 0, static_cast<double>(line.truth), "%.0f").c_str(),
              percent(line.right, line.truth).c_str(),
              number(line.told > 0, static_cast<double>(line.told), "%.0f").c_str(),
              percent(line.told - line.right, line.told).c_str(),
              number(line.seconds > 0, line.seconds, "%.2f").c_str(), part(50).c_str(),
              part(99).c_str(),
              number(line.largest > 0, static_cast<double>(line.largest), "%.0f").c_str());
}

/// The truth by numbers of the chain: what a lot was made of, what was made of each raw lot.
class Truth {
 public:
  explicit Truth(const World& world) : chain_(world.chain), lots_(world.lots) {
    for (std::size_t at = 0; at < lots_.size(); ++at) {
      numbers_.emplace(*chain_.find(lots_[at].id), at);
      for (const std::string& raw : lots_[at].from) made_of_[*chain_.find(raw)].push_back(at);
    }
    for (const auto& [raw, made] : made_of_) raw_.push_back(raw);
    std::ranges::sort(raw_);
  }

  [[nodiscard]] const std::vector<Id>& raw_lots() const { return raw_; }
  [[nodiscard]] Id lot(std::size_t at) const { return *chain_.find(lots_[at].id); }
  [[nodiscard]] const SimulatedLot& told(std::size_t at) const { return lots_[at]; }

  /// Serial numbers of a lot's pieces are its number and seven digits.
  [[nodiscard]] Id piece(std::size_t at, int number) const {
    const std::string_view lot = lots_[at].id;
    const std::size_t end = lot.rfind("/10/");
    const std::string digits = std::to_string(number);
    return *chain_.find(std::string(lot.substr(0, end)) + "/21/" +
                        std::string(lot.substr(end + 5)) + std::string(7 - digits.size(), '0') +
                        digits);
  }
  void add_pieces(std::size_t at, std::set<Id>& into) const {
    for (int i = 0; i < lots_[at].pieces; ++i) into.insert(piece(at, i));
  }
  [[nodiscard]] std::set<Id> pieces(Id raw) const {
    std::set<Id> all;
    for (const std::size_t at : made_of_.at(raw)) add_pieces(at, all);
    return all;
  }
  [[nodiscard]] std::set<Id> origins(std::size_t at) const {
    std::set<Id> all{lot(at)};
    for (const std::string& raw : lots_[at].from) all.insert(*chain_.find(raw));
    return all;
  }

 private:
  const Chain& chain_;
  const std::vector<SimulatedLot>& lots_;
  std::unordered_map<Id, std::size_t> numbers_;
  std::unordered_map<Id, std::vector<std::size_t>> made_of_;
  std::vector<Id> raw_;
};

std::set<Id> reached(const Chain& chain, const Walk& walk, Form form) {
  std::set<Id> ids;
  for (const Reached& one : walk.reached) {
    if (one.link != Link::carrier && chain.form(one.id) == form) ids.insert(one.id);
  }
  return ids;
}

void ask_backward(const World& world, const Truth& truth, stat::Random& random) {
  Line line{.name = "`backward` from a piece: the lots that it comes from"};
  while (line.asked < asked_each) {
    const std::size_t lot = random.below(world.lots.size());
    const auto pieces = static_cast<std::uint64_t>(truth.told(lot).pieces);
    const Start start{.id = truth.piece(lot, static_cast<int>(random.below(pieces)))};
    const auto began = std::chrono::steady_clock::now();
    const Walk walk = must(backward(world.chain, {&start, 1}));
    line.took(seconds_since(began));
    line.largest = std::max(line.largest, walk.reached.size());
    line.count(reached(world.chain, walk, Form::lot), truth.origins(lot));
  }
  print(std::move(line));
}

void ask_forward(const World& world, const Truth& truth, stat::Random& random) {
  Line line{.name = "`forward` from a raw lot: the pieces made of it"};
  while (line.asked < asked_each) {
    const Start start{.id = truth.raw_lots()[random.below(truth.raw_lots().size())]};
    const auto began = std::chrono::steady_clock::now();
    const Walk walk = must(forward(world.chain, {&start, 1}));
    line.took(seconds_since(began));
    line.largest = std::max(line.largest, walk.reached.size());
    line.count(reached(world.chain, walk, Form::instance), truth.pieces(start.id));
  }
  print(std::move(line));
}

/// The pieces of a finished lot, and how many of them are sold and gone.
void ask_recall(const World& world, const Truth& truth, const StepMeanings& meanings,
                stat::Random& random) {
  Line line{.name = "`recall` of a finished lot: its pieces"};
  Line sold{.name = "… of them sold"}, gone{.name = "… of them gone"};
  while (line.asked < asked_each) {
    const std::size_t lot = random.below(world.lots.size());
    const Start start{.id = truth.lot(lot)};
    const auto began = std::chrono::steady_clock::now();
    const RecallScope scope = must(recall_scope(world.chain, meanings, {&start, 1}));
    line.took(seconds_since(began));
    line.largest = std::max(line.largest, scope.walk.reached.size());
    std::set<Id> wanted;
    truth.add_pieces(lot, wanted);
    line.count(reached(world.chain, scope.walk, Form::instance), wanted);
    const auto count = [&](Line& of, Status status, int is_true) {
      std::size_t told = 0;
      for (const StockLine& stock : scope.stock) {
        if (stock.status == status) told += stock.pieces;
      }
      ++of.asked;
      of.told += told;
      of.truth += static_cast<std::size_t>(is_true);
      of.right += std::min(told, static_cast<std::size_t>(is_true));
    };
    count(sold, Status::sold, truth.told(lot).sold);
    count(gone, Status::gone, truth.told(lot).gone);
  }
  print(std::move(line));
  print(std::move(sold));
  print(std::move(gone));
}

/// Anything at all that has a number: pieces, cases, pallets, lots.
void ask_anything(const World& world, const StepMeanings& meanings, stat::Random& random) {
  const Chain& chain = world.chain;
  const History history(chain);
  using Ask = std::function<std::size_t(Id)>;
  const std::pair<const char*, Ask> questions[] = {
      {"backward",
       [&](Id id) { return must(backward(chain, std::array{Start{id}})).reached.size(); }},
      {"forward",
       [&](Id id) { return must(forward(chain, std::array{Start{id}})).reached.size(); }},
      {"recall",
       [&](Id id) {
         return must(recall_scope(chain, meanings, std::array{Start{id}})).walk.reached.size();
       }},
      {"state", [&](Id id) {
         std::vector<std::uint32_t> parts;
         static_cast<void>(Locator(history, meanings).locate(id));
         history.parts_of(id, parts);
         return parts.size();
       }}};
  for (const auto& [name, ask] : questions) {
    Line line{.name = "`" + std::string(name) + "` of any item, container or lot"};
    while (line.asked < asked_each) {
      const Id id = static_cast<Id>(random.below(chain.identifiers()));
      const Form form = chain.form(id);
      if (form != Form::instance && form != Form::unit && form != Form::lot) continue;
      const auto began = std::chrono::steady_clock::now();
      const std::size_t size = ask(id);
      const double seconds = seconds_since(began);
      if (size > bar_ids) continue;
      line.largest = std::max(line.largest, size);
      line.took(seconds);
    }
    print(std::move(line));
  }
}

/// What a question told of the faults of one kind.
void judge(const World& world, const std::string& name, const std::string& fault,
           const std::set<std::string>& told, double seconds = 0) {
  Line line{.name = name, .asked = seconds > 0 ? 1U : 0U, .told = told.size(), .seconds = seconds};
  const auto planted = world.planted.find(fault);
  if (planted != world.planted.end()) {
    line.truth = planted->second.size();
    for (const std::string& id : told) line.right += planted->second.count(id);
  }
  print(std::move(line));
}

void ask_rules(const World& world, const StepMeanings& meanings) {
  const Chain& chain = world.chain;
  Positions positions;
  for (const SimulatedFirm& firm : world.firms) {
    if (const auto id = chain.find(normal_identifier(firm.place))) positions[*id] = firm.position;
  }
  const auto rules = must(load_rules(catalog_folder));
  const History history(chain);
  const Inspection inspection{
      .history = history, .meanings = meanings, .positions = positions, .now = latest(history)};
  for (const auto& [name, search] : {std::pair{"gaps", &find_gaps}, {"clones", &find_clones}}) {
    const auto began = std::chrono::steady_clock::now();
    const auto findings = must(search(inspection, rules));
    double seconds = seconds_since(began);
    std::map<std::string, std::set<std::string>> told;
    for (const Finding& finding : findings) told[finding.rule->id].insert(chain.text(finding.id));
    for (const auto& [rule, ids] : told) {
      const std::string fault = rule == "second_commissioning" ? "clone" : rule;
      judge(world, "`" + std::string(name) + "`: " + rule, fault, ids, seconds);
      seconds = 0;  // one search answers all rules
    }
  }
}

void ask_balance_and_breach(const World& world) {
  const Chain& chain = world.chain;
  const History history(chain);
  const auto bands = must(load_yield_bands(catalog_folder));
  const auto units = must(MeasurementUnits::load(catalog_folder));
  std::size_t unjudged = 0;
  auto began = std::chrono::steady_clock::now();
  const auto processes = must(processes_of(history, bands, units, unjudged));
  const double balancing = seconds_since(began);
  std::set<std::string> told;
  for (const Process& process : processes) {
    if (process.outside()) told.insert(chain.text(process.output));
  }
  judge(world, "`balance`: mass_balance_leak", "mass_balance_leak", told, balancing);
  const auto rule = must(find_breach_rule(catalog_folder, "chilled_dairy"));
  began = std::chrono::steady_clock::now();
  const auto readings = breaches_of(history, rule);
  const double reading = seconds_since(began);
  told.clear();
  for (const Reading& one : readings) told.insert(chain.text(chain.parts(one.event).front().id));
  judge(world, "`recall --breach chilled_dairy`: its starts", "temperature_breach", told, reading);
}

}  // namespace

void measure_questions(const World& world) {
  const auto meanings = must(StepMeanings::load(catalog_folder));
  const Truth truth(world);
  stat::Random random(world.seed);
  std::printf(
      "\n| question | asked | true | found | told | false of told | seconds, all | p50, ms | "
      "p99, ms | ids, at most |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
  ask_backward(world, truth, random);
  ask_forward(world, truth, random);
  ask_recall(world, truth, meanings, random);
  ask_anything(world, meanings, random);
  ask_rules(world, meanings);
  ask_balance_and_breach(world);
}

}  // namespace zhiheng::bench
