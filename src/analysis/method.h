#pragma once
// A statistical method as data: what it answers, how it is called, and the function that runs it.

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/answer.h"
#include "analysis/table.h"
#include "base/result.h"
#include "base/words.h"
#include "stat/parallel.h"

namespace zhiheng::analysis {

/// One option of a method.
struct Setting {
  enum class Kind {
    number,  ///< not beyond 1e50 in size
    whole,
    flag,    ///< a switch; "false" and "true" in a case file
    choice,  ///< one of `choices`
    text,
    table,  ///< a further CSV file
  };
  std::string name = {};  ///< without dashes
  Kind kind = Kind::number;
  std::string otherwise = {};  ///< used when it is not given; "" for none
  Words help = {};
  std::vector<std::string> choices = {};
};

/// What the method is given: its tables and settings, already of their kinds.
class Call {
 public:
  [[nodiscard]] const Table& in() const { return tables.at("in"); }
  [[nodiscard]] const Table* table(const std::string& name) const;
  [[nodiscard]] bool has(const std::string& setting) const;
  [[nodiscard]] double number(const std::string& setting) const;
  [[nodiscard]] std::int64_t whole(const std::string& setting) const;
  [[nodiscard]] bool flag(const std::string& setting) const;
  [[nodiscard]] const std::string& text(const std::string& setting) const;
  /// --threads, where the method has it, and what Ctrl-C sets.
  [[nodiscard]] stat::Threads threads() const;
  /// For long loops over rows or groups: has the user asked to stop?
  /// @fails interrupted
  [[nodiscard]] Result<void> go_on() const;
  /// The refusal of a setting that is of its kind but does not fit.
  [[nodiscard]] std::unexpected<Error> refuse(const std::string& setting, std::string wanted) const;
  /// The text of a file below the catalog's folder, such as "acceptance/single_plans.tsv".
  /// @fails file_unreadable
  [[nodiscard]] Result<std::string> declared(const std::string& file) const;

  /// The columns of `in` by these names and those that the user wants kept, as they stand.
  /// @fails column_missing
  [[nodiscard]] Result<Answer> echo(const std::vector<std::string>& names) const;

  std::map<std::string, Table> tables;
  std::map<std::string, std::string> settings;  ///< every setting that has a value
  std::vector<std::string> keep;                ///< columns of `in` to repeat in the answer
  std::string catalog;                          ///< folder of the declarations
  const std::atomic<bool>* interrupted = nullptr;
};

struct Method {
  std::string name;     ///< the verb: `zhiheng stat NAME`
  Words group;          ///< heading in the catalogue
  Words title;          ///< one line
  Words columns;        ///< what `in` must hold and what comes out
  std::string formula;  ///< in plain signs
  std::string source;   ///< paper or standard
  std::vector<Setting> settings;
  std::function<Result<Answer>(const Call&)> run;
};

/// Settings of a method brought to their kinds, defaults filled in.
///
/// @param given  by name; tables are file names there and are left to the caller
/// @fails setting_unknown, setting_wrong
[[nodiscard]] Result<std::map<std::string, std::string>> settings_of(
    const Method& method, const std::map<std::string, std::string>& given);

/// All methods, in the order of the catalogue.
[[nodiscard]] const std::vector<Method>& methods();
/// @fails method_unknown
[[nodiscard]] Result<const Method*> find_method(std::string_view name);

}  // namespace zhiheng::analysis
