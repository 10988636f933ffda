#include "cli/verbs.h"

#include <iterator>
#include <ostream>

#include "api/verbs.h"
#include "catalog/verbs.h"
#include "cli/manual.h"
#include "code/verbs.h"
#include "cube/verbs.h"
#include "exchange/verbs.h"
#include "indicator/verbs.h"
#include "registry/verbs.h"
#include "store/verbs.h"

namespace zhiheng::cli {

namespace {

std::vector<Verb> own_verbs() {
  return {
      Verb{.path = "manual",
           .help = {"输出手册页 zhiheng(1)", "write the manual page zhiheng(1)"},
           .run = [](const Invocation& call) -> Result<int> {
             *call.out << manual_page(all_verbs(), call.language);
             return 0;
           }},
      Verb{.path = "completion",
           .help = {"输出命令补全脚本", "write a completion script"},
           .arguments = {{.name = "SHELL", .help = {"bash、zsh 或 fish", "bash, zsh or fish"}}},
           .run = [](const Invocation& call) -> Result<int> {
             ZH_TRY(const std::string script, completion(all_verbs(), call.argument("SHELL")));
             *call.out << script;
             return 0;
           }},
  };
}

}  // namespace

std::vector<Verb> all_verbs() {
  std::vector<Verb> all;
  for (auto&& part :
       {api::verbs(), exchange::verbs(), registry::verbs(), indicator::verbs(), cube::verbs(),
        code::verbs(), catalog::verbs(), store::verbs(), own_verbs()}) {
    std::ranges::copy(part, std::back_inserter(all));
  }
  return all;
}

}  // namespace zhiheng::cli
