#include "catalog/verbs.h"

#include <boost/json.hpp>
#include <ostream>

#include "catalog/catalog.h"

namespace zhiheng::catalog {

namespace {

boost::json::object as_json(const Words& words) { return {{"zh", words.zh}, {"en", words.en}}; }

void print_plain(std::ostream& out, const Loaded& loaded) {
  for (const Error& error : loaded.errors) out << describe(error) << '\n';
  if (!loaded.catalog) return;
  const Catalog& made = *loaded.catalog;
  out << made.registers.size() << " registers, " << made.indicators.size() << " indicators, "
      << made.targets.size() << " targets, " << made.mappings.size() << " mappings, "
      << made.code_lists.size() << " code lists, " << made.calendars.size() << " calendars\n";
}

Result<int> check(const Invocation& call) {
  const std::string folder = find_folder(call.catalog);
  std::vector<std::string> more;
  if (const auto given = call.options.find("more"); given != call.options.end()) {
    more = given->second;
  }
  const Loaded loaded = load(folder, more);
  if (call.json) {
    boost::json::array errors;
    for (const Error& error : loaded.errors) {
      errors.push_back({{"id", std::string(error.failure->id)},
                        {"where", error.where},
                        {"found", error.found},
                        {"wanted", error.wanted}});
    }
    boost::json::object document = {
        {"folder", folder}, {"good", loaded.catalog != nullptr}, {"errors", errors}};
    if (loaded.catalog) {
      document["registers"] = loaded.catalog->registers.size();
      document["indicators"] = loaded.catalog->indicators.size();
      document["targets"] = loaded.catalog->targets.size();
      document["mappings"] = loaded.catalog->mappings.size();
      document["code_lists"] = loaded.catalog->code_lists.size();
    }
    *call.out << boost::json::serialize(document) << '\n';
  } else {
    print_plain(*call.out, loaded);
  }
  return loaded.catalog ? 0 : 1;
}

Result<int> list(const Invocation& call) {
  const Loaded loaded = load(find_folder(call.catalog));
  if (!loaded.catalog) return std::unexpected(loaded.errors.front());
  if (call.json) {
    boost::json::array registers;
    for (const Register& made : loaded.catalog->registers) {
      boost::json::array fields;
      for (const Field& field : made.fields) {
        fields.push_back({{"name", field.name},
                          {"title", as_json(field.title)},
                          {"required", field.required},
                          {"public", field.is_public},
                          {"personal", field.personal}});
      }
      boost::json::array serves(made.serves.begin(), made.serves.end());
      registers.push_back({{"name", made.name},
                           {"title", as_json(made.title)},
                           {"serves", serves},
                           {"fields", fields}});
    }
    *call.out << boost::json::serialize(boost::json::object{{"registers", registers}}) << '\n';
    return 0;
  }
  for (const Register& made : loaded.catalog->registers) {
    *call.out << made.name << "  " << made.title.in(call.language) << '\n';
    for (const Field& field : made.fields) {
      *call.out << "    " << field.name << "  " << field.title.in(call.language)
                << (field.required ? " *" : "") << '\n';
    }
  }
  return 0;
}

}  // namespace

std::vector<Verb> verbs() {
  return {
      Verb{.path = "catalog check",
           .help = {"检查全部声明", "check every declaration"},
           .options = {{.name = "more",
                        .value = "DIR",
                        .help = {"另加一个声明目录", "a further folder of declarations"},
                        .repeated = true}},
           .run = check,
           .description = {"列出每一处错误的文件、行号和原因；有错时退出码为 1。",
                           "Names file, line and reason of every mistake; exit code 1 if any."}},
      Verb{.path = "catalog list",
           .help = {"列出登记册及其字段", "list the registers and their fields"},
           .run = list},
  };
}

}  // namespace zhiheng::catalog
