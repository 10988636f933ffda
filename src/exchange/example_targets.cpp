// What the numbers of the plans are measured by, T1 to T15: farming, works, satisfaction,
// improvement, net content, residues, food monitoring of the example province.

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "exchange/example_tables.h"
#include "exchange/table_file.h"

namespace zhiheng::exchange {
namespace {

int year_of(Date day) { return static_cast<int>(civil(day).year()); }

/// The days on which yearly figures are counted: the ends of the years, and of what there is of
/// the last.
std::vector<Date> counting_days(const ExampleWorld& world) {
  std::vector<Date> days;
  for (int year = year_of(world.from); year < year_of(world.until); ++year) {
    days.push_back(make_date(year, 12, 31));
  }
  days.push_back(world.until);
  return days;
}

Date between(Date from, Date until, Random& random) {
  const auto days = static_cast<std::size_t>(std::max(1, until.days - from.days));
  return Date{from.days + static_cast<std::int32_t>(random.below(days))};
}

std::string tenths(double value) {
  const auto whole = static_cast<std::int64_t>(std::llround(value * 10));
  return std::to_string(whole / 10) + "." + std::to_string(whole % 10);
}

std::string padded(const char* prefix, std::int64_t ordinal) {
  std::string digits = std::to_string(ordinal);
  return prefix + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

/// One table, named after its register.
class Table {
 public:
  static Result<Table> begin(const ExampleRun& run, const std::string& of,
                             const std::vector<std::string>& header) {
    Table table(run, of);
    ZH_TRY(table.file_, TableFile::create(run.path(of + ".csv"), TableFormat::csv, header));
    return table;
  }
  Result<void> add(const std::vector<std::string>& row) {
    ++rows_;
    return file_->add(row);
  }
  Result<void> finish() {
    ZH_DO(file_->finish());
    run_->files.push_back({.path = run_->path(of_ + ".csv"),
                           .register_name = of_,
                           .mapping = {},
                           .rows = rows_,
                           .faults = {},
                           .oddities = {}});
    return {};
  }

 private:
  Table(const ExampleRun& run, std::string of) : run_(&run), of_(std::move(of)) {}
  const ExampleRun* run_;
  std::string of_;
  std::unique_ptr<TableFile> file_;
  std::int64_t rows_ = 0;
};

}  // namespace

Result<void> write_farming(const ExampleRun& run) {
  Random random(run.options.seed * 2 + 5'000'003);
  ZH_TRY(auto table,
         Table::begin(run, "standard_farming",
                      {"地区", "作物", "年度", "统计日期", "标准化生产面积", "总面积", "备注"}));
  const std::array<const char*, 3> crops = {"粮食", "蔬菜", "水果"};
  double share = 0.46;
  for (const Date day : counting_days(run.world)) {
    for (const auto& place : run.world.places) {
      for (const char* crop : crops) {
        const double total = random.between(300, 9000);
        const double part = total * std::clamp(share + random.between(-0.12, 0.12), 0.05, 0.95);
        ZH_DO(table.add({place.code, crop, std::to_string(year_of(day)), to_text(day), tenths(part),
                         tenths(total), synthetic_mark}));
      }
    }
    share += 0.025 + random.between(-0.006, 0.006);
  }
  return table.finish();
}

Result<void> write_works(const ExampleRun& run) {
  const auto& world = run.world;
  Random random(run.options.seed * 2 + 6'000'003);
  ZH_TRY(auto table, Table::begin(run, "construction_work",
                                  {"工程编号", "地区", "工程名称", "规模", "开工日期",
                                   "已办理质量监督", "首次验收日期", "首次验收结论", "备注"}));
  const auto count = std::clamp<std::int64_t>(run.options.rows / 8, 200, 20'000);
  for (std::int64_t i = 1; i <= count; ++i) {
    if (i % 4096 == 0) ZH_DO(run.go_on());
    const auto& place = random.pick(world.places);
    const std::string scale = random.chance(0.12) ? "大型" : random.chance(0.3) ? "中型" : "其他";
    const Date started = between(Date{world.from.days - 500}, world.until, random);
    const Date accepted{started.days + 200 + static_cast<std::int32_t>(random.below(500))};
    const bool is_done = accepted >= world.from && accepted <= world.until;
    const bool passed = !random.chance(scale == "其他" ? 0.014 : 0.004);
    ZH_DO(table.add({padded("SYN-GC-", i), place.code, place.name + "工程" + std::to_string(i),
                     scale, to_text(started), random.chance(0.985) ? "是" : "否",
                     is_done ? to_text(accepted) : "", !is_done ? "" : (passed ? "合格" : "不合格"),
                     synthetic_mark}));
  }
  return table.finish();
}

Result<void> write_satisfaction(const ExampleRun& run) {
  const auto& world = run.world;
  Random random(run.options.seed * 2 + 7'000'003);
  ZH_TRY(auto table,
         Table::begin(run, "satisfaction_answer",
                      {"问卷编号", "地区", "答复日期", "服务业类别", "服务行业", "评分", "备注"}));
  const std::vector<std::string> producer = {"物流", "检验检测", "信息技术服务", "金融"};
  const std::vector<std::string> consumer = {"零售", "餐饮", "旅游", "家政", "养老"};
  const auto count = std::clamp<std::int64_t>(run.options.rows / 4, 300, 50'000);
  for (std::int64_t i = 1; i <= count; ++i) {
    if (i % 4096 == 0) ZH_DO(run.go_on());
    const bool is_producer = random.chance(0.4);
    const Date on = between(world.from, world.until, random);
    const double years = (on.days - world.from.days) / 365.25;
    const double middle = (is_producer ? 79.5 : 76.0) + 0.7 * years;
    const double spread = random.unit() + random.unit() + random.unit() + random.unit() - 2;
    ZH_DO(table.add({padded("SYN-MY-", i), random.pick(world.places).code, to_text(on),
                     is_producer ? "生产性服务业" : "生活性服务业",
                     random.pick(is_producer ? producer : consumer),
                     tenths(std::clamp(middle + 16 * spread, 0.0, 100.0)), synthetic_mark}));
  }
  return table.finish();
}

Result<void> write_comparison(const ExampleRun& run) {
  const auto& world = run.world;
  Random random(run.options.seed * 2 + 8'000'003);
  ZH_TRY(auto table,
         Table::begin(run, "quality_comparison",
                      {"统一社会信用代码", "年度", "地区", "行业", "参加日期", "备注"}));
  double share = 0.2;
  for (const Date day : counting_days(world)) {
    for (const auto& firm : world.firms) {
      if (!random.chance(share)) continue;
      const Date first = make_date(year_of(day), 1, 1);
      const Date on = between(std::max(first, Date{world.from.days}), day, random);
      ZH_DO(
          table.add({firm.credit_code, std::to_string(year_of(day)), world.places[firm.place].code,
                     world.words.products[firm.product].industry, to_text(on), synthetic_mark}));
    }
    share += 0.12;
  }
  return table.finish();
}

Result<void> write_net_content(const ExampleRun& run) {
  const auto& world = run.world;
  Random random(run.options.seed * 2 + 9'000'003);
  ZH_TRY(auto table, Table::begin(run, "net_content_inspection",
                                  {"地区", "年度", "检查日期", "检查商品类数", "检查批次",
                                   "合格批次", "备注"}));
  std::set<std::string> cities;
  for (const auto& place : world.places) cities.insert(place.code.substr(0, 4) + "00");
  for (const Date day : counting_days(world)) {
    for (const auto& city : cities) {
      const auto batches = 40 + random.below(120);
      std::size_t passed = 0;
      for (std::size_t k = 0; k < batches; ++k) passed += random.chance(0.955) ? 1 : 0;
      const Date first = make_date(year_of(day), 1, 1);
      ZH_DO(table.add({city, std::to_string(year_of(day)),
                       to_text(between(std::max(first, world.from), day, random)),
                       std::to_string(8 + random.below(6)), std::to_string(batches),
                       std::to_string(passed), synthetic_mark}));
    }
  }
  return table.finish();
}

Result<void> write_residues(const ExampleRun& run) {
  const auto& world = run.world;
  Random random(run.options.seed * 2 + 10'000'003);
  ZH_TRY(auto table, Table::begin(run, "residue_monitoring",
                                  {"地区", "监测项目", "月份", "监测截止日期", "样品检测次数",
                                   "阳性次数", "备注"}));
  const std::array<const char*, 4> programmes = {"“瘦肉精”", "生鲜乳", "饲料", "兽药残留"};
  for (Date first = world.from; first < world.until;) {
    const auto day = civil(first);
    const auto month = static_cast<unsigned>(day.month());
    const int year = static_cast<int>(day.year());
    const Date next = month == 12 ? make_date(year + 1, 1, 1) : make_date(year, month + 1, 1);
    const Date last = std::min(Date{next.days - 1}, world.until);
    const std::string label =
        std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month);
    for (const auto& place : world.places) {
      for (const char* programme : programmes) {
        const auto tests = 18 + random.below(24);
        ZH_DO(table.add({place.code, programme, label, to_text(last), std::to_string(tests),
                         random.chance(0.04) ? "1" : "0", synthetic_mark}));
      }
    }
    first = next;
  }
  return table.finish();
}

Result<void> write_food_monitoring(const ExampleRun& run) {
  Random random(run.options.seed * 2 + 11'000'003);
  ZH_TRY(auto table, Table::begin(run, "food_monitoring_area",
                                  {"地区", "年度", "统计日期", "已开展监测", "监测点数", "备注"}));
  double share = 0.8;
  for (const Date day : counting_days(run.world)) {
    for (const auto& place : run.world.places) {
      const bool monitored = random.chance(share);
      ZH_DO(table.add({place.code, std::to_string(year_of(day)), to_text(day),
                       monitored ? "是" : "否",
                       monitored ? std::to_string(2 + random.below(9)) : "0", synthetic_mark}));
    }
    share = std::min(0.995, share + 0.07);
  }
  return table.finish();
}

}  // namespace zhiheng::exchange
