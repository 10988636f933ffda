// The two tables in which market regulators publish spot checks of food.

#include <algorithm>

#include "exchange/example_tables.h"
#include "exchange/faults.h"
#include "exchange/table_file.h"

namespace zhiheng::exchange {
namespace {

constexpr std::int64_t most_published = 20'000;

std::vector<std::string> pass_header(bool dirty) {
  std::vector<std::string> header = {"抽样编号",
                                     "序号",
                                     "标称生产企业名称",
                                     "标称生产企业地址",
                                     "被抽样单位名称",
                                     "被抽样单位所在省份",
                                     "食品名称",
                                     "规格型号",
                                     "生产日期/批号",
                                     "分类",
                                     "公告号",
                                     "公告日期",
                                     "任务来源/项目名称",
                                     "备注",
                                     "公告网址链接"};
  if (dirty) {
    header[2] = "标称生产厂家";
    header[4] = "被抽检单位名称";
    header[6] = "样品名称";
  }
  return header;
}

std::vector<std::string> fail_header(bool dirty) {
  std::vector<std::string> header = {"抽样编号",         "序号",           "标称生产企业名称",
                                     "标称生产企业地址", "被抽样单位名称", "被抽样单位地址",
                                     "食品名称",         "规格型号",       "商标",
                                     "生产日期/批号",    "不合格项目",     "分类",
                                     "公告号",           "公告日期",       "任务来源/项目名称",
                                     "检验机构",         "备注",           "公告网址链接"};
  if (dirty) {
    header[2] = "标称生产厂家";
    header[4] = "受检单位";
    header[10] = "不合格项目║检验结果║标准值";
  }
  return header;
}

/// What both tables have.
struct Published {
  std::string announcement, announced_on, url, address, seller_address;
};

Published publish(const ExampleRun& run, const ExampleCheck& check) {
  // What stands in a published table was announced, by the last day of the example at the latest.
  const Date on{std::min(check.sampled_on.days + 45, run.world.until.days)};
  const int year = static_cast<int>(civil(on).year());
  const auto month = static_cast<unsigned>(civil(on).month());
  const std::string number =
      std::to_string(year) + "年第" + std::to_string(month) + "期（合成数据）";
  return {number, to_text(on), "https://example.org/synthetic/" + std::to_string(year),
          run.world.address(run.world.firms[check.firm].place, check.firm % 200 + 1),
          run.world.address(check.place, check.product + 1)};
}

std::vector<std::string> pass_row(const ExampleRun& run, const ExampleCheck& check,
                                  std::int64_t ordinal) {
  const auto& product = run.world.product(check);
  auto published = publish(run, check);
  return {check.number,
          std::to_string(ordinal),
          run.world.firms[check.firm].name,
          published.address,
          check.seller,
          run.world.province_short,
          product.name,
          product.specification,
          to_text(check.made_on),
          product.category,
          published.announcement,
          published.announced_on,
          run.world.province_short + "/省级监督抽检",
          synthetic_mark,
          published.url};
}

std::vector<std::string> fail_row(const ExampleRun& run, const ExampleCheck& check,
                                  std::int64_t ordinal, std::string_view separator) {
  const auto& product = run.world.product(check);
  const auto& item = product.items[check.item];
  const std::string unit = item.unit == "-" ? "" : item.unit;
  auto published = publish(run, check);
  std::string merged = item.name;
  merged.append(separator).append(check.measured).append(unit);
  merged.append(separator).append(item.at_most ? "≤" : "≥").append(item.limit).append(unit);
  return {check.number,
          std::to_string(ordinal),
          run.world.firms[check.firm].name,
          published.address,
          check.seller,
          published.seller_address,
          product.name,
          product.specification,
          "/",
          to_text(check.made_on),
          merged,
          product.category,
          published.announcement,
          published.announced_on,
          run.world.province_short + "/省级监督抽检",
          run.world.words.laboratories[check.place % run.world.words.laboratories.size()],
          synthetic_mark,
          published.url};
}

}  // namespace

Result<void> write_publications(const ExampleRun& run) {
  const bool dirty = run.options.dirty;
  const auto seed = run.options.seed;
  Random random(seed * 2 + 1'000'003);
  Spoiler spoil_passed(seed + 1, {impossible_date(11), missing_value(0)}, {});
  Spoiler spoil_failed(seed + 2, {impossible_date(13), missing_value(0)}, {});
  ZH_TRY(const auto passed, TableFile::create(run.path("spot-check-pass.csv"),
                                              dirty ? TableFormat::csv_gb18030 : TableFormat::csv,
                                              pass_header(dirty)));
  ZH_TRY(const auto failed, TableFile::create(run.path("spot-check-fail.xlsx"), TableFormat::xlsx,
                                              fail_header(dirty)));
  const std::vector<std::string> separators = {"║", "||", "‖", "丨", "｜"};
  const auto count = std::clamp<std::int64_t>(run.options.rows / 10, 20, most_published);
  std::int64_t passes = 0;
  std::int64_t fails = 0;
  ExampleCheck check;
  for (std::int64_t i = 1; i <= count; ++i) {
    if (i % 1024 == 0) ZH_DO(run.go_on());
    draw_check(run.world, i, "GC", random, check);
    const auto& separator = dirty ? random.pick(separators) : separators.front();
    auto row =
        check.failed ? fail_row(run, check, ++fails, separator) : pass_row(run, check, ++passes);
    if (dirty) (check.failed ? spoil_failed : spoil_passed).spoil(row);
    ZH_DO((check.failed ? failed : passed)->add(row));
  }
  ZH_DO(passed->finish());
  ZH_DO(failed->finish());
  run.files.push_back({.path = run.path("spot-check-pass.csv"),
                       .register_name = "spot_check",
                       .mapping = "spot-check-pass",
                       .rows = passes,
                       .faults = spoil_passed.counts(),
                       .oddities = {}});
  if (dirty) run.files.back().oddities = {"GB18030", "synonyms of headers"};
  run.files.push_back({.path = run.path("spot-check-fail.xlsx"),
                       .register_name = "spot_check",
                       .mapping = "spot-check-fail",
                       .rows = fails,
                       .faults = spoil_failed.counts(),
                       .oddities = {"/ for empty"}});
  if (dirty) run.files.back().oddities.emplace_back("merged column with changing separators");
  return {};
}

}  // namespace zhiheng::exchange
