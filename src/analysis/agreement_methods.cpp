// Do questions, instruments and reviewers measure the same thing?

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/unknown.h"
#include "stat/agreement.h"
#include "stat/cronbach.h"
#include "stat/failures.h"
#include "stat/intraclass.h"

namespace zhiheng::analysis {

namespace {

Setting columns_setting(const char* name, Words help) {
  return {.name = name, .kind = Setting::Kind::text, .help = std::move(help)};
}

Result<Answer> item_reliability(const Call& call) {
  ZH_TRY(const auto table, number_table(call, "items"));
  ZH_TRY(const auto found,
         stat::cronbach_alpha(table.values, table.names.size(), call.number("confidence")));
  std::vector<std::string> items = {"(all)"};
  Rows rows({"alpha", "lower", "upper", "standardised", "mean_correlation", "rest_correlation",
             "alpha_without"});
  rows.add(std::vector<double>{found.alpha, found.interval.low, found.interval.high,
                               found.standardised, found.mean_correlation, none, none});
  for (std::size_t i = 0; i < table.names.size(); ++i) {
    items.push_back(table.names[i]);
    rows.add(std::vector<double>{none, none, none, none, none, found.rest_correlation[i],
                                 found.without.empty() ? none : found.without[i]});
  }
  Answer answer;
  answer.add("item", std::move(items));
  rows.move_to(answer);
  return answer;
}

Result<Answer> intraclass(const Call& call) {
  ZH_TRY(const auto table, number_table(call, "raters"));
  ZH_TRY(const auto found, stat::intraclass_correlations(table.values, table.names.size(),
                                                         call.number("confidence")));
  Rows rows({"icc", "lower", "upper", "F", "df1", "df2", "p_value"});
  for (const stat::Intraclass* form : found.all()) {
    rows.add(std::vector<double>{form->correlation, form->interval.low, form->interval.high,
                                 form->f, form->df1, form->df2, form->p_value});
  }
  Answer answer;
  answer.add("form", std::vector<std::string>{"ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)",
                                              "ICC(2,k)", "ICC(3,k)"});
  rows.move_to(answer);
  return answer;
}

constexpr std::size_t most_categories = 200;

/// The categories in the order given by `--order`, else numbers by size and texts by code point.
Result<std::map<std::string, std::size_t>> categories_of(const Call& call,
                                                         std::vector<std::string> seen) {
  const bool numbers = std::ranges::all_of(seen, [](const auto& t) { return !!number_of(t); });
  std::ranges::sort(seen, [&](const std::string& a, const std::string& b) {
    if (numbers && *number_of(a) != *number_of(b)) return *number_of(a) < *number_of(b);
    return a < b;
  });
  seen.erase(std::ranges::unique(seen).begin(), seen.end());
  // Their pairs and their counts by unit must fit into memory.
  if (seen.size() > most_categories) {
    return fail(stat::too_many_observations, "categories", std::to_string(seen.size()),
                "<= " + std::to_string(most_categories));
  }
  const auto order = call.has("order") ? listed(call.text("order")) : seen;
  std::map<std::string, std::size_t> place;
  for (const std::string& category : order) {
    if (!place.emplace(category, place.size()).second) return call.refuse("order", "a,b,c");
  }
  for (const std::string& category : seen) {
    if (!place.contains(category)) return call.refuse("order", category);
  }
  return place;
}

Result<Answer> kappa(const Call& call) {
  ZH_TRY(const std::size_t first, call.in().column(call.text("first")));
  ZH_TRY(const std::size_t second, call.in().column(call.text("second")));
  std::vector<std::string> seen = call.in().texts(first);
  for (const std::string& text : call.in().texts(second)) seen.push_back(text);
  for (std::size_t at = 0; at < seen.size(); ++at) {
    if (!seen[at].empty()) continue;
    const std::size_t row = at % call.in().rows();
    return fail(cell_wrong,
                call.in().place(row, call.text(at < call.in().rows() ? "first" : "second")), "",
                "a category");
  }
  ZH_TRY(const auto place, categories_of(call, std::move(seen)));
  const std::size_t c = place.size();
  std::vector<std::int64_t> table(c * c, 0);
  for (std::size_t row = 0; row < call.in().rows(); ++row) {
    ++table[place.at(std::string(call.in().text(row, first))) * c +
            place.at(std::string(call.in().text(row, second)))];
  }
  const std::string& named = call.text("weights");
  const auto weights = named == "linear"      ? stat::AgreementWeights::linear
                       : named == "quadratic" ? stat::AgreementWeights::quadratic
                                              : stat::AgreementWeights::none;
  ZH_TRY(const auto found, stat::cohen_kappa(table, c, weights, call.number("confidence")));
  Rows rows({"units", "observed", "expected", "kappa", "se", "lower", "upper", "p_value"});
  rows.add(std::vector<double>{static_cast<double>(call.in().rows()), found.observed,
                               found.expected, found.kappa, found.standard_error,
                               found.interval.low, found.interval.high, found.p_value});
  Answer answer;
  rows.move_to(answer);
  return answer;
}

/// Judgements in long form: a row per unit and rater; rows with an empty category are left out.
struct Judgements {
  std::vector<std::size_t> unit;
  std::vector<std::string> category;
  std::vector<std::size_t> row;
  std::size_t units = 0;
};

Result<Judgements> judgements_of(const Call& call) {
  ZH_TRY(const std::size_t unit, call.in().column(call.text("unit")));
  ZH_TRY(const std::size_t rating, call.in().column(call.text("rating")));
  Judgements all;
  for (const Group& one : groups_of(call.in(), unit)) {
    ZH_DO(call.go_on());
    const std::size_t before = all.row.size();
    for (const std::size_t row : one.rows) {
      if (call.in().text(row, rating).empty()) continue;
      all.unit.push_back(all.units);
      all.category.emplace_back(call.in().text(row, rating));
      all.row.push_back(row);
    }
    all.units += all.row.size() > before ? 1 : 0;
  }
  return all;
}

Result<Answer> fleiss(const Call& call) {
  ZH_TRY(const Judgements all, judgements_of(call));
  ZH_TRY(const auto place, categories_of(call, all.category));
  constexpr std::size_t most_counts = 200'000'000;
  if (all.units > most_counts / std::max<std::size_t>(1, place.size())) {
    return fail(stat::too_many_observations, "units", std::to_string(all.units),
                "<= " + std::to_string(most_counts / place.size()));
  }
  std::vector<std::int64_t> counts(all.units * place.size(), 0);
  for (std::size_t at = 0; at < all.unit.size(); ++at) {
    ++counts[all.unit[at] * place.size() + place.at(all.category[at])];
  }
  ZH_TRY(const auto found, stat::fleiss_kappa(counts, place.size(), call.number("confidence")));
  std::vector<std::string> names(place.size() + 1, "(all)");
  for (const auto& [name, at] : place) names[at + 1] = name;
  Rows rows({"units", "observed", "expected", "kappa", "se", "lower", "upper", "p_value"});
  rows.add(std::vector<double>{static_cast<double>(all.units), found.all.observed,
                               found.all.expected, found.all.kappa, found.all.standard_error,
                               found.all.interval.low, found.all.interval.high, found.all.p_value});
  for (const double each : found.by_category) {
    rows.add(std::vector<double>{none, none, none, each, none, none, none, none});
  }
  Answer answer;
  answer.add("category", std::move(names));
  rows.move_to(answer);
  return answer;
}

Result<Answer> krippendorff(const Call& call) {
  ZH_TRY(const Judgements all, judgements_of(call));
  const std::string& named = call.text("scale");
  const auto scale = named == "nominal"    ? stat::RatingScale::nominal
                     : named == "ordinal"  ? stat::RatingScale::ordinal
                     : named == "interval" ? stat::RatingScale::interval
                                           : stat::RatingScale::ratio;
  std::map<std::string, std::size_t> place;
  const bool as_numbers = scale == stat::RatingScale::interval || scale == stat::RatingScale::ratio;
  if (!as_numbers) {
    ZH_TRY(place, categories_of(call, all.category));
  }
  std::vector<stat::Rating> ratings;
  for (std::size_t at = 0; at < all.unit.size(); ++at) {
    const auto number = number_of(all.category[at]);
    if (as_numbers && !(number && std::isfinite(*number))) {
      return fail(not_a_number, call.in().place(all.row[at], call.text("rating")), all.category[at],
                  "0, 1.5, -2e3");
    }
    ratings.push_back(
        {all.unit[at], as_numbers ? *number : static_cast<double>(place.at(all.category[at]))});
  }
  if (call.whole("seed") < 0) return call.refuse("seed", ">= 0");
  if (call.whole("replicates") < 100) return call.refuse("replicates", ">= 100");
  const auto found = stat::krippendorff_alpha(
      ratings, scale, call.number("confidence"), static_cast<std::uint64_t>(call.whole("seed")),
      static_cast<std::size_t>(call.whole("replicates")), call.interrupted);
  if (!found) return locate_index(call.in(), found.error(), all.row);
  Rows rows({"units", "observed", "expected", "alpha", "lower", "upper"});
  rows.add(std::vector<double>{static_cast<double>(found->units), found->observed, found->expected,
                               found->alpha, found->interval.low, found->interval.high});
  Answer answer;
  rows.move_to(answer);
  if (found->degenerate > 0) {
    answer.remarks.push_back("replicates without variation, left out: " +
                             std::to_string(found->degenerate));
  }
  return answer;
}

const Setting order_setting{.name = "order",
                            .kind = Setting::Kind::text,
                            .help = {"类别的次序，以逗号分隔；默认按数值或文字排序",
                                     "the categories in their order, separated by commas; "
                                     "else sorted as numbers or texts"}};

std::vector<Setting> long_form(std::vector<Setting> more) {
  std::vector<Setting> all = {{.name = "unit",
                               .kind = Setting::Kind::text,
                               .otherwise = "unit",
                               .help = {"被评对象列", "column that names the unit judged"}},
                              {.name = "rating",
                               .kind = Setting::Kind::text,
                               .otherwise = "rating",
                               .help = {"评判结果列", "column of the judgement"}},
                              order_setting,
                              one_confidence()};
  std::ranges::move(more, std::back_inserter(all));
  return all;
}

}  // namespace

std::vector<Method> agreement_methods() {
  return {
      {.name = "item-reliability",
       .group = group::reliability_and_agreement,
       .title = {"量表信度：Cronbach α", "reliability of a scale: Cronbach's alpha"},
       .columns = {"输入：每个受访者一行、每个题目一列。输出：整体一行，再每题一行。",
                   "A row per respondent, a column per question. Answer: a row for the scale, then "
                   "one per question with the correlation with the others and alpha without it."},
       .formula = "alpha = k / (k - 1) (1 - sum of variances / variance of the sum)",
       .source = "L. J. Cronbach, Psychometrika 16 (1951) 297; L. S. Feldt, Psychometrika 30 "
                 "(1965) 357 (interval)",
       .settings = {columns_setting("items", {"题目列，以逗号分隔（默认全部列）",
                                              "columns of the questions, separated by commas "
                                              "(default: all)"}),
                    one_confidence()},
       .run = item_reliability},
      {.name = "intraclass",
       .group = group::reliability_and_agreement,
       .title = {"组内相关系数 ICC（六种形式）",
                 "intraclass correlation, the six forms of Shrout and Fleiss"},
       .columns = {"输入：每个被测对象一行、每个评定者一列，不得缺失。输出：六种形式各一行。",
                   "A row per subject, a column per rater, none missing. Answer: a row per form."},
       .formula = "ICC(2,1) = (B - E) / (B + (k - 1) E + k (J - E) / n), mean squares B of "
                  "subjects, J of raters, E residual",
       .source = "P. E. Shrout, J. L. Fleiss, Psychol. Bull. 86 (1979) 420; K. O. McGraw, S. P. "
                 "Wong, Psychol. Methods 1 (1996) 30",
       .settings = {columns_setting("raters", {"评定者列，以逗号分隔（默认全部列）",
                                               "columns of the raters, separated by commas "
                                               "(default: all)"}),
                    one_confidence()},
       .run = intraclass},
      {.name = "kappa",
       .group = group::reliability_and_agreement,
       .title = {"两名评定者的一致性：Cohen κ（可加权）",
                 "agreement of two raters: Cohen's kappa, also weighted"},
       .columns = {"输入：每个对象一行，两名评定者各一列。",
                   "A row per unit, a column per rater. Answer: agreement, kappa, interval and the "
                   "test of no agreement beyond chance."},
       .formula = "kappa = (observed - expected) / (1 - expected)",
       .source = "J. Cohen, Psychol. Bull. 70 (1968) 213; J. L. Fleiss, J. Cohen, B. S. Everitt, "
                 "Psychol. Bull. 72 (1969) 323",
       .settings = {{.name = "first",
                     .kind = Setting::Kind::text,
                     .otherwise = "first",
                     .help = {"第一名评定者的列", "column of the first rater"}},
                    {.name = "second",
                     .kind = Setting::Kind::text,
                     .otherwise = "second",
                     .help = {"第二名评定者的列", "column of the second rater"}},
                    {.name = "weights",
                     .kind = Setting::Kind::choice,
                     .otherwise = "none",
                     .help = {"有序类别的权重", "weights of ordered categories"},
                     .choices = {"none", "linear", "quadratic"}},
                    order_setting,
                    one_confidence()},
       .run = kappa},
      {.name = "fleiss-kappa",
       .group = group::reliability_and_agreement,
       .title = {"多名评定者的一致性：Fleiss κ", "agreement of several raters: Fleiss' kappa"},
       .columns = {"输入：每个对象与评定者一行；结果为空的行不计。",
                   "A row per unit and rater; rows without a judgement are left out. Answer: a row "
                   "for all, then one per category."},
       .formula =
           "kappa = (observed - expected) / (1 - expected), expected = sum of squared shares",
       .source = "J. L. Fleiss, Psychol. Bull. 76 (1971) 378; K. L. Gwet, Educ. Psychol. Meas. 81 "
                 "(2021) 781 (interval)",
       .settings = long_form({}),
       .run = fleiss},
      {.name = "krippendorff-alpha",
       .group = group::reliability_and_agreement,
       .title = {"任意评定者、尺度与缺失的一致性：Krippendorff α",
                 "agreement for any raters, scale and gaps: Krippendorff's alpha"},
       .columns = {"输入：每个对象与评定者一行；结果为空的行不计。",
                   "A row per unit and rater; rows without a judgement are left out. Answer: alpha "
                   "with the interval of a bootstrap over units."},
       .formula = "alpha = 1 - observed disagreement / disagreement expected by chance",
       .source = "K. Krippendorff, Content Analysis, 2nd ed. (2004), chapter 11; A. Zapf and "
                 "others, BMC Med. Res. Methodol. 16 (2016) 93 (bootstrap)",
       .settings = long_form({{.name = "scale",
                               .kind = Setting::Kind::choice,
                               .otherwise = "nominal",
                               .help = {"量表尺度", "scale of the judgements"},
                               .choices = {"nominal", "ordinal", "interval", "ratio"}},
                              {.name = "seed",
                               .kind = Setting::Kind::whole,
                               .otherwise = "1",
                               .help = {"随机种子", "seed of the bootstrap"}},
                              {.name = "replicates",
                               .kind = Setting::Kind::whole,
                               .otherwise = "2000",
                               .help = {"自助抽样次数", "replicates of the bootstrap"}}}),
       .run = krippendorff},
  };
}

}  // namespace zhiheng::analysis
