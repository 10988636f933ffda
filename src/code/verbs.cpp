#include "code/verbs.h"

#include <iostream>

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
                     "lei、gtin、gln、sscc",
                     "check as this kind only: credit_code, organisation_code, "
                     "registration_number, lei, gtin, gln, sscc"}},
           {.name = "normalise",
            .value = "",
            .help = {"先转为半角大写，并去掉空格和连字符",
                     "first make it half width and upper case, without blanks and hyphens"}}},
      .run = answer_check,
      .description = {"校验是严格的：小写、全角和多余的空格都不接受，除非加 "
                      "--normalise。校验码不符时只提示正确的"
                      "校验码，不作改正。确已核发而校验码不符的代码列在 "
                      "catalog/codes/irregular_credit_codes.tsv，予以通过并提示。"
                      "全部通过时退出码为 0，否则为 1。",
                      "The check is strict: lower case, full width and blanks are refused unless "
                      "--normalise is given. A wrong check character is never corrected; the right "
                      "one is only named. Legal codes with a wrong check character stand in "
                      "catalog/codes/irregular_credit_codes.tsv; they pass with a warning. "
                      "Exit code 0 when all pass, 1 otherwise."}};
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

std::vector<Option> gs1_options() {
  return {{.name = "lines",
           .value = "",
           .help = {"从标准输入逐行读取，每行输出一个 JSON 对象",
                    "read lines from standard input; one JSON object a line"}},
          {.name = "prefix-length",
           .value = "N",
           .help = {"厂商识别代码的位数（6 至 12），写 URN 时需要",
                    "digits of the company prefix, 6 to 12, for the URN"}},
          {.name = "prefixes",
           .value = "FILE",
           .help = {"厂商识别代码长度表，默认用目录自带的",
                    "table of prefix lengths; by default the catalog's own"}},
          {.name = "key",
           .value = "AI",
           .help = {"纯数字按哪种标识读取，如 414（位置码）",
                    "what a plain number is, such as 414 for a place"}},
          {.name = "lot",
           .value = "LOT",
           .help = {"与纯数字商品条码一起的批号", "the lot beside a plain GTIN"}},
          {.name = "serial",
           .value = "SERIAL",
           .help = {"与纯数字商品条码一起的系列号", "the serial beside a plain GTIN"}},
          {.name = "alone",
           .value = "",
           .help = {"不要求应用标识符的搭配齐全", "do not ask for the partners of identifiers"}}};
}

Verb gs1_verb(std::string path, Words help, Words description,
              Result<int> (*answer)(const Invocation&, std::istream&)) {
  return {.path = std::move(path),
          .help = std::move(help),
          .arguments = {{.name = "TEXT",
                         .help = {"URN、数字链接、元素字符串、扫描数据，或商品条码加批号",
                                  "URN, Digital Link, element string, scan, or GTIN and lot"},
                         .required = false,
                         .repeated = true}},
          .options = gs1_options(),
          .run = [answer](const Invocation& call) { return answer(call, std::cin); },
          .description = std::move(description)};
}

std::vector<Verb> gs1_verbs() {
  std::vector<Verb> verbs{
      gs1_verb("gs1 parse", {"解析 GS1 标识", "take GS1 identifiers apart"},
               {"写法自动识别。逐项检查位数、字符、校验码、日期和国家代码等，以及应用标识符的搭配。"
                "全部通过时退出码为 0，否则为 1。",
                "The notation is recognised. Lengths, signs, check digits, dates, countries and "
                "the partners of identifiers are checked. Exit code 0 when all pass, 1 otherwise."},
               answer_gs1_parse),
      gs1_verb(
          "gs1 normalise",
          {"把不同写法的 GS1 标识归为同一形式", "give every notation of an item the same form"},
          {"规范形式是 id.gs1.org 的数字链接，只到最细一级：有系列号时不含批号。",
           "The normal form is the Digital Link on id.gs1.org of the finest level: no lot "
           "beside a serial."},
          answer_gs1_normalise),
      gs1_verb("gs1 translate",
               {"在 URN、数字链接、元素字符串之间转换",
                "translate between URN, Digital Link and element string"},
               {"URN 要标出厂商识别代码到第几位为止；位数来自 --prefix-length 或长度表，从不猜测。",
                "A URN shows where the company prefix ends; its length comes from --prefix-length "
                "or a table, it is never guessed."},
               answer_gs1_translate)};
  verbs.back().options.push_back(
      {.name = "to",
       .value = "NOTATION",
       .help = {"urn、link（默认）、names、compressed、elements、message、scan、normal",
                "urn, link (default), names, compressed, elements, message, scan, normal"}});
  return verbs;
}

}  // namespace

std::vector<Verb> verbs() {
  std::vector<Verb> all{check_verb(), region_verb(), industry_verb()};
  for (Verb& verb : gs1_verbs()) all.push_back(std::move(verb));
  return all;
}

}  // namespace zhiheng::code
