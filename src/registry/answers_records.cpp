// The commands that read records.

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <ostream>

#include "registry/answers.h"
#include "registry/failures.h"
#include "registry/file_verbs.h"
#include "registry/lifecycle_json.h"
#include "registry/names.h"
#include "registry/opened.h"

namespace zhiheng::registry {
namespace {

namespace json = boost::json;

json::value json_of(const Value& value) {
  if (is_null(value)) return nullptr;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* time = std::get_if<Timestamp>(&value)) return json::string(to_china_text(*time));
  return json::string(to_text(value));
}

json::object json_of(const Record& record, const std::vector<std::string>& columns) {
  json::object values;
  for (std::size_t i = 0; i < columns.size(); ++i) values[columns[i]] = json_of(record.values[i]);
  return {{"id", record.id},
          {"version", record.version},
          {"state", record.state},
          {"recorded_at", to_china_text(record.recorded_at)},
          {"recorded_by", record.recorded_by},
          {"batch", record.batch},
          {"row", record.line},
          {"reason", record.reason},
          {"step", record.step},
          {"deleted", record.deleted},
          {"hash", record.hash},
          {"values", std::move(values)}};
}

std::string title_of(const catalog::Register& of, const std::string& column, Language language) {
  const auto* field = of.find_field(column);
  return field == nullptr ? column : field->title.in(language);
}

/// A code with its meaning, a key with the name of its record, each of a list; everything else as
/// it stands.
std::string shown(const catalog::Catalog& catalog, const catalog::Field* field, const Value& value,
                  const Names& names, Language language) {
  if (const auto* time = std::get_if<Timestamp>(&value)) return to_china_text(*time);
  std::string text = to_text(value);
  const auto* codes = field == nullptr ? nullptr : catalog.find_codes(field->codes);
  const auto* pointed = field == nullptr ? nullptr : pointed_register(catalog, *field);
  if (codes == nullptr && pointed == nullptr) return text;
  std::string line;
  const bool several = codes != nullptr || field->list;  // the bar also joins the parts of a key
  for (std::size_t from = 0; from <= text.size();) {
    const auto bar = several ? std::min(text.find('|', from), text.size()) : text.size();
    const std::string code = text.substr(from, bar - from);
    const auto* known = codes == nullptr ? nullptr : codes->find(code);
    const auto name = known != nullptr ? std::string_view(known->title.in(language))
                                       : name_in(names, pointed, code);
    line.append(line.empty() ? "" : ", ").append(code);
    if (!name.empty()) line.append(" (").append(name).append(")");
    from = bar + 1;
  }
  return line;
}

/// One record as a person reads it: a line per field that is filled.
void print(const Invocation& invocation, const catalog::Catalog& catalog,
           const catalog::Register& of, const Record& record,
           const std::vector<std::string>& columns, const Names& names) {
  std::ostream& out = *invocation.out;
  out << record.id << "  v" << record.version << "  " << record.state << "  "
      << to_china_text(record.recorded_at) << "  " << record.recorded_by;
  if (record.deleted) out << (invocation.language == Language::zh ? "  已删除" : "  deleted");
  if (!record.reason.empty()) out << "  " << record.reason;
  out << '\n';
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (is_null(record.values[i])) continue;
    out << "  " << title_of(of, columns[i], invocation.language) << ": "
        << shown(catalog, of.find_field(columns[i]), record.values[i], names, invocation.language)
        << '\n';
  }
}

}  // namespace

Result<int> limit_of(const Invocation& invocation) {
  const std::string text = invocation.option("limit", "50");
  int limit = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (problem != std::errc() || end != text.data() + text.size()) {
    return fail(limit_wrong, "limit", text, "1..1000");
  }
  return limit;
}

Result<Record> find_record(Opened& opened, const catalog::Register& of, const std::string& which,
                           std::vector<std::string>& columns) {
  const Person person = local_operator();
  if (parse_uuid(which)) return opened.registry->get(person, of, which, columns);
  return opened.registry->find(person, of, which, columns);
}

Result<int> answer_list(const Invocation& invocation) {
  ZH_TRY(auto opened, open(invocation));
  ZH_TRY(const auto* of, opened.registry->find_register(invocation.argument("REGISTER")));
  ListQuery query;
  query.filter = invocation.option("filter");
  query.search = invocation.option("search");
  query.after = invocation.option("after");
  query.overdue = invocation.has("overdue");
  if (const auto sort = invocation.options.find("sort"); sort != invocation.options.end()) {
    query.sort = sort->second;
  }
  ZH_TRY(query.limit, limit_of(invocation));
  if (!query.filter.empty() || !query.sort.empty()) opened.store->settle(invocation.interrupted);
  const Person person = local_operator();
  ZH_TRY(const auto page, opened.registry->list(person, *of, query));
  std::int64_t total = -1;
  if (invocation.has("count")) {
    ZH_TRY(total, opened.registry->count(person, *of, query));
  }
  if (!invocation.json) {
    ZH_TRY(const auto names, names_of(*opened.registry, person, *of, page));
    for (const auto& record : page.records) {
      print(invocation, *opened.catalog, *of, record, page.columns, names);
    }
    const bool zh = invocation.language == Language::zh;
    if (total >= 0) {
      *invocation.messages << (zh ? "共 " : "") << total << (zh ? " 条" : " in all") << '\n';
    }
    if (!page.next.empty()) *invocation.messages << "--after " << page.next << '\n';
    return 0;
  }
  json::array records;
  for (const auto& record : page.records) records.push_back(json_of(record, page.columns));
  json::object document{{"columns", json::value_from(page.columns)},
                        {"records", std::move(records)},
                        {"next", page.next}};
  if (total >= 0) document["count"] = total;
  *invocation.out << json::serialize(document) << '\n';
  return 0;
}

Result<int> answer_show(const Invocation& invocation) {
  ZH_TRY(auto opened, open(invocation));
  ZH_TRY(const auto* of, opened.registry->find_register(invocation.argument("REGISTER")));
  const std::string which = invocation.argument("RECORD");
  if (!invocation.has("history")) {
    std::vector<std::string> columns;
    ZH_TRY(const auto record, find_record(opened, *of, which, columns));
    const Person person = local_operator();
    ZH_TRY(const auto clocks, opened.registry->clocks(person, *of, record.id, now()));
    ZH_TRY(const auto links, opened.registry->links(person, *of, record.id));
    if (invocation.json) {
      json::object document = json_of(record, columns);
      document["clocks"] = clocks_json(clocks);
      document["links"] = links_json(*opened.catalog, links);
      *invocation.out << json::serialize(document) << '\n';
    } else {
      ZH_TRY(const auto names,
             names_of(*opened.registry, person, *of, columns, std::span(&record, 1)));
      print(invocation, *opened.catalog, *of, record, columns, names);
      print_clocks(invocation, clocks);
      print_links(invocation, links);
    }
    return 0;
  }
  std::string id = which;
  if (!parse_uuid(which)) {
    std::vector<std::string> columns;
    ZH_TRY(const auto record, find_record(opened, *of, which, columns));
    id = record.id;
  }
  ZH_TRY(const auto page, opened.registry->history(local_operator(), *of, id));
  ZH_TRY(const auto names, names_of(*opened.registry, local_operator(), *of, page));
  json::array versions;
  for (const auto& version : page.records) {
    if (invocation.json) {
      versions.push_back(json_of(version, page.columns));
    } else {
      print(invocation, *opened.catalog, *of, version, page.columns, names);
    }
  }
  if (invocation.json) {
    *invocation.out << json::serialize(json::object{{"columns", json::value_from(page.columns)},
                                                    {"versions", std::move(versions)}})
                    << '\n';
  }
  return 0;
}

}  // namespace zhiheng::registry
