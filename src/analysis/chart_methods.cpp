// Control charts and their run lengths.

#include <algorithm>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "stat/control_chart.h"
#include "stat/cusum.h"

namespace zhiheng::analysis {

namespace {

Result<stat::ControlChart> chart_of(const Call& call) {
  const double width = call.number("width");
  if (call.text("type") == "p" || call.text("type") == "np") {
    ZH_TRY(const auto counts, call.in().wholes(call.text("count")));
    ZH_TRY(const auto sizes, call.in().wholes(call.text("size")));
    std::vector<stat::Proportion> samples;
    for (std::size_t row = 0; row < counts.size(); ++row) {
      samples.push_back({counts[row], sizes[row]});
    }
    return call.text("type") == "p" ? stat::share_chart(samples, width)
                                    : stat::nonconforming_chart(samples, width);
  }
  ZH_TRY(const auto counts, call.in().numbers(call.text("count")));
  std::vector<double> sizes(counts.size(), 1.0);
  if (call.text("type") == "u") {
    ZH_TRY(sizes, call.in().numbers(call.text("size")));
  }
  return stat::rate_chart(counts, sizes, width);
}

std::string positions(const std::vector<std::size_t>& samples) {
  std::string all;
  for (const std::size_t each : samples) {
    all.append(all.empty() ? "" : " ").append(std::to_string(each + 1));
  }
  return all;
}

Answer summary(const stat::ControlChart& chart) {
  Answer answer;
  answer.add("center", std::vector<double>{chart.centre});
  answer.add("sd", std::vector<double>{chart.sigma});
  answer.add("lcl", std::vector<double>{chart.limits.front().low});
  answer.add("ucl", std::vector<double>{chart.limits.front().high});
  answer.add("beyond", std::vector<std::string>{positions(chart.beyond)});
  answer.add("runs", std::vector<std::string>{positions(chart.runs)});
  return answer;
}

Result<Answer> control_chart(const Call& call) {
  ZH_TRY(const auto chart, by_row(call.in(), chart_of(call),
                                  {{"count", call.text("count")}, {"trials", call.text("size")}}));
  if (call.flag("summary")) return summary(chart);
  std::vector<double> low, high;
  std::vector<std::int64_t> sample, beyond, run;
  for (std::size_t row = 0; row < chart.values.size(); ++row) {
    sample.push_back(static_cast<std::int64_t>(row) + 1);
    low.push_back(chart.limits[row].low);
    high.push_back(chart.limits[row].high);
    beyond.push_back(std::ranges::binary_search(chart.beyond, row) ? 1 : 0);
    run.push_back(std::ranges::binary_search(chart.runs, row) ? 1 : 0);
  }
  ZH_TRY(Answer answer, call.echo({}));
  answer.add("sample", std::move(sample));
  answer.add("value", chart.values);
  answer.add("center", std::vector<double>(chart.values.size(), chart.centre));
  answer.add("lcl", std::move(low));
  answer.add("ucl", std::move(high));
  answer.add("beyond", std::move(beyond));
  answer.add("run", std::move(run));
  return answer;
}

Result<Answer> run_length(const Call& call) {
  ZH_TRY(const auto k, call.in().numbers("k"));
  ZH_TRY(const auto h, call.in().numbers("h"));
  ZH_TRY(const auto mu, call.in().numbers("mu"));
  std::vector<double> one, two;
  for (std::size_t row = 0; row < k.size(); ++row) {
    ZH_DO(call.go_on());
    const auto upper = stat::cusum_run_length(k[row], h[row], mu[row], stat::Sides::one);
    if (!upper) return call.in().locate(row, upper.error());
    const auto both = stat::cusum_run_length(k[row], h[row], mu[row], stat::Sides::two);
    if (!both) return call.in().locate(row, both.error());
    one.push_back(*upper);
    two.push_back(*both);
  }
  ZH_TRY(Answer answer, call.echo({"k", "h", "mu"}));
  answer.add("arl_one", std::move(one));
  answer.add("arl_two", std::move(two));
  return answer;
}

Result<Answer> limit(const Call& call) {
  ZH_TRY(const auto k, call.in().numbers("k"));
  ZH_TRY(const auto length, call.in().numbers("L0"));
  const auto sides = call.text("sides") == "two" ? stat::Sides::two : stat::Sides::one;
  std::vector<double> h;
  for (std::size_t row = 0; row < k.size(); ++row) {
    ZH_DO(call.go_on());
    const auto found = stat::cusum_limit(k[row], length[row], sides);
    if (!found) return call.in().locate(row, found.error());
    h.push_back(*found);
  }
  ZH_TRY(Answer answer, call.echo({"k", "L0"}));
  answer.add("h", std::move(h));
  return answer;
}

}  // namespace

std::vector<Method> chart_methods() {
  return {
      {.name = "control-chart",
       .group = group::control_charts,
       .title = {"计数控制图（p、np、c、u）", "control charts of counts (p, np, c, u)"},
       .columns =
           {"输入列：计数列与（p、np、u 图）样本量列。",
            "Columns: the counts and, for p, np and u, the sample sizes. Answer: one row per "
            "sample, or with --summary one row with the limits of the first sample and the "
            "samples that stand out."},
       .formula = "centre -/+ width sigma / sqrt(n); a run: seven in a row on one side",
       .source = "W. A. Shewhart (1931); ISO 7870-2:2013, clause 7",
       .settings = {{.name = "type",
                     .kind = Setting::Kind::choice,
                     .otherwise = "p",
                     .help = {"图的种类", "kind of chart"},
                     .choices = {"p", "np", "c", "u"}},
                    {.name = "count",
                     .kind = Setting::Kind::text,
                     .otherwise = "x",
                     .help = {"计数列名", "column of counts"}},
                    {.name = "size",
                     .kind = Setting::Kind::text,
                     .otherwise = "size",
                     .help = {"样本量列名", "column of sample sizes"}},
                    {.name = "width",
                     .kind = Setting::Kind::number,
                     .otherwise = "3",
                     .help = {"界限宽度（σ 的倍数）", "width in sigmas"}},
                    {.name = "summary",
                     .kind = Setting::Kind::flag,
                     .help = {"只给汇总一行", "one row for the whole chart"}}},
       .run = control_chart},
      {.name = "cusum-run-length",
       .group = group::control_charts,
       .title = {"CUSUM 图的平均运行长度", "average run length of a CUSUM chart"},
       .columns = {"输入列：k、h、mu。", "Columns: k, h, mu. Answer: arl_one, arl_two."},
       .formula = "L(s) = 1 + L(0) Phi(k - s - d) + int L(y) phi(y + k - s - d) dy",
       .source = "S. Knoth, Sequential Anal. 24 (2005) 325",
       .settings = {},
       .run = run_length},
      {.name = "cusum-limit",
       .group = group::control_charts,
       .title = {"给定运行长度的 CUSUM 界限", "CUSUM limit for a run length"},
       .columns = {"输入列：k、L0。", "Columns: k, L0. Answer: h."},
       .formula = "the h with L(0) = L0",
       .source = "S. Knoth, Sequential Anal. 24 (2005) 325",
       .settings = {{.name = "sides",
                     .kind = Setting::Kind::choice,
                     .otherwise = "two",
                     .help = {"单侧或双侧", "one- or two-sided"},
                     .choices = {"one", "two"}}},
       .run = limit},
  };
}

}  // namespace zhiheng::analysis
