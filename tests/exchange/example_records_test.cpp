// Every register accepts its example, read from a file as its users bring it.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "catalog/declaration.h"
#include "exchange/exchange.h"
#include "support/place.h"
#include "support/source.h"

namespace zhiheng::exchange {
namespace {

std::string cell(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

/// A record as a table of one row.
struct ExampleTable {
  std::string register_name, table;
};

/// catalog/example/records, by file and number: a register with kinds has a record of each.
std::map<std::string, ExampleTable> examples() {
  std::map<std::string, ExampleTable> tables;
  const std::string folder = support::source_path("/catalog/example/records");
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::vector<Error> errors;
    auto declared =
        catalog::Declaration::read(file.path().string(), file.path().filename(), errors);
    auto records = declared ? declared->one_or_more("record") : std::vector<catalog::Declaration>();
    if (records.empty()) ADD_FAILURE() << file.path() << " has no [record]";
    const std::string name = file.path().stem().string();
    for (auto& record : records) {
      std::string heads, values;
      for (const auto& field : record.keys()) {
        heads += (heads.empty() ? "" : ",") + cell(field);
        values += (values.empty() ? "" : ",") + cell(record.text(field));
      }
      tables.emplace(name + "#" + std::to_string(tables.size()),
                     ExampleTable{name, heads + "\n" + values + "\n"});
    }
    for (const auto& error : errors) ADD_FAILURE() << describe(error);
  }
  return tables;
}

/// Whoever is none of the own, assigned or regional people.
registry::Person everybody() {
  registry::Person person{.user = "all", .name = "全", .roles = {}, .region = ""};
  for (const auto& role : support::shipped_catalog()->roles) person.roles.push_back(role.name);
  return person;
}

class ExampleRecords : public support::OnBothEngines {
 protected:
  /// What stands against the table; empty when it was taken in.
  std::string refusal(const std::string& name, const std::string& table) {
    const auto* of = registry_->catalog().find_register(name);
    if (of == nullptr) return "no such register";
    // What nobody imports, because it is asked for one by one, comes from the program here.
    registry::Person person = everybody();
    person.system = !registry_->access(person, *of).import;
    const std::string path = folder_.file(name + ".csv");
    std::ofstream(path, std::ios::binary) << table;
    const auto report = import_file(*registry_, person, name, path, {});
    if (!report) return describe(report.error());
    if (report->added == 1) return {};
    return report->refusals.empty() ? "nothing added" : describe(report->refusals.front().error);
  }
};
ZH_ON_BOTH_ENGINES(ExampleRecords);

// What points to another is entered after it; nothing may be left at the end.
TEST_P(ExampleRecords, AreAcceptedByTheirRegisters) {
  auto left = examples();
  ASSERT_GT(left.size(), 90U);
  std::map<std::string, std::string> why;
  for (std::size_t before = left.size() + 1; !left.empty() && left.size() < before;) {
    before = left.size();
    std::erase_if(left, [&](const auto& item) {
      why[item.first] = refusal(item.second.register_name, item.second.table);
      return why[item.first].empty();
    });
  }
  for (const auto& [name, example] : left) ADD_FAILURE() << name << ": " << why[name];
}

}  // namespace
}  // namespace zhiheng::exchange
