// Which products are reported with which hazards more often than expected?

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/numbering.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "stat/disproportionality.h"
#include "stat/gamma_mixture.h"

namespace zhiheng::analysis {

namespace {

struct Pairs {
  std::vector<std::string> products;
  std::vector<std::string> hazards;
  std::vector<double> both, product, hazard, all, expected;
};

struct Report {
  std::uint32_t id, product, hazard, stratum;
  auto operator<=>(const Report&) const = default;
};

/// Counts of reports, each report once, whatever it repeats.
struct Tally {
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> both;
  /// (product or hazard, stratum) -> reports
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> product, hazard;
  std::map<std::uint32_t, double> reports;  ///< by stratum
};

template <class Key>
void count_different(std::vector<Key> keys, const auto& add) {
  std::ranges::sort(keys);
  keys.erase(std::ranges::unique(keys).begin(), keys.end());
  for (const Key& key : keys) add(key);
}

Tally tally_of(const std::vector<Report>& reports) {
  using Key = std::array<std::uint32_t, 3>;
  Tally tally;
  std::vector<Key> both, product, hazard, report;
  for (const Report& each : reports) {
    both.push_back({each.product, each.hazard, each.id});
    product.push_back({each.product, each.stratum, each.id});
    hazard.push_back({each.hazard, each.stratum, each.id});
    report.push_back({0, each.stratum, each.id});
  }
  count_different(std::move(both), [&](const Key& key) { ++tally.both[{key[0], key[1]}]; });
  count_different(std::move(product), [&](const Key& key) { ++tally.product[{key[0], key[1]}]; });
  count_different(std::move(hazard), [&](const Key& key) { ++tally.hazard[{key[0], key[1]}]; });
  count_different(std::move(report), [&](const Key& key) { ++tally.reports[key[1]]; });
  return tally;
}

/// From one row per report, product and hazard.
Result<Pairs> from_reports(const Call& call) {
  const Table& in = call.in();
  ZH_TRY(const std::size_t id, in.column(call.text("id")));
  ZH_TRY(const std::size_t product, in.column(call.text("product")));
  ZH_TRY(const std::size_t hazard, in.column(call.text("hazard")));
  std::optional<std::size_t> stratum;
  if (call.has("stratum")) {
    ZH_TRY(stratum, in.column(call.text("stratum")));
  }
  Numbering ids, products, hazards, strata;
  std::vector<Report> reports;
  reports.reserve(in.rows());
  for (std::size_t row = 0; row < in.rows(); ++row) {
    for (const std::size_t at : {id, product, hazard}) {
      if (in.text(row, at).empty()) {
        return fail(cell_wrong, in.place(row, in.columns()[at]), "", "...");
      }
    }
    reports.push_back({ids.of(in.text(row, id)), products.of(in.text(row, product)),
                       hazards.of(in.text(row, hazard)),
                       stratum ? strata.of(in.text(row, *stratum)) : 0});
  }
  const Tally tally = tally_of(reports);
  const auto total_of = [](const auto& by_stratum, std::uint32_t key) {
    double sum = 0;
    for (auto at = by_stratum.lower_bound({key, 0});
         at != by_stratum.end() && at->first.first == key; ++at) {
      sum += at->second;
    }
    return sum;
  };
  Pairs pairs;
  for (const auto& [pair, count] : tally.both) {
    double expected = 0;
    for (const auto& [in_stratum, size] : tally.reports) {
      const auto with_product = tally.product.find({pair.first, in_stratum});
      const auto with_hazard = tally.hazard.find({pair.second, in_stratum});
      if (with_product == tally.product.end() || with_hazard == tally.hazard.end()) continue;
      expected += with_product->second * with_hazard->second / size;
    }
    pairs.products.push_back(products.names[pair.first]);
    pairs.hazards.push_back(hazards.names[pair.second]);
    pairs.both.push_back(count);
    pairs.product.push_back(total_of(tally.product, pair.first));
    pairs.hazard.push_back(total_of(tally.hazard, pair.second));
    pairs.all.push_back(static_cast<double>(ids.names.size()));
    pairs.expected.push_back(expected);
  }
  return pairs;
}

/// From a table of counts: a row per hazard, a column per product.
Result<Pairs> from_counts(const Call& call) {
  const Table& in = call.in();
  ZH_TRY(const std::size_t name, in.column(call.text("counts")));
  std::vector<std::vector<double>> columns;
  std::vector<double> rows(in.rows(), 0.0);
  std::vector<double> sums;
  double all = 0;
  for (std::size_t at = 0; at < in.columns().size(); ++at) {
    if (at == name) continue;
    ZH_TRY(auto cells, in.wholes(in.columns()[at]));
    columns.emplace_back(cells.begin(), cells.end());
    sums.push_back(0);
    for (std::size_t row = 0; row < in.rows(); ++row) {
      if (cells[row] < 0) {
        return fail(cell_wrong, in.place(row, in.columns()[at]), std::to_string(cells[row]),
                    ">= 0");
      }
      rows[row] += columns.back()[row];
      sums.back() += columns.back()[row];
      all += columns.back()[row];
    }
  }
  Pairs pairs;
  std::size_t column = 0;
  for (std::size_t at = 0; at < in.columns().size(); ++at) {
    if (at == name) continue;
    for (std::size_t row = 0; row < in.rows(); ++row) {
      const double count = columns[column][row];
      if (count == 0) continue;
      pairs.products.push_back(in.columns()[at]);
      pairs.hazards.emplace_back(in.text(row, name));
      pairs.both.push_back(count);
      pairs.product.push_back(sums[column]);
      pairs.hazard.push_back(rows[row]);
      pairs.all.push_back(all);
      pairs.expected.push_back(sums[column] * rows[row] / all);
    }
    ++column;
  }
  return pairs;
}

Result<Answer> pairs(const Call& call) {
  ZH_TRY(Pairs found, call.has("counts") ? from_counts(call) : from_reports(call));
  Answer answer;
  answer.add("var1", std::move(found.products));
  answer.add("var2", std::move(found.hazards));
  answer.add("n11", std::move(found.both));
  answer.add("n1_", std::move(found.product));
  answer.add("n_1", std::move(found.hazard));
  answer.add("n", std::move(found.all));
  answer.add("expected", std::move(found.expected));
  return answer;
}

/// Names of the pair, where the table has them.
Result<Answer> named(const Call& call, std::vector<std::string> more) {
  std::vector<std::string> names;
  for (const char* name : {"var1", "var2"}) {
    if (call.in().has(name)) names.emplace_back(name);
  }
  names.insert(names.end(), more.begin(), more.end());
  return call.echo(names);
}

Result<Answer> measures(const Call& call) {
  ZH_TRY(const auto both, call.in().wholes("n11"));
  ZH_TRY(const auto product, call.in().wholes("n1_"));
  ZH_TRY(const auto hazard, call.in().wholes("n_1"));
  ZH_TRY(const auto all, call.in().wholes("n"));
  const char* names[] = {
      "expected",  "ROR",        "ROR025",      "ROR975", "PRR",   "PRR025",       "PRR975",
      "chi2",      "chi2_yates", "IC",          "IC025",  "IC975", "IC025_approx", "IC975_approx",
      "BCPNN_EIC", "BCPNN_VIC",  "BCPNN_IC025", "evans",  "RR"};
  std::vector<std::vector<double>> columns(std::size(names));
  for (std::size_t row = 0; row < both.size(); ++row) {
    ZH_DO(call.go_on());
    const auto found =
        stat::disproportionality({static_cast<double>(both[row]), static_cast<double>(product[row]),
                                  static_cast<double>(hazard[row]), static_cast<double>(all[row])},
                                 call.number("confidence"));
    if (!found) return call.in().locate(row, found.error());
    const auto& d = *found;
    const double cells[] = {d.expected,
                            d.odds.estimate,
                            d.odds.interval.low,
                            d.odds.interval.high,
                            d.share.estimate,
                            d.share.interval.low,
                            d.share.interval.high,
                            d.chi_squared,
                            d.chi_squared_yates,
                            d.information,
                            d.information_exact.low,
                            d.information_exact.high,
                            d.information_approximate.low,
                            d.information_approximate.high,
                            d.bcpnn_mean,
                            d.bcpnn_variance,
                            d.bcpnn_low,
                            d.evans ? 1.0 : 0.0,
                            static_cast<double>(both[row]) / d.expected};
    for (std::size_t at = 0; at < columns.size(); ++at) columns[at].push_back(cells[at]);
  }
  ZH_TRY(Answer answer, named(call, {"n11", "n1_", "n_1", "n"}));
  for (std::size_t at = 0; at < columns.size(); ++at) {
    answer.add(names[at], std::move(columns[at]));
  }
  return answer;
}

Result<std::vector<stat::CountedPair>> counted(const Call& call) {
  ZH_TRY(const auto counts, call.in().wholes(call.text("count")));
  ZH_TRY(const auto expected, call.in().numbers(call.text("expected")));
  ZH_TRY(const auto weights, call.in().numbers("weight", 1));
  std::vector<stat::CountedPair> pairs;
  pairs.reserve(counts.size());
  for (std::size_t row = 0; row < counts.size(); ++row) {
    ZH_DO(call.go_on());
    if (counts[row] < 0) {
      return fail(cell_wrong, call.in().place(row, call.text("count")), std::to_string(counts[row]),
                  ">= 0");
    }
    if (!(expected[row] > 0)) {
      return fail(cell_wrong, call.in().place(row, call.text("expected")), written(expected[row]),
                  "> 0");
    }
    if (!(weights[row] > 0)) {
      return fail(cell_wrong, call.in().place(row, "weight"), written(weights[row]), "> 0");
    }
    pairs.push_back({static_cast<double>(counts[row]), expected[row], weights[row]});
  }
  return pairs;
}

std::string word(stat::PriorTrouble trouble) {
  switch (trouble) {
    case stat::PriorTrouble::none:
      return "identified";
    case stat::PriorTrouble::one_component:
      return "not identified: one component holds all";
    case stat::PriorTrouble::boundary:
      return "not identified: a component runs to an edge";
    case stat::PriorTrouble::flat:
      return "not identified: the likelihood is flat";
  }
  return {};
}

/// The prior that the options give, or the fitted one.
Result<stat::PriorFit> prior_of(const Call& call, const std::vector<stat::CountedPair>& pairs) {
  const bool given = call.has("alpha1") || call.has("beta1") || call.has("alpha2") ||
                     call.has("beta2") || call.has("p");
  if (!given) {
    return by_row(
        call.in(),
        stat::fit_prior(pairs, !call.flag("zeros"), static_cast<int>(call.whole("squash"))),
        {{"count", call.text("count")}});
  }
  for (const char* name : {"alpha1", "beta1", "alpha2", "beta2", "p"}) {
    if (!call.has(name)) return call.refuse(name, "0.5");
  }
  stat::PriorFit fit;
  fit.prior = {call.number("alpha1"), call.number("beta1"), call.number("alpha2"),
               call.number("beta2"), call.number("p")};
  return fit;
}

Result<Answer> prior(const Call& call) {
  ZH_TRY(const auto pairs, counted(call));
  ZH_TRY(auto fit, prior_of(call, pairs));
  if (fit.starts == 0) {
    ZH_TRY(fit.deviance, stat::prior_deviance(pairs, fit.prior, !call.flag("zeros")));
  }
  Answer answer;
  answer.add("alpha1", std::vector<double>{fit.prior.shape1});
  answer.add("beta1", std::vector<double>{fit.prior.rate1});
  answer.add("alpha2", std::vector<double>{fit.prior.shape2});
  answer.add("beta2", std::vector<double>{fit.prior.rate2});
  answer.add("P", std::vector<double>{fit.prior.share1});
  answer.add("negLL_unsquashed", std::vector<double>{fit.deviance});
  answer.add("num_close", std::vector<std::int64_t>{fit.close});
  answer.add("smallest_information", std::vector<double>{fit.flattest});
  answer.add("identified", std::vector<std::string>{fit.starts == 0 ? "given" : word(fit.trouble)});
  return answer;
}

Result<Answer> shrink(const Call& call) {
  ZH_TRY(const auto pairs, counted(call));
  ZH_TRY(const auto fit, prior_of(call, pairs));
  ZH_TRY(const auto found, by_row(call.in(), stat::posteriors(pairs, fit.prior, call.threads()),
                                  {{"count", call.text("count")}}));
  std::vector<double> ratio, share, mean, low, high;
  for (std::size_t row = 0; row < found.size(); ++row) {
    ratio.push_back(pairs[row].count / pairs[row].expected);
    share.push_back(found[row].share1);
    mean.push_back(found[row].mean);
    low.push_back(found[row].low);
    high.push_back(found[row].high);
  }
  ZH_TRY(Answer answer, named(call, {call.text("count"), call.text("expected")}));
  answer.add("RR", std::move(ratio));
  answer.add("Qn", std::move(share));
  answer.add("EBGM", std::move(mean));
  answer.add("EB05", std::move(low));
  answer.add("EB95", std::move(high));
  if (fit.starts > 0) {
    answer.remarks.push_back("prior: alpha1 " + written(fit.prior.shape1) + ", beta1 " +
                             written(fit.prior.rate1) + ", alpha2 " + written(fit.prior.shape2) +
                             ", beta2 " + written(fit.prior.rate2) + ", P " +
                             written(fit.prior.share1) + "; " + word(fit.trouble));
  }
  return answer;
}

std::vector<Setting> prior_settings() {
  return {
      text_setting("count", "n11", {"报告数列", "column of reports"}),
      text_setting("expected", "expected", {"期望数列", "column of expected reports"}),
      flag_setting("zeros", {"表中含零报告的组合", "pairs without a report are in the table"}),
      whole_setting("squash", "1",
                    {"搜索时每这么多相近组合合并（1 为不合并）",
                     "merge so many neighbours while searching; 1: none"}),
      number_setting("alpha1", "",
                     {"先验 α1；与其余四个一同给出则不拟合",
                      "shape of the first component; give all five or none"}),
      number_setting("beta1", "", {"先验 β1", "its rate"}),
      number_setting("alpha2", "", {"先验 α2", "shape of the second component"}),
      number_setting("beta2", "", {"先验 β2", "its rate"}),
      number_setting("p", "", {"先验中第一成分的份额", "share of the first component"}),
  };
}

}  // namespace

std::vector<Method> disproportionality_methods() {
  auto shrink_settings = prior_settings();
  shrink_settings.push_back(threads_setting());
  return {
      {.name = "pairs",
       .group = group::product_and_hazard_pairs,
       .title = {"由报告或列联表得出产品与危害的组合计数", "counts of product and hazard pairs"},
       .columns = {"输入：每行一个报告、产品、危害（id、var1、var2，可有分层列），或 --counts "
                   "指明的列联表。",
                   "A row per report, product and hazard (id, var1, var2, perhaps a stratum), or "
                   "with --counts a table with a row per hazard and a column per product. Answer: "
                   "n11, n1_, n_1, n, expected; each report counts once."},
       .formula = "expected = sum over strata of n1. n.1 / n",
       .source = "N. Mantel, W. Haenszel, J. Natl. Cancer Inst. 22 (1959) 719; W. DuMouchel, Am. "
                 "Stat. 53 (1999) 177",
       .settings = {text_setting("id", "id", {"报告编号列", "column of report numbers"}),
                    text_setting("product", "var1", {"产品列", "column of products"}),
                    text_setting("hazard", "var2", {"危害列", "column of hazards"}),
                    text_setting("stratum", "", {"分层列", "column of strata"}),
                    text_setting(
                        "counts", "",
                        {"列联表中危害名称所在列", "the table holds counts; column of hazards"})},
       .run = pairs},
      {.name = "disproportionality",
       .group = group::product_and_hazard_pairs,
       .title = {"ROR、PRR、IC、卡方", "ROR, PRR, IC, BCPNN, chi-squared"},
       .columns = {"输入列：n11、n1_、n_1、n。", "Columns: n11, n1_, n_1, n."},
       .formula = "ROR = ad / bc; PRR = (a / n1.) / (c / (n - n1.)); IC = log2((n11 + 1/2) / (E + "
                  "1/2)) with gamma limits",
       .source = "S. J. W. Evans et al. (2001); K. J. Rothman et al. (2004); G. N. Norén et al., "
                 "Stat. Methods Med. Res. 22 (2013) 57; A. L. Gould (2003)",
       .settings = {confidence_setting()},
       .run = measures},
      {.name = "ebgm-prior",
       .group = group::product_and_hazard_pairs,
       .title = {"EBGM 先验的最大似然拟合", "the prior of EBGM by maximum likelihood"},
       .columns = {"输入列：n11、expected，可有 weight。",
                   "Columns: n11, expected, perhaps weight. Answer: the five parameters, minus log "
                   "likelihood, and whether they are identified."},
       .formula =
           "P Gamma(alpha1, beta1) + (1 - P) Gamma(alpha2, beta2); counts negative binomial, "
           "conditional on one or more unless --zeros",
       .source = "W. DuMouchel, D. Pregibon, KDD 2001, 67",
       .settings = prior_settings(),
       .run = prior},
      {.name = "ebgm",
       .group = group::product_and_hazard_pairs,
       .title = {"EBGM、EB05、EB95", "EBGM, EB05, EB95"},
       .columns = {"输入列：n11、expected。先验由选项给出，或由数据拟合。",
                   "Columns: n11, expected. The prior is given by options or fitted to the table."},
       .formula =
           "EBGM = exp E(ln ratio | n); EB05, EB95: quantiles of Qn Gamma(alpha1 + n, beta1 + "
           "E) + (1 - Qn) Gamma(alpha2 + n, beta2 + E)",
       .source = "W. DuMouchel, Am. Stat. 53 (1999) 177",
       .settings = shrink_settings,
       .run = shrink},
  };
}

}  // namespace zhiheng::analysis
