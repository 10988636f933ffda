#include "plan/verbs.h"

#include <algorithm>
#include <iterator>

#include "plan/answers.h"

namespace zhiheng::plan {

std::vector<Verb> verbs() {
  std::vector<Verb> all = {
      {.path = "plan parse",
       .help = {"解析行动计划文本：条目、责任单位、目标、引文与文本缺损",
                "read a plan: items, who answers for them, targets, citations, damage"},
       .arguments = {{.name = "FILE",
                      .help = {"纯文本文件，UTF-8 或 GB 18030",
                               "a plain text file, UTF-8 or GB 18030"}}},
       .options = {{.name = "as-of",
                    .value = "YEAR",
                    .help = {"机构改革后由谁承接：列出该年份的承接机关",
                             "name the bodies that have the functions in that year"}}},
       .run = answer_parse,
       .description =
           {"每个要素都注明在原文中的位置。文本缺损只报告并提出修补建议，从不自动改动原文。"
            "JSON 中 offset、length 以字节计（UTF-8），char_offset、char_length 以字符计。",
            "Every element carries its place in the source. Damage is reported with a proposed "
            "repair and never mended. In JSON, offset and length count bytes of UTF-8, "
            "char_offset and char_length count characters."}},
      {.path = "plan compare",
       .help = {"比对上下级计划：哪些条目保留、缩减、改变、合并、未承接或新增",
                "compare a plan with the plan below it: kept, narrowed, changed, dropped, added"},
       .arguments = {{.name = "UPPER", .help = {"上级计划文本", "text of the plan above"}},
                     {.name = "LOWER", .help = {"下级计划文本", "text of the plan below"}}},
       .options = {},
       .run = answer_compare,
       .description =
           {"条目与句子多对多对应，并说明理由：未承接与新增的任务、数字与责任单位的变化、地方化用语"
            "。"
            "界限值在 catalog/plan/compare.tsv，关系的定义见 docs/plan-compare.md。",
            "Items and sentences are matched many to many, with reasons: tasks lost and gained, "
            "numbers and bodies that changed, words of place. The bounds stand in "
            "catalog/plan/compare.tsv, the relations are defined in docs/plan-compare.md."}},
      {.path = "plan cite",
       .help = {"列出计划引用的文件：谁依据谁，在哪一条，用什么措辞",
                "the documents that plans cite: who rests on whom, where, in which words"},
       .arguments = {{.name = "FILE",
                      .help = {"一份或多份计划文本", "texts of plans, one or several"},
                      .repeated = true}},
       .options = {},
       .run = answer_cite,
       .description = {
           "文号与标题统一写法后互相比对；文号缺年份的按标题推定，并注明。未收录的文件照样列出。",
           "Numbers and titles are brought to one form and matched; a number that lost its year is "
           "resolved by its title, and marked. Documents that nobody has are named too."}}};
  std::ranges::move(record_verbs(), std::back_inserter(all));
  return all;
}

}  // namespace zhiheng::plan
