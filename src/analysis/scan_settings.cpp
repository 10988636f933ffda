#include "analysis/scan_settings.h"

#include <utility>

#include "analysis/settings.h"

namespace zhiheng::analysis {

namespace {

using SettingKind = Setting::Kind;

}  // namespace

std::vector<Setting> scan_settings(bool time) {
  std::vector<Setting> all = {
      {"geo",
       SettingKind::table,
       "",
       {"地点表：location、x、y 或 lat、lon；不给时在输入表中",
        "places: location, x, y or lat, lon; else in the input"},
       {}},
      {"population",
       SettingKind::table,
       "",
       {"人口表：location、population，可有年份和分层列",
        "populations: location, population, perhaps years and strata"},
       {}},
      {"location", SettingKind::text, "", {"地点列", "column of the place"}, {}},
      {"cases", SettingKind::text, "cases", {"例数列", "column of the cases"}, {}},
      {"round-cases",
       SettingKind::flag,
       "",
       {"例数取整", "round cases to whole numbers, row by row"},
       {}},
      {"strata",
       SettingKind::text,
       "",
       {"按这些列间接标化，如 agegroup,sex",
        "indirect standardisation by these columns, such as agegroup,sex"},
       {}},
  };
  if (time) {
    all.push_back({"time",
                   SettingKind::text,
                   "",
                   {"时间列：整数，或配合 --calendar 的日期",
                    "column of the time: whole numbers, or dates with --calendar"},
                   {}});
    all.push_back({"calendar",
                   SettingKind::choice,
                   "numbers",
                   {"日期按日、周（周一起）、月或年分期",
                    "dates make periods of days, weeks (from Monday), months or years"},
                   {"numbers", "days", "weeks", "months", "years"}});
    all.push_back(
        {"from",
         SettingKind::text,
         "",
         {"研究期第一期；默认为数据的第一期", "first period of the study; default: of the data"},
         {}});
    all.push_back(
        {"to", SettingKind::text, "", {"研究期最后一期", "last period of the study"}, {}});
  }
  return all;
}

Setting scan_models(std::vector<std::string> names) {
  return {"model",
          SettingKind::choice,
          "poisson",
          {"poisson：例数对预期或人口；bernoulli：病例与对照；permutation：只有例数；expectation："
           "对固定的预期",
           "poisson: cases against expected or population; bernoulli: cases and controls; "
           "permutation: cases alone; expectation: against expected cases as they stand"},
          std::move(names)};
}

std::vector<Setting> rate_settings() {
  return {
      {"rates",
       SettingKind::choice,
       "high",
       {"找高发、低发或两者", "seek high rates, low rates or both"},
       {"high", "low", "both"}},
      {"minimum-cases",
       SettingKind::whole,
       "2",
       {"高发窗口至少的例数", "cases that a window of a high rate has at least"},
       {}},
      threads_setting(),
  };
}

std::vector<Setting> replicate_settings() {
  return {
      {"replicates", SettingKind::whole, "999", {"蒙特卡洛重复数", "Monte Carlo replicates"}, {}},
      {"seed", SettingKind::whole, "1", {"随机种子", "seed"}, {}},
      {"clusters", SettingKind::whole, "20", {"最多列出的聚集数", "clusters to list at most"}, {}},
      {"one-per-centre",
       SettingKind::flag,
       "",
       {"次级聚集只在每个中心的最可能窗口中找（SaTScan 的做法）",
        "secondary clusters only among the likeliest window of each centre, as SaTScan does"},
       {}},
  };
}

std::vector<Setting> window_settings() {
  return {
      {"max-population",
       SettingKind::number,
       "0.5",
       {"窗口最多占人口的比例", "share of the population that a window holds at most"},
       {}},
      {"size",
       SettingKind::choice,
       "population",
       {"按人口还是预期例数限制窗口", "limit windows by population or by expected cases"},
       {"population", "expected"}},
  };
}

std::vector<Setting> shape_settings(std::vector<std::string> names) {
  return {
      {"shape",
       SettingKind::choice,
       "circle",
       {"窗口形状", "shape of the windows"},
       std::move(names)},
      {"ellipse-shapes",
       SettingKind::text,
       "1.5,2,3,4,5",
       {"椭圆长轴与短轴之比", "longer over shorter axis of the ellipses"},
       {}},
      {"ellipse-angles",
       SettingKind::text,
       "4,6,9,12,15",
       {"每种形状的角度数", "angles of each shape"},
       {}},
      {"first-angle",
       SettingKind::number,
       "0",
       {"每种形状第一个角度，度，自 x 轴逆时针",
        "first angle of each shape, degrees from the x axis"},
       {}},
      {"penalty",
       SettingKind::number,
       "0.5",
       {"非紧凑惩罚的指数：0 无，0.5 中，1 强",
        "exponent of the penalty on long ellipses: 0 none, "
        "0.5 medium, 1 strong"},
       {}},
      {"zones",
       SettingKind::table,
       "",
       {"给定的窗口：列 regions", "windows as listed: column regions, places parted by spaces"},
       {}},
      {"neighbours",
       SettingKind::table,
       "",
       {"相邻地点：列 from、to；connected、restricted、upper-level 用",
        "neighbouring places, from and to, for connected, "
        "restricted and upper-level"},
       {}},
      {"nearest",
       SettingKind::whole,
       "10",
       {"灵活形状在中心的几个最近地点之内",
        "a connected window lies within so many places nearest to "
        "its centre"},
       {}},
  };
}

std::vector<Setting> time_settings() {
  return {
      {"longest",
       SettingKind::whole,
       "",
       {"最长期数；默认为研究期的一半", "longest window in periods; default half the study"},
       {}},
      {"shortest", SettingKind::whole, "1", {"最短期数", "shortest window in periods"}, {}},
      {"prospective",
       SettingKind::flag,
       "",
       {"只看延续到最后一期的窗口", "only windows that reach to the last period"},
       {}},
      {"period-totals",
       SettingKind::choice,
       "data",
       {"equal：每期预期总数相同", "equal: the same expected total in every period"},
       {"data", "equal"}},
  };
}

Setting controls_setting() {
  return {"controls",
          SettingKind::table,
          "",
          {"对照表：location、controls", "controls: location, controls"},
          {}};
}

Setting alpha_setting() {
  return {"alpha",
          SettingKind::number,
          "0.2",
          {"restricted：只连接自身 p 低于它的地点",
           "restricted: connect places whose own p is below this"},
          {}};
}

}  // namespace zhiheng::analysis
