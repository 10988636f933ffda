#pragma once
// Records of a register as the rooms of plans read them: by the names of the fields.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/registry.h"

namespace zhiheng::plan {

/// What somebody sees of a register's records.
class Rows {
 public:
  /// @param filter  an expression over the register; empty: all
  /// @fails  registry.register_unknown, and as registry::Registry::list
  [[nodiscard]] static Result<Rows> read(registry::Registry& registry,
                                         const registry::Person& person, std::string_view of,
                                         const std::string& filter,
                                         const std::vector<std::string>& sort);

  [[nodiscard]] const std::vector<registry::Record>& records() const { return records_; }
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  /// Null where the field is empty or not shown to the person.
  [[nodiscard]] const Value& value(const registry::Record& record, std::string_view field) const;
  [[nodiscard]] std::string text(const registry::Record& record, std::string_view field) const;
  [[nodiscard]] std::optional<std::int64_t> whole(const registry::Record& record,
                                                  std::string_view field) const;
  [[nodiscard]] std::optional<Date> date(const registry::Record& record,
                                         std::string_view field) const;
  [[nodiscard]] std::optional<double> real(const registry::Record& record,
                                           std::string_view field) const;
  [[nodiscard]] bool flag(const registry::Record& record, std::string_view field) const;
  /// The elements of a field with several values.
  [[nodiscard]] std::vector<std::string> list(const registry::Record& record,
                                              std::string_view field) const;

 private:
  std::vector<std::string> columns_;
  std::vector<registry::Record> records_;
};

/// A text of an expression, quoted.
[[nodiscard]] std::string literal(std::string_view text);
/// `field = 'value'`, as an expression.
[[nodiscard]] std::string equals(std::string_view field, std::string_view value);
/// Both conditions; an empty one is none.
[[nodiscard]] std::string both(const std::string& a, const std::string& b);

/// Elements joined with '|' and back; '|' inside an element becomes a full-width one.
[[nodiscard]] std::string joined(const std::vector<std::string>& elements);
[[nodiscard]] std::vector<std::string> elements_of(std::string_view joined);

}  // namespace zhiheng::plan
