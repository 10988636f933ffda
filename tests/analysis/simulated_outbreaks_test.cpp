// 500 simulated series with injected outbreaks and the truth: how many false alarms, how many
// outbreaks found? The figures of docs/statistics/outbreaks.md.

#include <cmath>
#include <map>
#include <set>

#include "analysis/method.h"
#include "folder.h"

namespace zhiheng::analysis {
namespace {

struct Quality {
  double false_alarms = 0;         ///< share of the weeks without an outbreak
  double found = 0;                ///< share of the outbreaks with an alarm in one of their weeks
  double without_bound = 0;        ///< share of all weeks
  double false_alarms_sparse = 0;  ///< of the weeks whose bound is the sparse one
};

Quality quality(const Table& in, const std::map<std::string, std::string>& given) {
  const Method* method = *find_method("farrington-flexible");
  Call call;
  call.tables["in"] = in;
  auto settings = given;
  settings.insert({{"from", "469"}, {"years", "5"}, {"threads", "2"}});
  call.settings = *settings_of(*method, settings);
  call.keep = {"outbreak"};
  const auto answer = method->run(call);
  if (!answer) {
    ADD_FAILURE() << describe(answer.error());
    return {};
  }
  const auto& series = std::get<std::vector<std::string>>(answer->find("series")->values);
  const auto& outbreak = std::get<std::vector<std::string>>(answer->find("outbreak")->values);
  const auto& alarm = std::get<std::vector<double>>(answer->find("alarm")->values);
  const auto& upper = std::get<std::vector<double>>(answer->find("upperbound")->values);
  const auto& kind = std::get<std::vector<std::string>>(answer->find("kind")->values);
  std::set<std::string> outbreaks, found;
  double clean = 0, wrong = 0, sparse = 0, wrong_sparse = 0, bare = 0;
  for (std::size_t i = 0; i < alarm.size(); ++i) {
    bare += std::isnan(upper[i]) ? 1 : 0;
    if (outbreak[i] == "1") {
      outbreaks.insert(series[i]);
      if (alarm[i] == 1) found.insert(series[i]);
      continue;
    }
    ++clean;
    wrong += alarm[i] == 1 ? 1 : 0;
    sparse += kind[i] == "sparse" ? 1 : 0;
    wrong_sparse += kind[i] == "sparse" && alarm[i] == 1 ? 1 : 0;
  }
  return {wrong / clean, static_cast<double>(found.size()) / static_cast<double>(outbreaks.size()),
          bare / static_cast<double>(alarm.size()), sparse > 0 ? wrong_sparse / sparse : 0};
}

TEST(SimulatedOutbreaks, AreFoundMoreOftenThanByTheReferenceAtItsFalseAlarmRate) {
  const auto file = shared_topic("outbreak") / "sim500.input.csv.gz";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no shared data: " << file;
  const auto in = Table::read(file.string());
  ASSERT_TRUE(in);
  const Quality reference = quality(*in, {});
  EXPECT_NEAR(reference.false_alarms, 0.0435202705422924, 1e-12);
  EXPECT_NEAR(reference.found, 0.74390243902439, 1e-12);
  EXPECT_NEAR(reference.without_bound, 0.255730769230769, 1e-12);
  const Quality every_week = quality(*in, {{"minimum-cases", "0"}, {"alpha", "0.045"}});
  EXPECT_LE(every_week.false_alarms, reference.false_alarms);
  EXPECT_GT(every_week.found, 0.763);
  const Quality finer = quality(
      *in,
      {{"minimum-cases", "0"}, {"periods", "20"}, {"no-reweight", "true"}, {"alpha", "0.052"}});
  EXPECT_LE(finer.false_alarms, reference.false_alarms);
  EXPECT_GT(finer.found, 0.780);
}

TEST(SimulatedOutbreaks, LeaveNoWeekWithoutABoundWhenOneIsAskedForSparseSeries) {
  const auto file = shared_topic("outbreak") / "sim500.input.csv.gz";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no shared data: " << file;
  const auto in = Table::read(file.string());
  ASSERT_TRUE(in);
  const Quality bounded = quality(*in, {{"sparse-alpha", "0.025"}});
  EXPECT_EQ(bounded.without_bound, 0);
  EXPECT_LT(bounded.false_alarms_sparse, 0.004);
  EXPECT_GT(bounded.found, 0.75);
}

}  // namespace
}  // namespace zhiheng::analysis
