#include "cli/verbs.h"

#include <boost/json.hpp>
#include <iterator>
#include <ostream>

#include "analysis/verbs.h"
#include "api/verbs.h"
#include "assess/verbs.h"
#include "catalog/verbs.h"
#include "cli/manual.h"
#include "code/verbs.h"
#include "cube/verbs.h"
#include "deliver/verbs.h"
#include "document/verbs.h"
#include "exchange/verbs.h"
#include "indicator/verbs.h"
#include "openid/verbs.h"
#include "plan/verbs.h"
#include "registry/verbs.h"
#include "reporter/verbs.h"
#include "store/verbs.h"
#include "trace/verbs.h"

namespace zhiheng::cli {

namespace {

std::vector<Verb> own_verbs() {
  return {
      Verb{.path = "manual",
           .help = {"输出手册页 zhiheng(1)", "write the manual page zhiheng(1)"},
           .run = [](const Invocation& call) -> Result<int> {
             print_text(call, manual_page(all_verbs(), call.language));
             return 0;
           }},
      Verb{.path = "completion",
           .help = {"输出命令补全脚本", "write a completion script"},
           .arguments = {{.name = "SHELL", .help = {"bash、zsh 或 fish", "bash, zsh or fish"}}},
           .run = [](const Invocation& call) -> Result<int> {
             ZH_TRY(const std::string script, completion(all_verbs(), call.argument("SHELL")));
             print_text(call, script);
             return 0;
           }},
  };
}

}  // namespace

void print_text(const Invocation& call, const std::string& text) {
  if (!call.json) {
    *call.out << text;
  } else {
    *call.out << boost::json::serialize(boost::json::object{{"text", text}}) << '\n';
  }
}

std::vector<Section> all_sections() {
  return {
      {.title = {"服务", "Serving"}, .verbs = api::verbs()},
      {.title = {"文件进出", "Files in and out"}, .verbs = exchange::verbs()},
      {.title = {"记录与账号", "Records and accounts"}, .verbs = registry::verbs()},
      {.title = {"文书", "Documents made of records"}, .verbs = document::verbs()},
      {.title = {"外部登录", "Logging in through other services"}, .verbs = openid::verbs()},
      {.title = {"举报人保护", "Protection of reporters"}, .verbs = reporter::verbs()},
      {.title = {"指标与目标", "Indicators and targets"}, .verbs = indicator::verbs()},
      {.title = {"统计", "Statistics"}, .verbs = analysis::verbs()},
      {.title = {"计划", "Plans"}, .verbs = plan::verbs()},
      {.title = {"考核", "Assessment"}, .verbs = assess::verbs()},
      {.title = {"追溯", "Traceability"}, .verbs = trace::verbs()},
      {.title = {"投递", "Delivery"}, .verbs = deliver::verbs()},
      {.title = {"分析库", "The cube for analysis"}, .verbs = cube::verbs()},
      {.title = {"代码", "Codes"}, .verbs = code::verbs()},
      {.title = {"工作日与期限", "Working days and terms"}, .verbs = catalog::calendar_verbs()},
      {.title = {"声明", "Declarations"}, .verbs = catalog::verbs()},
      {.title = {"存储、备份与审计", "Storage, backup and audit"}, .verbs = store::verbs()},
      {.title = {"程序", "The program itself"}, .verbs = own_verbs()},
  };
}

std::vector<Verb> all_verbs() {
  std::vector<Verb> all;
  for (auto&& section : all_sections()) {
    std::ranges::move(section.verbs, std::back_inserter(all));
  }
  return all;
}

}  // namespace zhiheng::cli
