// The command that exports records.

#include <boost/json.hpp>
#include <fstream>
#include <ostream>

#include "exchange/answers.h"
#include "exchange/exchange.h"
#include "exchange/failures.h"
#include "registry/opened.h"

namespace zhiheng::exchange {

Result<int> answer_export(const Invocation& invocation) {
  ZH_TRY(auto opened, registry::open(invocation));
  registry::ListQuery query;
  query.filter = invocation.option("filter");
  if (const auto sort = invocation.options.find("sort"); sort != invocation.options.end()) {
    query.sort = sort->second;
  }
  if (!query.filter.empty() || !query.sort.empty()) opened.store->settle(invocation.interrupted);
  const std::string file = invocation.option("out");
  std::ofstream stream;
  if (!file.empty()) stream.open(file, std::ios::binary);
  std::ostream& target = file.empty() ? *invocation.out : stream;
  const auto write = [&](std::string_view piece) -> Result<void> {
    if (invocation.interrupted != nullptr && *invocation.interrupted)
      return fail(interrupted, file);
    target.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (!target) return fail(cannot_write, file);
    return {};
  };
  ZH_TRY(
      const auto records,
      export_records(*opened.registry, registry::local_operator(), invocation.argument("REGISTER"),
                     query, invocation.option("format", "csv"), invocation.language, write));
  if (!file.empty()) {
    stream.close();
    if (!stream) return fail(cannot_write, file);
    if (invocation.json) {
      *invocation.out << boost::json::serialize(
                             boost::json::object{{"file", file}, {"records", records}})
                      << '\n';
    } else {
      *invocation.messages << records << '\n';
    }
  }
  return 0;
}

}  // namespace zhiheng::exchange
