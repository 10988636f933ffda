#include "trace/answers.h"
#include "trace/verb_parts.h"

namespace zhiheng::trace {

Verb redact_verb() {
  return {
      .path = "epcis redact",
      .help = {"输出脱敏的事件，供无权查看者检索",
               "redacted events for those who may not see them"},
      .arguments = {{.name = "FILE",
                     .help = {"EPCIS 文件", "EPCIS files"},
                     .required = true,
                     .repeated = true}},
      .options = {{.name = "policy",
                   .value = "NAME",
                   .help = {"catalog/redaction 中的策略，默认 discovery",
                            "policy in catalog/redaction; discovery by default"}},
                  {.name = "secret-file",
                   .value = "FILE",
                   .help = {"内有双方共知的密语，用于加盐的字段",
                            "holds the secret that both sides have, for salted fields"}},
                  {.name = "request-at",
                   .value = "URL",
                   .help = {"有权者在何处索取全文", "where the whole event may be asked for"}}},
      .run = answer_redact,
      .description = {
          "每个事件输出一行 JSON。策略未列出的字段一律不出；标识以散列代替，持有该标识者仍能认出。"
          "不合格的事件略去。",
          "One JSON line for each event. Fields that the policy does not name are left out; "
          "identifiers become hashes that only who has the identifier recognises. Events that are "
          "refused are left out."}};
}

}  // namespace zhiheng::trace
