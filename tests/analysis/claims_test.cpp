// What docs/statistics says is better than in the reference programs, as numbers that must hold.
// Detection on sim500 stands in simulated_outbreaks_test.cpp, degenerate resamples of PLS in
// tests/stat/path_model_bootstrap_test.cpp, arrows of ISO 2859-1 in
// tests/stat/acceptance_tables_test.cpp.

#include <gtest/gtest.h>

#include "asked.h"

namespace zhiheng::analysis {
namespace {

/// A method on a file of the shared data.
Result<Answer> ask_shared(const char* method, const char* file,
                          const std::map<std::string, std::string>& settings) {
  Call call;
  ZH_TRY(const Method* found, find_method(method));
  ZH_TRY(call.settings, settings_of(*found, settings));
  ZH_TRY(call.tables["in"], Table::read(shared_topic(file).string()));
  call.catalog = support::source_path("/catalog");
  return found->run(call);
}

bool is_shared(const char* file) { return std::filesystem::exists(shared_topic(file)); }

TEST(Claims, LinksWithoutLabelsReachTheirF) {
  struct Bar {
    const char* file;
    const char* id;
    double f;
  };
  for (const Bar& bar : {Bar{"linkage/RLdata500.csv.gz", "rec", 0.98},
                         Bar{"linkage/RLdata10000.csv.gz", "rec", 0.98},
                         Bar{"linkage/febrl3.csv.gz", "rec_id", 0.998}}) {
    if (!is_shared(bar.file)) GTEST_SKIP() << "no shared data: " << bar.file;
    SCOPED_TRACE(bar.file);
    const auto found = ask_shared("link-quality", bar.file, {{"id", bar.id}, {"truth", "true_id"}});
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_GE(number(*found, 0, "f1"), bar.f);
  }
}

TEST(Claims, ThePriorOfEveryTableIsFoundAndNotWorseThanTheReferencesBest) {
  struct Fit {
    const char* file;
    double reference;  ///< negLL_unsquashed of openEBGM 0.9.1
  };
  for (const Fit& fit :
       {Fit{"disproportionality/caers2012.expected.csv.gz", 4162.45571848526},
        Fit{"disproportionality/faers_statin46.expected.csv", 1502.60847086529},
        Fit{"disproportionality/faers_statin1491.expected.csv", 32638.2003185487},
        Fit{"disproportionality/neiss_product_diagnosis.expected.csv.gz", 3170.62824051197}}) {
    if (!is_shared(fit.file)) GTEST_SKIP() << "no shared data: " << fit.file;
    SCOPED_TRACE(fit.file);
    const auto found = ask_shared("ebgm-prior", fit.file, {});
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_LE(number(*found, 0, "negLL_unsquashed"), fit.reference + 1e-4);
    EXPECT_FALSE(texts(*found, "identified").empty());
  }
}

TEST(Claims, ExactIntervalsHoldAtTheEdgesInOneTable) {
  const auto shares = ask("share", {{"method", "exact"}, {"confidence", "0.998"}},
                          "x,n\n0,20\n20,20\n1,20\n0,1\n1,1\n");
  ASSERT_TRUE(shares) << describe(shares.error());
  // R 4.2.2: qbeta(.001, x, n - x + 1), qbeta(.999, x + 1, n - x).
  const double low[] = {0, 0.7079457843841379, 5.002376544889419e-05, 0, 0.001};
  const double high[] = {0.2920542156158621, 1, 0.3775818731083634, 0.999, 1};
  for (std::size_t row = 0; row < 5; ++row) {
    EXPECT_NEAR(number(*shares, row, "lower"), low[row], 1e-9) << row;
    EXPECT_NEAR(number(*shares, row, "upper"), high[row], 1e-9) << row;
  }
  const auto rates = ask("rate", {{"confidence", "0.998"}}, "x,pt\n0,10\n1,10\n");
  ASSERT_TRUE(rates) << describe(rates.error());
  // R 4.2.2: qgamma(.999, 1) / 10, qgamma(.001, 1) / 10, qgamma(.999, 2) / 10.
  EXPECT_EQ(number(*rates, 0, "exact_low"), 0);
  EXPECT_NEAR(number(*rates, 0, "exact_high"), 0.6907755278982137, 1e-12);
  EXPECT_NEAR(number(*rates, 1, "exact_low"), 0.0001000500333583533, 1e-14);
  EXPECT_NEAR(number(*rates, 1, "exact_high"), 0.9233413476451584, 1e-12);
}

TEST(Claims, AMeanBeyondItsSpecificationLimitIsAnsweredToo) {
  // The larger part lies outside: both distances may be negative.
  const auto found = ask("nonconforming-estimate", {}, "n,zl,zu\n10,-0.5,4\n10,0.5,4\n");
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_GT(number(*found, 0, "p_hat"), 0.5);
  EXPECT_NEAR(number(*found, 0, "p_hat") + number(*found, 1, "p_hat"), 1, 1e-9);
}

}  // namespace
}  // namespace zhiheng::analysis
