#include "plan/verbs.h"

#include "plan/answers.h"

namespace zhiheng::plan {

std::vector<Verb> verbs() {
  return {{.path = "plan parse",
           .help = {"解析行动计划文本：条目、责任单位、目标、引文与文本缺损",
                    "read a plan: items, who answers for them, targets, citations, damage"},
           .arguments = {{.name = "FILE",
                          .help = {"纯文本文件，UTF-8 或 GB 18030",
                                   "a plain text file, UTF-8 or GB 18030"}}},
           .options = {},
           .run = answer_parse,
           .description = {
               "每个要素都注明在原文中的位置。文本缺损只报告并提出修补建议，从不自动改动原文。"
               "JSON 中 offset、length 以字节计（UTF-8），char_offset、char_length 以字符计。",
               "Every element carries its place in the source. Damage is reported with a proposed "
               "repair and never mended. In JSON, offset and length count bytes of UTF-8, "
               "char_offset and char_length count characters."}}};
}

}  // namespace zhiheng::plan
