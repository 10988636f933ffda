#include "trace/balance.h"

#include <gtest/gtest.h>

#include <set>

#include "support/source.h"
#include "trace/chain_failures.h"
#include "trace/chain_fixture.h"
#include "trace/simulation.h"

namespace zhiheng::trace {
namespace {

const std::string milk_in = "https://id.gs1.org/01/09520000011012/10/R1";
const std::string milk_out = "https://id.gs1.org/01/09520000012019/10/L1";
const std::string liquor_in = "https://id.gs1.org/01/09520000011036/10/S1";
const std::string liquor_out = "https://id.gs1.org/01/09520000012033/10/B1";
const std::string yeast = "https://id.gs1.org/01/09520000013016/10/Y1";

class Balancing : public testing::Test {
 protected:
  std::vector<Process> processes(const Chain& chain) {
    const History history(chain);
    return processes_of(history, bands_, units_, unjudged_).value();
  }
  std::vector<YieldBand> bands_ = load_yield_bands(catalog_folder).value();
  MeasurementUnits units_ = MeasurementUnits::load(catalog_folder).value();
  std::size_t unjudged_ = 0;
};

TEST_F(Balancing, ConvertsUnitsAndHoldsTheBand) {
  const Chain chain = chain_of({
      transformed({"good", "08:00", "", 1}, {{milk_in, "1", "MTQ"}}, {{milk_out, "960", "LTR"}}),
      transformed({"watered", "09:00", "", 1}, {{milk_in, "1000000", "MLT"}},
                  {{milk_out, "1010", "LTR"}}),
      transformed({"blind", "10:00", "", 1}, {{milk_in, "", "LTR"}}, {{milk_out, "5", "LTR"}}),
  });
  const auto found = processes(chain);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_NEAR(found[0].yield(), 0.96, 1e-12);
  EXPECT_FALSE(found[0].outside());
  EXPECT_NEAR(found[1].yield(), 1.01, 1e-12);
  EXPECT_TRUE(found[1].outside());
  EXPECT_EQ(found[1].output, id_in(chain, milk_out));
  EXPECT_EQ(found[2].unmeasured, 1U);
  EXPECT_FALSE(found[2].outside());
}

TEST_F(Balancing, TakesAJoinedProcessAsOne) {
  const Chain chain = chain_of({
      transformed({"a", "08:00", "", 1}, {{liquor_in, "100", "KGM"}}, {}, "urn:x:1"),
      transformed({"b", "09:00", "", 1}, {{yeast, "2", "KGM"}}, {}, "urn:x:1"),
      transformed({"c", "10:00", "", 1}, {}, {{liquor_out, "60", "LTR"}}, "urn:x:1"),
      transformed({"other", "10:00", "", 1}, {{batch("X"), "1", "KGM"}},
                  {{batch("Y"), "1", "KGM"}}),
  });
  const auto found = processes(chain);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].in, 100);  // the yeast is left aside
  EXPECT_EQ(found[0].out, 60);
  EXPECT_TRUE(found[0].outside());
  EXPECT_EQ(found[0].events.size(), 3U);
  EXPECT_EQ(unjudged_, 1U);
}

TEST_F(Balancing, FindsTheLeaksThatWerePlanted) {
  const SimulationOptions options{.firms = 60,
                                  .lots = 200,
                                  .events = 20'000,
                                  .seed = 3,
                                  .faults = *parse_faults("mass_balance_leak=40")};
  const auto firms = simulated_firms(options, catalog_folder).value();
  Chain chain;
  std::int64_t seq = 0;
  std::set<std::string> planted, told;
  const SimulationSink sink{
      .event = [&](const Event& event) { return chain.add(event, ++seq).has_value(); },
      .fault = [&](const PlantedFault& fault) { planted.insert(fault.id); }};
  ASSERT_TRUE(simulate(options, firms, sink));
  for (const Process& process : processes(chain)) {
    if (process.outside()) told.insert(chain.text(process.output));
  }
  EXPECT_EQ(planted.size(), 40U);
  for (const std::string& lot : planted) EXPECT_TRUE(told.contains(lot)) << lot;
  EXPECT_LE(told.size(), 44U);  // honest plants miss the band now and then
  EXPECT_EQ(unjudged_, 0U);
}

TEST(Patterns, StandForSignsAndForTheRest) {
  EXPECT_TRUE(fits_pattern("09520000012019", "0952??????201?"));
  EXPECT_FALSE(fits_pattern("09520000012026", "0952??????201?"));
  EXPECT_TRUE(fits_pattern("urn:x:y", "urn:x*"));
  EXPECT_FALSE(fits_pattern("urn", "urn:x*"));
  const auto missing = load_yield_bands("/nonexistent");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().failure, &rules_malformed);
}

}  // namespace
}  // namespace zhiheng::trace
