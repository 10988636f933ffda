// The commands that ask the chain of events.

#include <utility>

#include "trace/answers.h"
#include "trace/chain_answers.h"
#include "trace/verbs.h"

namespace zhiheng::trace {
namespace {

std::vector<Option> question_options() {
  return {
      {.name = "in",
       .value = "FILE",
       .help = {"事件文件（EPCIS，可重复）", "EPCIS documents with the events; may be repeated"},
       .repeated = true},
      {.name = "as-known-at",
       .value = "TIME",
       .help = {"只用此时刻之前已知的事件和差错声明",
                "only with the events and error declarations known by then"}},
      {.name = "any-order",
       .value = "",
       .help = {"不看时间先后（时钟不可信时）",
                "without regard to the order of time, where clocks cannot be trusted"}}};
}

Argument asked() {
  return {.name = "ID",
          .help = {"任意写法的标识：URN、Digital Link、要素串、扫描结果、GTIN 加批号、SSCC",
                   "an identifier in any notation: URN, Digital Link, element string, scan, GTIN "
                   "and lot, SSCC"}};
}

Option limit_option() {
  return {.name = "limit",
          .value = "N",
          .help = {"每份清单最多列出多少条（总数照计）", "how many rows of each list; all count"}};
}

/// What a recall on record, and the notices to those who received something, are told beside it.
std::vector<Option> recording_options() {
  return {
      {.name = "title", .value = "TEXT", .help = {"召回名称", "title of the recall"}},
      {.name = "region", .value = "CODE", .help = {"召回所属地区", "region of the recall"}},
      {.name = "notices",
       .value = {},
       .help = {"为每个接收方起草召回通知书", "draft a notice to each receiver"}},
      {.name = "notice-language",
       .value = "zh|en",
       .help = {"通知书语言，默认 zh", "language of the notices, zh by default"}},
      {.name = "reason", .value = "TEXT", .help = {"召回原因", "reason, for the notices"}},
      {.name = "hotline", .value = "TEXT", .help = {"联系电话", "whom to ask, for the notices"}}};
}

Verb recall_verb() {
  std::vector<Option> options = question_options();
  options.push_back(limit_option());
  for (Option& option : std::vector<Option>{
           {.name = "lot",
  .value = "ID",
  .help = {"批次、产品、单件或包装，任意写法，可重复",
           "a lot, product, instance or container in any notation; may be repeated"},
  .repeated = true},
           {.name = "range",
           .value = "FIRST..LAST",
           .help = {"序列号区间，两端写全", "serial numbers, both ends written in full"},
           .repeated = true},
           {.name = "place",
           .value = "ID",
           .help = {"某地在 --from 至 --to 之间经手的一切",
                    "everything that a place handled between --from and --to"}},
           {.name = "from", .value = "TIME", .help = {"起", "from when"}},
           {.name = "to", .value = "TIME", .help = {"止", "until when"}},
           {.name = "breach",
           .value = "RULE",
           .help = {"传感器读数违反此规则的一切（catalog/trace/breaches.toml）",
                    "everything whose sensor readings break this rule "
                    "(catalog/trace/breaches.toml)"}},
           {.name = "list",
           .value = "FILE",
           .help = {"把全部涉及的标识写入 CSV 或 XLSX",
                    "write everything affected as CSV or XLSX"}},
           {.name = "record",
           .value = "NUMBER",
           .help = {"把范围写入召回登记册中此编号的记录，没有则新建",
                    "write the scope into the recall with this number, or begin one"}},
           {.name = "source",
           .value = "CODE",
           .help = {"召回来源，默认 provincial（省级市场监管部门）",
                    "source of the recall, provincial by default"}}}) {
    options.push_back(std::move(option));
  }
  for (Option& option : recording_options()) options.push_back(std::move(option));
  return {.path = "trace recall",
          .help = {"召回范围：涉及什么、现在哪里、谁收到了",
                   "the scope of a recall: what is affected, where it is, who received it"},
          .options = std::move(options),
          .run = answer_recall,
          .description = {
              "自起点向前追踪，逐地点列出在库、在途、已售、已用、已销毁和不明的数量，列出接收方；"
              "--list 写出每个标识及其依据事件。",
              "Walks forward from what is in question; lists what is in stock, on the way, sold, "
              "used, gone and unknown by place, and the receivers. --list writes every identifier "
              "with the events that it rests on."}};
}

/// Of questions that follow the chain step by step.
std::vector<Option> walk_question_options() {
  std::vector<Option> options = question_options();
  options.push_back(
      {.name = "depth", .value = "N", .help = {"最多追多少步", "how many steps at the most"}});
  options.push_back(limit_option());
  return options;
}

Option direction_option() {
  return {.name = "direction",
          .value = "WAY",
          .help = {"both（默认）、backward、forward", "both (default), backward, forward"}};
}

Verb graph_verb() {
  std::vector<Option> options = walk_question_options();
  options.push_back(direction_option());
  return {.path = "trace graph",
          .help = {"链条图：节点与连线（JSON）", "the chain as nodes and edges (JSON)"},
          .arguments = {asked()},
          .options = std::move(options),
          .run = [](const Invocation& call) { return answer_as_json(call, "graph"); },
          .description = {"--limit 为节点数，默认 2000，最多 10000；超出时注明。",
                          "--limit is the number of nodes, 2000 by default and 10000 at the most; "
                          "it is said when there are more."}};
}

Verb steps_verb() {
  std::vector<Option> options = walk_question_options();
  options.push_back(direction_option());
  options.push_back({.name = "breach",
                     .value = "RULE",
                     .help = {"标出读数违反此规则的事件（catalog/trace/breaches.toml），可重复",
                              "mark the events whose readings break this rule "
                              "(catalog/trace/breaches.toml); may be repeated"},
                     .repeated = true});
  return {.path = "trace steps",
          .help = {"链条的事件序列：每个事件及其后续事件（JSON）",
                   "the chain as its events and what goes on from each to which other (JSON)"},
          .arguments = {asked()},
          .options = std::move(options),
          .run = [](const Invocation& call) { return answer_as_json(call, "steps"); },
          .description = {
              "--limit 为事件数，默认 20000，最多 50000，先列最近的；complete 说明是否完整。",
              "--limit is the number of events, 20000 by default and 50000 at the most, "
              "the nearest first; complete says whether these are all."}};
}

Verb search_verb() {
  std::vector<Option> options = question_options();
  options.resize(1);
  return {.path = "trace search",
          .help = {"按任意写法查码：规范形式和已知情况（JSON）",
                   "any code in any notation: its normal form and what is known (JSON)"},
          .arguments = {asked()},
          .options = std::move(options),
          .run = [](const Invocation& call) { return answer_as_json(call, "search"); }};
}

std::vector<Option> search_options() {
  std::vector<Option> options = question_options();
  options.pop_back();  // the order of time is what these look at
  options.push_back(limit_option());
  for (Option& option : std::vector<Option>{
           {.name = "rule",
  .value = "ID",
  .help = {"只用这一条规则（catalog/trace/rules.toml）",
           "only this rule (catalog/trace/rules.toml)"}},
           {.name = "places",
           .value = "FILE",
           .help = {"地点坐标表：place、latitude、longitude，制表符分隔",
                    "where places are: place, latitude, longitude with tabs between"}},
           {.name = "list",
           .value = "FILE",
           .help = {"把全部线索写入 CSV 或 XLSX", "write all candidates as CSV or XLSX"}}}) {
    options.push_back(std::move(option));
  }
  return options;
}

Verb gaps_verb() {
  return {.path = "trace gaps",
          .help = {"断链：发运未收、收货未发、重复拆箱、凭空拆出、数量不符",
                   "gaps in custody: not received, not shipped, opened twice, never packed, "
                   "amounts that differ"},
          .options = search_options(),
          .run = answer_gaps,
          .description = {"给出的是待核实的线索，不是结论；每条都列出所依据的事件。"
                          "各规则在合成链条上的误报率见 docs/trace.md。",
                          "Candidates, not verdicts, each with the events by which it shows. How "
                          "often each rule is wrong on the made-up chain stands in "
                          "docs/trace.md."}};
}

Verb clones_verb() {
  return {.path = "trace clones",
          .help = {"疑似假冒：重复投用、报废后活动、重复售出、不可能的行程",
                   "copies: made twice, active after the end, sold twice, impossible journeys"},
          .options = search_options(),
          .run = answer_clones,
          .description = {"同 trace gaps。行程规则需要地点坐标，取自文档主数据或 --places。",
                          "As trace gaps. Journeys need the positions of places, from the master "
                          "data of the documents or --places."}};
}

Verb balance_verb() {
  std::vector<Option> options = question_options();
  options.pop_back();
  options.push_back({.name = "by",
                     .value = "WHAT",
                     .help = {"汇总：lot（默认）、site、product、period（月）",
                              "put together by lot (default), site, product or period (month)"}});
  return {.path = "trace balance",
          .help = {"物料平衡：投入、产出、得率", "mass balance: in, out, yield"},
          .options = std::move(options),
          .run = answer_balance,
          .description = {
              "每个加工过程的产出与投入之比对照 catalog/trace/yields.toml "
              "的得率区间，计量单位自动换算；"
              "超出区间的列为待核实的线索。",
              "What came out of each process by what went in, beside the bands of "
              "catalog/trace/yields.toml, whatever the units; what lies outside is a candidate to "
              "be looked into."}};
}

}  // namespace

std::vector<Verb> chain_verbs() {
  return {{.path = "trace backward",
           .help = {"溯源：由什么制成、从哪里来", "what it was made of and where it came from"},
           .arguments = {asked()},
           .options = walk_question_options(),
           .run = answer_backward,
           .description =
               {"逐步给出所依据的事件；批次、包装、加工和连续加工批号都计入。已声明有误的事件"
                "不计入并单独列出，推断之处逐条说明。",
                "Every step names the event behind it, over lots, packing, transformations "
                "and joined processes. Events declared wrong are left out and listed; what "
                "was assumed is said."}},
          {.path = "trace forward",
           .help = {"追踪：制成了什么、去了哪里", "what was made of it and where it went"},
           .arguments = {asked()},
           .options = walk_question_options(),
           .run = answer_forward,
           .description = {"同 trace backward，方向相反。", "As trace backward, the other way."}},
          {.path = "trace state",
           .help = {"现状：在哪里、在什么里面、里面有什么",
                    "where it is, what it is in, what is in it"},
           .arguments = {asked()},
           .options = question_options(),
           .run = answer_state},
          recall_verb(),
          gaps_verb(),
          clones_verb(),
          balance_verb(),
          graph_verb(),
          steps_verb(),
          search_verb(),
          supply_chain_verb()};
}

}  // namespace zhiheng::trace
