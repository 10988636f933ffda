#include "code/verbs.h"

#include "code/answers.h"
#include "code/failures.h"

namespace zhiheng::code {
namespace {

Verb check_verb() {
  return {
      .path = "code check",
      .help = {"校验统一社会信用代码、组织机构代码、商品条码等",
               "check credit codes, organisation codes, GS1 keys and the like"},
      .arguments = {{.name = "CODE",
                     .help = {"要校验的代码", "the codes to check"},
                     .required = true,
                     .repeated = true}},
      .options =
          {{.name = "kind",
            .value = "KIND",
            .help = {"只按这一种校验：credit_code、organisation_code、registration_number、"
                     "gtin、gln、sscc",
                     "check as this kind only: credit_code, organisation_code, "
                     "registration_number, gtin, gln, sscc"}},
           {.name = "normalise",
            .value = "",
            .help = {"先转为半角大写，并去掉空格和连字符",
                     "first make it half width and upper case, without blanks and hyphens"}}},
      .run = answer_check,
      .description = {"校验是严格的：小写、全角和多余的空格都不接受，除非加 "
                      "--normalise。校验码不符时只提示正确的"
                      "校验码，不作改正。全部通过时退出码为 0，否则为 1。",
                      "The check is strict: lower case, full width and blanks are refused unless "
                      "--normalise is given. A wrong check character is never corrected; the right "
                      "one is only named. Exit code 0 when all pass, 1 otherwise."}};
}

Verb region_verb() {
  return {.path = "code region",
          .help = {"查询行政区划代码及其沿革", "look up a region and what became of it"},
          .arguments = {{.name = "REGION",
                         .help = {"代码、名称或以名称开头的地址",
                                  "a code, a name, or an address that starts with names"}}},
          .options = {{.name = "on",
                       .value = "DATE",
                       .help = {"哪一天的区划，默认今天", "the day that counts; today by default"}},
                      {.name = "to",
                       .value = "DATE",
                       .help = {"折算到哪一天的区划，可早可晚",
                                "convert to the regions of this day, earlier or later"}}},
          .run = answer_region,
          .description = {
              "变更只知年份的，整年按新代码计。折算得到多个代码时，数值只能按声明的权重分摊。",
              "Where only the year of a change is on record, the whole year counts under the new "
              "code. When a conversion gives several codes, figures can be divided by declared "
              "weights only."}};
}

Verb industry_verb() {
  return {
      .path = "code industry",
      .help = {"查询国民经济行业分类及新旧对照",
               "look up an industry and its counterparts in the other edition"},
      .arguments = {{.name = "INDUSTRY",
                     .help = {"GB/T 4754 代码，可带门类字母", "a GB/T 4754 code, letter or not"}}},
      .options = {{.name = "from",
                   .value = "EDITION",
                   .help = {"代码的版本：2011 或 2017（默认）",
                            "the edition of the code: 2011, or 2017 by default"}},
                  {.name = "to",
                   .value = "EDITION",
                   .help = {"对照的版本", "the edition to compare with"}}},
      .run = answer_industry};
}

}  // namespace

std::vector<Verb> verbs() { return {check_verb(), region_verb(), industry_verb()}; }

}  // namespace zhiheng::code
