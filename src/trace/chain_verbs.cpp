// The commands that ask the chain of events.

#include "trace/answers.h"
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

}  // namespace

std::vector<Verb> chain_verbs() {
  return {{.path = "trace backward",
           .help = {"溯源：由什么制成、从哪里来", "what it was made of and where it came from"},
           .arguments = {asked()},
           .options = question_options(),
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
           .options = question_options(),
           .run = answer_forward,
           .description = {"同 trace backward，方向相反。", "As trace backward, the other way."}},
          {.path = "trace state",
           .help = {"现状：在哪里、在什么里面、里面有什么",
                    "where it is, what it is in, what is in it"},
           .arguments = {asked()},
           .options = question_options(),
           .run = answer_state}};
}

}  // namespace zhiheng::trace
