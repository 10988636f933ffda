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

/// catalog/example/records as tables of one row, by register.
std::map<std::string, std::string> examples() {
  std::map<std::string, std::string> tables;
  const std::string folder = support::source_path("/catalog/example/records");
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::vector<Error> errors;
    auto declared =
        catalog::Declaration::read(file.path().string(), file.path().filename(), errors);
    auto record = declared ? declared->table("record") : std::nullopt;
    if (!record) {
      ADD_FAILURE() << file.path() << " has no [record]";
      continue;
    }
    std::string heads, values;
    for (const auto& field : record->keys()) {
      heads += (heads.empty() ? "" : ",") + cell(field);
      values += (values.empty() ? "" : ",") + cell(record->text(field));
    }
    for (const auto& error : errors) ADD_FAILURE() << describe(error);
    tables.emplace(file.path().stem().string(), heads + "\n" + values + "\n");
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
    if (registry_->catalog().find_register(name) == nullptr) return "no such register";
    const std::string path = folder_.file(name + ".csv");
    std::ofstream(path, std::ios::binary) << table;
    const auto report = import_file(*registry_, everybody(), name, path, {});
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
      why[item.first] = refusal(item.first, item.second);
      return why[item.first].empty();
    });
  }
  for (const auto& [name, table] : left) ADD_FAILURE() << name << ": " << why[name];
}

}  // namespace
}  // namespace zhiheng::exchange
