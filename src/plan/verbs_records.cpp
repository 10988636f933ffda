// The commands about plans on record, as data.

#include "plan/answers.h"

namespace zhiheng::plan {
namespace {

Argument plan_argument() {
  return {.name = "PLAN",
          .help = {"计划代码，如 620000-2026；不给则为全部",
                   "code of a plan such as 620000-2026; all when left out"},
          .required = false};
}

std::vector<Option> status_options() {
  return {{.name = "region",
           .value = "CODE",
           .help = {"只看该行政区划之内", "only inside this region"}},
          {.name = "department",
           .value = "NAME",
           .help = {"只看该单位牵头、负责或参加的",
                    "only what this department answers for or takes part in"}},
          {.name = "today", .value = "DATE", .help = {"以该日为今日", "as of this day"}},
          {.name = "due",
           .value = "DAYS",
           .help = {"列出多少天内到期的事项，默认 30",
                    "list what is due within so many days, 30 by default"}}};
}

Verb load_verb() {
  return {.path = "plan load",
          .help = {"把计划文本载入登记册：条目、目标、任务",
                   "load a plan into the registers: items, targets, tasks"},
          .arguments = {{.name = "FILE",
                         .help = {"纯文本文件，UTF-8 或 GB 18030",
                                  "a plain text file, UTF-8 or GB 18030"}}},
          .options = {{.name = "region",
                       .value = "CODE",
                       .help = {"计划所属地区", "region of the plan"},
                       .required = true},
                      {.name = "year",
                       .value = "YEAR",
                       .help = {"计划年度", "year of the plan"},
                       .required = true},
                      {.name = "name",
                       .value = "NAME",
                       .help = {"同地区同年度的其他计划，如 outline",
                                "a further plan of the region and year, such as outline"}},
                      {.name = "upper",
                       .value = "PLAN",
                       .help = {"上级计划的代码", "code of the plan of the level above"}},
                      {.name = "anew",
                       .value = "",
                       .help = {"全部以原文为准，覆盖人工改动",
                                "take everything from the text, over corrections by hand"}}},
          .run = answer_load,
          .description = {
              "原文全文保存，各条记录注明其在原文中的位置。同一文本再次载入不作任何改动；文本的新版"
              "本只改"
              "动文字确有变化之处，并列出改动。全部写入一次提交，否则一条也不写。",
              "The text is kept whole; each record says where in it its words stand. The same text "
              "again changes nothing; a new version changes what its words changed, and says what. "
              "Everything is one commit, or nothing."}};
}

}  // namespace

std::vector<Verb> record_verbs() {
  return {
      load_verb(),
      {.path = "plan list",
       .help = {"列出已载入的计划", "the plans on record"},
       .arguments = {},
       .options = {{.name = "region",
                    .value = "CODE",
                    .help = {"只看该行政区划之内", "only inside this region"}}},
       .run = answer_list},
      {.path = "plan status",
       .help = {"任务进展、风险与即将到期事项", "how tasks and targets stand, and what is due"},
       .arguments = {plan_argument()},
       .options = status_options(),
       .run = answer_status,
       .description = {"每项任务按 catalog/plan/lights.toml 的规则给出灯色和理由。",
                       "Each task gets a light and its reason from the rules in "
                       "catalog/plan/lights.toml."}},
      {.path = "plan targets",
       .help = {"计划目标的进展与到期前景", "how the targets of plans stand and will stand"},
       .arguments = {plan_argument()},
       .options = {{.name = "region",
                    .value = "CODE",
                    .help = {"只看该行政区划之内", "only inside this region"}},
                   {.name = "today", .value = "DATE", .help = {"以该日为今日", "as of this day"}}},
       .run = answer_targets},
      {.path = "plan matrix",
       .help = {"条目×责任单位，或条目×下级地区", "item by authority, or item by lower region"},
       .arguments = {plan_argument()},
       .options = {{.name = "by",
                    .value = "SIDE",
                    .help = {"authority（默认）或 region", "authority (default) or region"}}},
       .run = answer_matrix},
      {.path = "plan escalate",
       .help = {"按规则提出督办事项", "propose escalations by the rules"},
       .arguments = {plan_argument()},
       .options = {{.name = "region",
                    .value = "CODE",
                    .help = {"只看该行政区划之内", "only inside this region"}},
                   {.name = "today", .value = "DATE", .help = {"以该日为今日", "as of this day"}}},
       .run = answer_escalate,
       .description = {"每项任务对每条规则只提出一次。", "Once for each task and rule."}},
      {.path = "plan example",
       .help = {"载入虚构省市的计划和一年的进展",
                "load plans and a year of an invented province and city"},
       .arguments = {{.name = "FOLDER",
                      .help = {"示例文件夹，如 examples/plans/2026",
                               "folder of the example, such as examples/plans/2026"}}},
       .options = {{.name = "region",
                    .value = "CODE",
                    .help = {"以哪个省的代码代表，默认 620000",
                             "code of the province that stands for it, 620000 by default"}}},
       .run = answer_example}};
}

}  // namespace zhiheng::plan
