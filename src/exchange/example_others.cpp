// Firms, recalls, alerts and complaints of the example province.

#include <algorithm>
#include <array>

#include "exchange/example_tables.h"
#include "exchange/faults.h"
#include "exchange/table_file.h"

namespace zhiheng::exchange {
namespace {

Date some_day(const ExampleWorld& world, Random& random) {
  const auto days = static_cast<std::size_t>(world.until.days - world.from.days);
  return Date{world.from.days + static_cast<std::int32_t>(random.below(days))};
}

std::string ordinal_text(const char* prefix, std::int64_t ordinal) {
  std::string digits = std::to_string(ordinal);
  return prefix + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

void done(const ExampleRun& run, const std::string& name, const std::string& register_name,
          std::int64_t rows, const Spoiler* spoiler = nullptr) {
  run.files.push_back(
      {.path = run.path(name),
       .register_name = register_name,
       .mapping = {},
       .rows = rows,
       .faults = spoiler ? spoiler->counts() : std::map<std::string, std::int64_t>{},
       .oddities = {}});
}

}  // namespace

Result<void> write_enterprises(const ExampleRun& run) {
  const auto& world = run.world;
  Spoiler spoiler(run.options.seed + 3, {wrong_check_character(0), impossible_date(7)}, {0});
  ZH_TRY(const auto file,
         TableFile::create(run.path("enterprise.csv"), TableFormat::csv,
                           {"统一社会信用代码", "企业名称", "所在地", "住所", "行业", "规模",
                            "登记状态", "成立日期", "从业人数", "备注"}));
  for (std::size_t i = 0; i < world.firms.size(); ++i) {
    if (i % 4096 == 0) ZH_DO(run.go_on());
    const auto& firm = world.firms[i];
    std::vector<std::string> row = {firm.credit_code,
                                    firm.name,
                                    world.places[firm.place].code,
                                    world.address(firm.place, i % 200 + 1),
                                    world.words.products[firm.product].industry,
                                    firm.size,
                                    i % 37 == 5 ? "注销" : "存续",
                                    to_text(firm.established),
                                    std::to_string(firm.employees),
                                    synthetic_mark};
    if (run.options.dirty) spoiler.spoil(row);
    ZH_DO(file->add(row));
  }
  ZH_DO(file->finish());
  done(run, "enterprise.csv", "enterprise", static_cast<std::int64_t>(world.firms.size()),
       &spoiler);
  return {};
}

Result<void> write_recalls(const ExampleRun& run) {
  const auto& world = run.world;
  Random random(run.options.seed * 2 + 2'000'003);
  ZH_TRY(const auto file,
         TableFile::create(run.path("recall.csv"), TableFormat::csv,
                           {"来源", "召回编号", "标题", "召回日期", "召回等级", "状态",
                            "主动或责令", "召回企业信用代码", "召回企业", "产品", "危害",
                            "召回原因", "涉及数量", "地区", "备注"}));
  const auto count = std::clamp<std::int64_t>(run.options.rows / 400, 10, 2000);
  for (std::int64_t i = 1; i <= count; ++i) {
    const auto& firm = random.pick(world.firms);
    const auto& product = world.words.products[firm.product];
    const auto& hazard = random.pick(world.words.hazards);
    const Date on = some_day(world, random);
    ZH_DO(file->add(
        {"provincial", ordinal_text("SYN-ZH-", i), firm.name + "召回部分" + product.name,
         to_text(on), random.chance(0.2) ? "一级" : "二级",
         on.days < world.until.days - 200 ? "已完成" : "进行中",
         random.chance(0.85) ? "主动召回" : "责令召回", firm.credit_code, firm.name, product.name,
         hazard, "可能导致" + hazard, std::to_string(20 + random.below(5000)),
         world.places[firm.place].code, synthetic_mark}));
  }
  ZH_DO(file->finish());
  done(run, "recall.csv", "recall", count);
  return {};
}

Result<void> write_alerts(const ExampleRun& run) {
  const auto& world = run.world;
  Random random(run.options.seed * 2 + 3'000'003);
  ZH_TRY(const auto file,
         TableFile::create(run.path("alert.csv"), TableFormat::csv,
                           {"网络", "编号", "第几次公布", "通报日期", "通报类别", "风险判定",
                            "产品类别", "主题", "产品", "危害", "地区"}));
  const std::vector<std::string> classes = {"预警通报", "供关注信息", "供跟踪信息", "不符合通报"};
  const std::vector<std::string> risks = {"严重", "可能严重", "可能有风险", "不严重", "未定"};
  const auto count = std::clamp<std::int64_t>(run.options.rows / 200, 20, 5000);
  for (std::int64_t i = 1; i <= count; ++i) {
    const auto& product = random.pick(world.words.products);
    const auto& item = random.pick(product.items);
    ZH_DO(file->add({"domestic", ordinal_text("SYN-TB-", i), "1", to_text(some_day(world, random)),
                     random.pick(classes), random.pick(risks), product.category,
                     product.name + "检出" + item.name + "（合成数据）", product.name, item.name,
                     random.pick(world.places).code}));
  }
  ZH_DO(file->finish());
  done(run, "alert.csv", "alert", count);
  return {};
}

Result<void> write_complaints(const ExampleRun& run) {
  const auto& world = run.world;
  Random random(run.options.seed * 2 + 4'000'003);
  Spoiler spoiler(run.options.seed + 4, {impossible_date(3), missing_value(0), unknown_word(1)},
                  {});
  ZH_TRY(
      const auto file,
      TableFile::create(run.path("complaint.csv"), TableFormat::csv,
                        {"登记编号", "类型", "来源渠道", "收到日期", "事发地区", "被投诉方信用代码",
                         "被投诉方", "行业", "商品或服务类别", "问题类别", "内容", "争议金额",
                         "投诉人姓名", "受理决定日期", "办结日期", "办理结果", "挽回损失"}));
  const std::vector<std::string> channels = {"12315热线", "全国12315平台", "12345热线", "来访"};
  const std::vector<std::string> matters = {"质量", "售后服务", "合同", "价格",
                                            "广告", "人身安全", "假冒", "计量"};
  const auto count = std::clamp<std::int64_t>(run.options.rows / 5, 50, 200'000);
  for (std::int64_t i = 1; i <= count; ++i) {
    if (i % 4096 == 0) ZH_DO(run.go_on());
    const auto& firm = random.pick(world.firms);
    const auto& product = world.words.products[firm.product];
    const Date received = some_day(world, random);
    // Seven working days to decide, as a rule; some are late.
    const Date decided{received.days + 1 + static_cast<std::int32_t>(random.below(12))};
    const Date closed{decided.days + 5 + static_cast<std::int32_t>(random.below(70))};
    const bool settled = closed <= world.until;
    const bool mediated = random.chance(0.62);
    const auto amount = static_cast<std::int64_t>(product.price) + 20 +
                        static_cast<std::int64_t>(random.below(900));
    std::vector<std::string> row = {ordinal_text("SYN-TS-", i),
                                    random.chance(0.8) ? "投诉" : "举报",
                                    random.pick(channels),
                                    to_text(received),
                                    random.pick(world.places).code,
                                    firm.credit_code,
                                    firm.name,
                                    product.industry,
                                    product.category,
                                    random.pick(matters),
                                    random.pick(world.words.matters) + "（合成数据）",
                                    std::to_string(amount) + ".00",
                                    "合成姓名" + std::to_string(i % 97),
                                    decided <= world.until ? to_text(decided) : "",
                                    settled ? to_text(closed) : "",
                                    !settled ? "" : (mediated ? "mediated" : "not_mediated"),
                                    settled && mediated ? std::to_string(amount / 2) + ".00" : ""};
    if (run.options.dirty) spoiler.spoil(row);
    ZH_DO(file->add(row));
  }
  ZH_DO(file->finish());
  done(run, "complaint.csv", "complaint", count, &spoiler);
  return {};
}

}  // namespace zhiheng::exchange
