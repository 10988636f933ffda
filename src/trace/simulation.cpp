#include "trace/simulation.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "code/table.h"
#include "stat/random.h"
#include "trace/chain_failures.h"
#include "trace/simulation_parts.h"

namespace zhiheng::trace {
namespace {

constexpr std::array<std::string_view, fault_kinds> fault_names{
    "shipped_not_received",  "received_not_shipped", "opened_twice",
    "child_without_parent",  "quantity_mismatch",    "clone",
    "after_decommissioning", "sale_after_sale",      "impossible_journey",
    "mass_balance_leak",     "temperature_breach"};

constexpr int most_firms = 100'000;
constexpr int most_lots = 1'000'000;
constexpr std::int64_t most_events = 1'000'000'000;

std::optional<int> count_of(std::string_view text) {
  int value = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || at != end || value < 0) return std::nullopt;
  return value;
}

Result<void> check_size(const SimulationOptions& options) {
  if (options.firms < 4 || options.firms > most_firms) {
    return fail(simulation_size, "--firms", std::to_string(options.firms), "4..100000");
  }
  if (options.lots < 1 || options.lots > most_lots) {
    return fail(simulation_size, "--lots", std::to_string(options.lots), "1..1000000");
  }
  if (options.events < 1 || options.events > most_events) {
    return fail(simulation_size, "--events", std::to_string(options.events), "1..1000000000");
  }
  return {};
}

}  // namespace

std::string_view name_of(Fault fault) { return fault_names[static_cast<std::size_t>(fault)]; }

Result<std::map<Fault, int>> parse_faults(std::string_view text) {
  std::map<Fault, int> faults;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    const std::size_t sign = std::min(one.find('='), one.size());
    const auto count = sign < one.size() ? count_of(one.substr(sign + 1)) : std::optional<int>(1);
    const auto name = std::ranges::find(fault_names, one.substr(0, sign));
    const bool all = one.substr(0, sign) == "all";
    if (!count || (name == fault_names.end() && !all)) {
      return fail(faults_malformed, "--faults", std::string(one), "all=N|clone=N,…");
    }
    for (std::size_t i = 0; i < fault_kinds; ++i) {
      if (all || fault_names[i] == *name) faults[static_cast<Fault>(i)] = *count;
    }
  }
  return faults;
}

Result<std::vector<SimulatedFirm>> simulated_firms(const SimulationOptions& options,
                                                   const std::filesystem::path& catalog) {
  ZH_DO(check_size(options));
  constexpr std::array<std::string_view, 4> columns{"name", "latitude", "longitude", "region"};
  constexpr std::string_view name = "trace/example_places.tsv";
  ZH_TRY(const std::string text, code::read_file(catalog / name));
  ZH_TRY(const code::Table table, code::read_table(text, name, columns));
  if (table.rows() == 0) return fail(simulation_size, std::string(name), "0", "1..");
  const auto degrees = [&](std::size_t row, std::size_t column) {
    double value = 0;
    const std::string_view cell = table.cell(row, column);
    std::from_chars(cell.data(), cell.data() + cell.size(), value);
    return value;
  };
  std::vector<SimulatedFirm> firms;
  stat::Random random(options.seed, 0);
  for (int i = 0; i < options.firms; ++i) {
    const std::size_t city = random.below(table.rows());
    const std::string prefix = simulated_prefix(i);
    SimulatedFirm firm;
    firm.name = std::string(table.cell(city, 0));
    firm.name.append(trade_of_firm(i, options.firms)).append(" ");
    firm.name.append(std::to_string(i)).append("（合成）");
    firm.place = "urn:epc:id:sgln:" + prefix + ".001.0";
    firm.party = "urn:epc:id:pgln:" + prefix + ".000";
    // Somewhere around the city.
    firm.position = {degrees(city, 1) + (random.uniform() - 0.5) * 0.6,
                     degrees(city, 2) + (random.uniform() - 0.5) * 0.6};
    firm.region = std::string(table.cell(city, 3));
    firms.push_back(std::move(firm));
  }
  return firms;
}

Result<std::int64_t> simulate(const SimulationOptions& options,
                              const std::vector<SimulatedFirm>& firms, const SimulationSink& sink) {
  ZH_DO(check_size(options));
  if (firms.size() != static_cast<std::size_t>(options.firms)) {
    return fail(simulation_size, "firms", std::to_string(firms.size()),
                std::to_string(options.firms));
  }
  std::int64_t events = 0;
  const int runs = (options.lots + 1) / 2;
  for (int run = 0; run < runs; ++run) {
    SimulatedRun one(options, firms, sink, run, runs);
    if (!one.play()) return events + one.events();
    events += one.events();
  }
  return events;
}

}  // namespace zhiheng::trace
