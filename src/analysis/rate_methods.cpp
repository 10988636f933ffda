// Event rates and their standardisation.

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "stat/rate.h"
#include "stat/standardise.h"

namespace zhiheng::analysis {

namespace {

Result<Answer> rate_intervals(const Call& call) {
  ZH_TRY(const auto events, call.in().wholes("x"));
  ZH_TRY(const auto exposure, call.in().numbers("pt", 1));
  ZH_TRY(const auto confidence, confidences(call));
  std::vector<double> rate;
  std::vector<double> bounds[6];
  for (std::size_t row = 0; row < events.size(); ++row) {
    ZH_DO(call.go_on());
    rate.push_back(static_cast<double>(events[row]) / exposure[row]);
    std::size_t at = 0;
    for (auto* interval : {stat::poisson_interval, stat::byar_interval, stat::daly_interval}) {
      const auto found = interval(events[row], exposure[row], confidence[row]);
      if (!found) return call.in().locate(row, found.error());
      bounds[at++].push_back(found->low);
      bounds[at++].push_back(found->high);
    }
  }
  ZH_TRY(Answer answer, call.echo({"x"}));
  answer.add("pt", exposure);
  answer.add("conf", confidence);
  answer.add("rate", std::move(rate));
  const char* names[] = {"exact_low", "exact_high", "byar_low",
                         "byar_high", "daly_low",   "daly_high"};
  for (std::size_t at = 0; at < 6; ++at) answer.add(names[at], std::move(bounds[at]));
  return answer;
}

/// Events and population by unit and class; the class is what all columns but the three make up.
struct Classes {
  std::vector<Group> units;
  std::vector<std::size_t> class_of_row;
  std::vector<double> events;
  std::vector<double> population;
  std::vector<double> all_events;  ///< of a class, over all units
  std::vector<double> all_population;
};

Result<Classes> classes_of(const Call& call) {
  const Table& in = call.in();
  Classes made;
  ZH_TRY(const std::size_t unit, in.column(call.text("unit")));
  ZH_TRY(made.events, in.numbers("cases"));
  ZH_TRY(made.population, in.numbers("population"));
  ZH_TRY(const auto standard, in.numbers("standard", -1));
  made.units = groups_of(in, unit);
  std::vector<std::size_t> of_class;
  for (std::size_t at = 0; at < in.columns().size(); ++at) {
    const std::string& name = in.columns()[at];
    if (at != unit && name != "cases" && name != "population" && name != "standard") {
      of_class.push_back(at);
    }
  }
  std::map<std::string, std::size_t> known;
  for (std::size_t row = 0; row < in.rows(); ++row) {
    std::string key;
    for (const std::size_t at : of_class) key.append(in.text(row, at)).push_back('\x1F');
    const auto [at, fresh] = known.try_emplace(key, known.size());
    if (fresh) {
      made.all_events.push_back(0);
      made.all_population.push_back(0);
    }
    made.class_of_row.push_back(at->second);
    made.all_events[at->second] += made.events[row];
    made.all_population[at->second] += made.population[row];
  }
  return made;
}

Result<Answer> standardise(const Call& call) {
  ZH_TRY(const Classes classes, classes_of(call));
  const double confidence = call.number("confidence");
  std::vector<std::string> names;
  std::vector<double> cases, population, crude, direct, direct_low, direct_high, expected, smr,
      smr_low, smr_high;
  Answer answer;
  for (const Group& unit : classes.units) {
    std::vector<stat::StandardClass> made;
    std::vector<double> people;
    std::vector<double> rates;
    double seen = 0;
    double size = 0;
    for (const std::size_t row : unit.rows) {
      const std::size_t at = classes.class_of_row[row];
      made.push_back({classes.events[row], classes.population[row], classes.all_population[at]});
      people.push_back(classes.population[row]);
      rates.push_back(
          classes.all_population[at] > 0 ? classes.all_events[at] / classes.all_population[at] : 0);
      seen += classes.events[row];
      size += classes.population[row];
    }
    const auto rate = stat::standardise_directly(made, confidence);
    const auto ratio =
        stat::standardise_indirectly(static_cast<std::int64_t>(seen), people, rates, confidence);
    if (!ratio) return call.in().locate(unit.rows.front(), ratio.error());
    if (!rate) answer.remarks.push_back(unit.name + ": " + describe(rate.error()));
    names.push_back(unit.name);
    cases.push_back(seen);
    population.push_back(size);
    crude.push_back(seen / size);
    direct.push_back(rate ? rate->rate : std::nan(""));
    direct_low.push_back(rate ? rate->interval.low : std::nan(""));
    direct_high.push_back(rate ? rate->interval.high : std::nan(""));
    expected.push_back(ratio->expected);
    smr.push_back(ratio->ratio);
    smr_low.push_back(ratio->interval.low);
    smr_high.push_back(ratio->interval.high);
  }
  answer.add(call.text("unit"), std::move(names));
  answer.add("cases", std::move(cases));
  answer.add("population", std::move(population));
  answer.add("crude", std::move(crude));
  answer.add("direct", std::move(direct));
  answer.add("direct_low", std::move(direct_low));
  answer.add("direct_high", std::move(direct_high));
  answer.add("expected", std::move(expected));
  answer.add("smr", std::move(smr));
  answer.add("smr_low", std::move(smr_low));
  answer.add("smr_high", std::move(smr_high));
  return answer;
}

}  // namespace

std::vector<Method> rate_methods() {
  return {
      {.name = "rate",
       .group = group::event_rates_and_standardisation,
       .title = {"事件率的置信区间", "confidence interval of an event rate"},
       .columns = {"输入列：x（事件数），可有 pt（暴露量）、conf。",
                   "Columns: x (events), pt (exposure) and conf where they differ by row. Answer: "
                   "rate and the exact, Byar's and Daly's bounds."},
       .formula = "exact: gamma quantiles of x and x + 1, over pt",
       .source = "F. Garwood, Biometrika 28 (1936) 437; N. E. Breslow, N. E. Day, IARC (1987) p. "
                 "69; L. Daly, Comput. Biol. Med. 22 (1992) 351",
       .settings = {confidence_setting()},
       .run = rate_intervals},
      {.name = "standardise",
       .group = group::event_rates_and_standardisation,
       .title = {"直接与间接标准化率", "directly and indirectly standardised rates"},
       .columns =
           {"输入列：单位列、cases、population，其余各列合为类别（年龄、品类等）。标准为全体之和。",
            "Columns: the unit, cases, population; all others together make the class (age, "
            "product). The standard is the sum of all units."},
       .formula = "direct: sum w e / n with the gamma interval; SMR: observed / sum n r, exact",
       .source = "M. P. Fay, E. J. Feuer, Stat. Med. 16 (1997) 791; N. E. Breslow, N. E. Day, IARC "
                 "(1987) ch. 2",
       .settings = {{.name = "unit",
                     .kind = Setting::Kind::text,
                     .otherwise = "unit",
                     .help = {"单位列名", "name of the unit's column"}},
                    confidence_setting()},
       .run = standardise},
  };
}

}  // namespace zhiheng::analysis
