// Spot checks of the example province, as a department keeps them.

#include <algorithm>
#include <optional>

#include "exchange/example_tables.h"
#include "exchange/failures.h"
#include "exchange/faults.h"
#include "exchange/table_file.h"

namespace zhiheng::exchange {
namespace {

constexpr std::int64_t most_newest = 200;
constexpr double objected_share = 0.04;
constexpr double overturned_share = 0.3;
constexpr int days_to_retest = 30;    // from sampling
constexpr int days_to_announce = 35;  // at least: whatever was objected to is settled by then

std::vector<std::string> check_header(bool dirty) {
  std::vector<std::string> header = {"抽样编号",         "抽样日期",       "抽样目的",
                                     "抽查级别",         "产品名称",       "产品类别",
                                     "规格型号",         "生产日期/批号",  "标称生产企业名称",
                                     "生产企业信用代码", "被抽样单位名称", "抽样地区",
                                     "抽样环节",         "行业",           "贸易方向",
                                     "批货值",           "检验结论",       "备注",
                                     "公告日期"};
  if (dirty) {  // other words for the same, as departments use them
    header[0] = " 抽样单编号";
    header[1] = "抽样时间";
    header[4] = "样品名称";
    header[8] = "标称生产厂家";
    header[10] = "受检单位";
    header[16] = "判定";
  }
  return header;
}

/// An authority gathers what is ready and announces it twice a month, on the 10th and the 25th.
/// The newest are not announced by the last day of the example.
std::string announced_on(const ExampleWorld& world, const ExampleCheck& check) {
  Date on{check.sampled_on.days + days_to_announce};
  const auto day = [&] { return static_cast<unsigned>(civil(on).day()); };
  while (day() != 10 && day() != 25) ++on.days;
  return on > world.until ? std::string() : to_text(on);
}

void fill_check(const ExampleRun& run, const ExampleCheck& check, std::vector<std::string>& row) {
  const ExampleWorld& world = run.world;
  const auto& product = world.product(check);
  const auto& firm = world.firms[check.firm];
  row[0] = check.number;
  row[1] = to_text(check.sampled_on);
  row[2] = run.title("sampling_motive", static_cast<std::size_t>(check.motive));
  row[3] = run.title("authority_level", check.firm % 4);
  row[4] = product.name;
  row[5] = product.category;
  row[6] = product.specification;
  row[7] = to_text(check.made_on);
  row[8] = firm.name;
  row[9] = firm.credit_code;
  row[10] = check.seller;
  row[11] = world.places[check.place].code;
  row[12] = run.title("sampling_place", check.stage);
  row[13] = product.industry;
  row[14] = run.title("trade_direction", check.trade);
  row[15] = std::to_string(static_cast<std::int64_t>(check.value)) + ".00";
  row[16] = check.failed ? "不合格" : "合格";
  row[17] = synthetic_mark;
  row[18] = announced_on(world, check);
}

/// What became of a batch whose result the firm did not accept.
struct Objection {
  std::string number;
  bool overturned = false;
  Date retested_on;
};

Result<void> write_objections(const ExampleRun& run, const std::vector<Objection>& objections) {
  ZH_TRY(const auto file, TableFile::create(run.path("objection.csv"), TableFormat::csv,
                                            {"抽样编号", "异议", "复检结论", "复检日期"}));
  for (const auto& objection : objections) {
    ZH_DO(file->add({objection.number, objection.overturned ? "upheld" : "rejected",
                     objection.overturned ? "合格" : "不合格", to_text(objection.retested_on)}));
  }
  ZH_DO(file->finish());
  run.files.push_back({.path = run.path("objection.csv"),
                       .register_name = "spot_check",
                       .mapping = {},
                       .rows = static_cast<std::int64_t>(objections.size()),
                       .faults = {},
                       .oddities = {}});
  return {};
}

}  // namespace

Result<void> write_checks(const ExampleRun& run) {
  const ExampleOptions& options = run.options;
  Random random(options.seed * 2 + 1);
  Spoiler spoiler(
      options.seed,
      {impossible_date(1), wrong_check_character(9), unknown_word(16), missing_value(0)}, {9});
  ZH_TRY(const auto checks,
         TableFile::create(run.path("spot_check.csv"),
                           options.dirty ? TableFormat::csv_gb18030 : TableFormat::csv,
                           check_header(options.dirty)));
  // The newest come last, in a file of their own: else whoever opens the list sees first what was
  // changed last, which are batches that failed and were objected to.
  std::unique_ptr<TableFile> items, newest;
  const std::int64_t earlier = options.only.empty() && !options.dirty
                                   ? options.rows - std::min(most_newest, options.rows / 20)
                                   : options.rows;
  if (earlier < options.rows) {
    ZH_TRY(newest, TableFile::create(run.path("spot_check_newest.csv"), TableFormat::csv,
                                     check_header(false)));
  }
  if (options.only.empty()) {
    ZH_TRY(items, TableFile::create(
                      run.path("spot_check_item.csv"), TableFormat::csv,
                      {"抽样编号", "检验项目", "检验结果", "标准值", "判定依据", "单项判定"}));
  }
  std::vector<Objection> objections;
  std::int64_t item_rows = 0;
  ExampleCheck check;
  std::vector<std::string> row(19);
  for (std::int64_t i = 1; i <= options.rows; ++i) {
    if (i % 4096 == 0) ZH_DO(run.go_on());
    draw_check(run.world, i, "XBJ", random, check);
    fill_check(run, check, row);
    if (options.dirty) {
      const auto faults_before = spoiler.counts();
      spoiler.spoil(row);
      if (spoiler.counts() != faults_before) check.failed = false;  // nothing may hang on it
    }
    ZH_DO((i <= earlier ? checks : newest)->add(row));
    if (!check.failed || !items) continue;
    const auto& item = run.world.product(check).items[check.item];
    const std::string unit = item.unit == "-" ? "" : item.unit;
    ZH_DO(items->add({check.number, item.name, check.measured + unit,
                      (item.at_most ? "≤" : "≥") + item.limit + unit, item.standard, "不合格"}));
    ++item_rows;
    if (random.chance(objected_share) && i <= earlier) {
      objections.push_back({check.number, random.chance(overturned_share),
                            Date{check.sampled_on.days + days_to_retest}});
    }
  }
  ZH_DO(checks->finish());
  run.files.push_back({.path = run.path("spot_check.csv"),
                       .register_name = "spot_check",
                       .mapping = {},
                       .rows = earlier,
                       .faults = spoiler.counts(),
                       .oddities = {}});
  if (options.dirty) {
    run.files.back().oddities = {"GB18030", "synonyms of headers", "full-width codes",
                                 "blanks around codes"};
  }
  if (!items) return {};
  ZH_DO(write_objections(run, objections));
  if (newest) {
    ZH_DO(newest->finish());
    run.files.push_back({.path = run.path("spot_check_newest.csv"),
                         .register_name = "spot_check",
                         .mapping = {},
                         .rows = options.rows - earlier,
                         .faults = {},
                         .oddities = {}});
  }
  ZH_DO(items->finish());
  run.files.push_back({.path = run.path("spot_check_item.csv"),
                       .register_name = "spot_check_item",
                       .mapping = {},
                       .rows = item_rows,
                       .faults = {},
                       .oddities = {}});
  return {};
}

}  // namespace zhiheng::exchange
