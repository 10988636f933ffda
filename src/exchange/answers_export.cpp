// The command that exports records.

#include <boost/json.hpp>
#include <fstream>
#include <ostream>

#include "exchange/answers.h"
#include "exchange/exchange.h"
#include "exchange/failures.h"
#include "registry/opened.h"

namespace zhiheng::exchange {
namespace {

/// Lines of JSON as one document: a list, written as the lines come.
class ListOfLines {
 public:
  [[nodiscard]] std::string take(std::string_view lines) {
    std::string text;
    for (const char sign : lines) {
      if (sign != '\n') {
        if (at_start_) text.append(first_ ? "[" : ",\n");
        at_start_ = first_ = false;
        text.push_back(sign);
      } else {
        at_start_ = true;
      }
    }
    return text;
  }
  [[nodiscard]] std::string end() const { return first_ ? "[]\n" : "]\n"; }

 private:
  bool first_ = true;
  bool at_start_ = true;
};

}  // namespace

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
  const bool as_list = invocation.json && file.empty();
  ListOfLines list;
  const auto write = [&](std::string_view piece) -> Result<void> {
    if (invocation.interrupted != nullptr && *invocation.interrupted)
      return fail(interrupted, file);
    std::string listed;
    if (as_list) piece = listed = list.take(piece);
    target.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (!target) return fail(cannot_write, file);
    return {};
  };
  ZH_TRY(const auto records, export_records(*opened.registry, registry::local_operator(),
                                            invocation.argument("REGISTER"), query,
                                            as_list ? "ndjson" : invocation.option("format", "csv"),
                                            invocation.language, write, invocation.has("names")));
  if (as_list) *invocation.out << list.end();
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
