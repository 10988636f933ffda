#include "trace/simulation.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "code/region.h"
#include "code/table.h"
#include "support/source.h"
#include "trace/breach.h"
#include "trace/chain_failures.h"
#include "trace/chain_fixture.h"
#include "trace/document.h"
#include "trace/read_fixture.h"
#include "trace/recall_scope.h"
#include "trace/verbs.h"

namespace zhiheng::trace {
namespace {

struct Simulated {
  Chain chain;
  std::vector<PlantedFault> faults;
  std::vector<SimulatedLot> lots;
  std::int64_t events = 0;
  std::string first_name;
};

Simulated simulated(const SimulationOptions& options) {
  Simulated made;
  const auto firms = simulated_firms(options, catalog_folder).value();
  const SimulationSink sink{.event =
                                [&](const Event& event) {
                                  if (made.first_name.empty()) made.first_name = event.id;
                                  return made.chain.add(event, ++made.events).has_value();
                                },
                            .fault = [&](const PlantedFault& f) { made.faults.push_back(f); },
                            .lot = [&](const SimulatedLot& lot) { made.lots.push_back(lot); }};
  EXPECT_EQ(simulate(options, firms, sink).value(), made.events);
  return made;
}

TEST(Simulation, IsTheSameForTheSameSeed) {
  SimulationOptions options;
  const Simulated one = simulated(options), two = simulated(options);
  EXPECT_EQ(one.events, two.events);
  EXPECT_EQ(one.first_name, two.first_name);
  options.seed = 2;
  EXPECT_NE(simulated(options).first_name, one.first_name);
}

TEST(Simulation, PutsEveryFirmIntoARegionOfTheCodeTable) {
  const std::string codes = catalog_folder + "/codes";
  const auto regions = code::Regions::read(code::read_file(codes + "/regions.tsv").value(),
                                           code::read_file(codes + "/region_changes.tsv").value());
  ASSERT_TRUE(regions);
  std::set<std::string> seen;
  const auto firms = simulated_firms({.firms = 200}, catalog_folder);
  ASSERT_TRUE(firms);
  for (const SimulatedFirm& firm : *firms) {
    const code::Region* region = regions->find(firm.region, make_date(2026, 1, 1));
    ASSERT_NE(region, nullptr) << firm.name;
    EXPECT_TRUE(firm.name.starts_with(region->short_name)) << firm.name;
    seen.insert(firm.region);
  }
  EXPECT_GT(seen.size(), 20U);
}

TEST(Simulation, MakesAboutAsManyEventsAsAskedFor) {
  const Simulated made = simulated({.firms = 30, .lots = 20, .events = 20'000});
  EXPECT_NEAR(static_cast<double>(made.events), 20'000, 2'000);
  EXPECT_EQ(made.lots.size(), 20U);
  for (const PlantedFault& fault : made.faults) {
    EXPECT_EQ(fault.fault, Fault::temperature_breach) << "only by chance";
  }
}

TEST(Simulation, PlantsWhatItIsTold) {
  const Simulated made =
      simulated({.firms = 30, .lots = 30, .events = 20'000, .faults = *parse_faults("all=6")});
  std::map<Fault, int> counts;
  for (const PlantedFault& fault : made.faults) {
    ++counts[fault.fault];
    EXPECT_TRUE(made.chain.find(fault.id)) << name_of(fault.fault) << ' ' << fault.id;
    for (const std::string& event : fault.events) EXPECT_TRUE(made.chain.find_event(event));
  }
  EXPECT_EQ(counts.size(), fault_kinds);
  EXPECT_GE(counts[Fault::temperature_breach], 6) << "some are too warm by chance";
  counts.erase(Fault::temperature_breach);
  for (const auto& [fault, count] : counts) EXPECT_EQ(count, 6) << name_of(fault);
}

TEST(Simulation, TellsTheTruthAboutItsLots) {
  const Simulated made = simulated({.firms = 30, .lots = 9, .events = 6'000});
  const auto meanings = StepMeanings::load(catalog_folder).value();
  for (const SimulatedLot& lot : made.lots) {
    const std::vector<Start> starts{{made.chain.find(lot.id).value()}};
    const auto scope = recall_scope(made.chain, meanings, starts);
    ASSERT_TRUE(scope);
    std::map<Status, std::size_t> pieces;
    for (const StockLine& line : scope->stock) pieces[line.status] += line.pieces;
    EXPECT_EQ(pieces[Status::sold], static_cast<std::size_t>(lot.sold));
    EXPECT_EQ(pieces[Status::gone], static_cast<std::size_t>(lot.gone));
    EXPECT_EQ(pieces[Status::in_stock], static_cast<std::size_t>(lot.pieces - lot.sold - lot.gone));
    EXPECT_EQ(scope->short_of, 0U);

    const auto back = backward(made.chain, starts);
    ASSERT_TRUE(back);
    std::set<std::string> used;
    for (const Reached& reached : back->reached) {
      if (reached.link == Link::used) used.insert(made.chain.text(reached.id));
    }
    for (const std::string& raw : lot.from) EXPECT_TRUE(used.contains(raw)) << raw;
  }
}

TEST(Simulation, TellsTheTruthAboutLotsWithFaults) {
  const Simulated made =
      simulated({.firms = 30, .lots = 9, .events = 9'000, .faults = *parse_faults("all=9")});
  const auto meanings = StepMeanings::load(catalog_folder).value();
  for (const SimulatedLot& lot : made.lots) {
    const std::vector<Start> starts{{made.chain.find(lot.id).value()}};
    const auto scope = recall_scope(made.chain, meanings, starts);
    ASSERT_TRUE(scope);
    std::map<Status, std::size_t> pieces;
    for (const StockLine& line : scope->stock) pieces[line.status] += line.pieces;
    EXPECT_EQ(pieces[Status::sold], static_cast<std::size_t>(lot.sold)) << lot.id;
    EXPECT_EQ(pieces[Status::gone], static_cast<std::size_t>(lot.gone)) << lot.id;
  }
}

/// Of many readings some scatter beyond the bound: the truth names them with the planted ones.
TEST(Simulation, NamesEveryReadingThatIsTooWarm) {
  const Simulated made = simulated({.firms = 60,
                                    .lots = 400,
                                    .events = 200'000,
                                    .faults = *parse_faults("temperature_breach=5")});
  const auto rule = find_breach_rule(catalog_folder, "chilled_dairy");
  ASSERT_TRUE(rule);
  std::set<std::string> planted, told;
  for (const PlantedFault& fault : made.faults) planted.insert(fault.id);
  for (const Reading& reading : breaches_of(History(made.chain), *rule)) {
    told.insert(made.chain.text(made.chain.parts(reading.event).front().id));
  }
  EXPECT_GT(planted.size(), 5U) << "none by chance: the test says less than it should";
  EXPECT_EQ(told, planted);
}

TEST(Simulation, RefusesWhatCannotBeMadeUp) {
  const auto small = simulated_firms({.firms = 2}, catalog_folder);
  ASSERT_FALSE(small);
  EXPECT_EQ(small.error().failure, &simulation_size);
  const auto others = simulate({}, {}, {.event = [](const Event&) { return true; }});
  ASSERT_FALSE(others);
  EXPECT_EQ(others.error().failure, &simulation_size);
  for (const char* text : {"clone=x", "melting=3", "all=-1"}) {
    const auto faults = parse_faults(text);
    ASSERT_FALSE(faults) << text;
    EXPECT_EQ(faults.error().failure, &faults_malformed);
  }
  EXPECT_EQ(parse_faults("clone=2,opened_twice")->at(Fault::opened_twice), 1);
}

TEST(Simulation, IsWrittenAsValidDocuments) {
  const Folder folder;
  std::ostringstream out, messages;
  Invocation call;
  call.options = {{"out", {folder.file("chain")}}, {"faults", {"all=1"}}, {"events", {"1500"}}};
  call.catalog = catalog_folder;
  call.out = &out;
  call.messages = &messages;
  for (const Verb& verb : verbs()) {
    if (verb.path == "example supply-chain") {
      ASSERT_TRUE(verb.run(call));
    }
  }
  const auto read =
      read_file(folder.file("chain/synthetic-00001.jsonld"), {}, [](ReadEvent&) { return true; });
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_TRUE(read->valid) << (read->errors.empty() ? "" : describe(read->errors[0]));
  EXPECT_GT(read->events, 1000U);
  EXPECT_FALSE(read->master_data.empty());
  EXPECT_TRUE(std::filesystem::exists(folder.file("chain/truth.jsonl")));
}

}  // namespace
}  // namespace zhiheng::trace
