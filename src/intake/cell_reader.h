#pragma once
// How the cells of one column become values of one field.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/value.h"
#include "catalog/catalog.h"
#include "intake/pattern.h"
#include "intake/source.h"

namespace zhiheng::intake {

/// Cells that mean nothing where a mapping does not say.
[[nodiscard]] const std::vector<std::string>& usual_empty_cells();

class CellReader {
 public:
  /// @param column  of a mapping: words, date format, separator, pattern
  /// @param empty   cells that mean nothing
  /// @param is_key  part of the natural key: a reference must not have lost its zeros
  /// @fails  intake.mapping_wrong
  [[nodiscard]] static Result<CellReader> make(const catalog::Catalog& catalog,
                                               const catalog::Field& field,
                                               const catalog::MappedColumn& column,
                                               const std::vector<std::string>& empty, bool is_key);

  /// From now on a guarded cell gives the text behind its apostrophe.
  void take_guards_off() { unguards_ = true; }

  /// @param value  null for an empty cell
  /// @return false when the cell is refused; then `error` says why, without `where`
  [[nodiscard]] bool read(const Cell& cell, Value& value, Error& error);

  /// Nothing but blanks, or one of the words that mean nothing.
  [[nodiscard]] bool is_empty(std::string_view trimmed) const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Known = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  CellReader(const catalog::Catalog& catalog, const catalog::Field& field);
  [[nodiscard]] bool read_one(std::string_view text, CellKind kind, Value& value, Error& error);
  [[nodiscard]] bool read_list(const Cell& cell, Value& value, Error& error);
  [[nodiscard]] bool read_text(std::string_view text, CellKind kind, Value& value, Error& error);
  [[nodiscard]] bool look_up(std::string_view text, Value& value, Error& error);
  [[nodiscard]] Result<Value> find(std::string_view text) const;
  [[nodiscard]] Result<Value> find_code(std::string_view text) const;
  [[nodiscard]] Result<Value> find_region(std::string_view text) const;
  [[nodiscard]] Result<Value> find_industry(std::string_view text) const;
  [[nodiscard]] Result<Value> find_party(std::string_view text) const;
  [[nodiscard]] Result<Value> find_product(std::string_view text) const;
  [[nodiscard]] Result<Value> find_boolean(std::string_view text) const;

  const catalog::Catalog* catalog_;
  const catalog::Field* field_;
  const catalog::CodeList* codes_ = nullptr;
  std::vector<std::string> empty_;
  std::size_t longest_empty_ = 0;
  std::string date_format_;
  std::vector<std::string> separators_;
  std::unordered_map<std::string, std::string> words_;  ///< matching form -> our code
  std::optional<Pattern> pattern_;
  bool is_key_ = false;
  bool lenient_ = false;
  bool unguards_ = false;
  Known known_;  ///< cells that were looked up before
};

}  // namespace zhiheng::intake
