#pragma once
// Is this record what its register asks for? One judge per register, made once; the work of a
// record allocates nothing when there is nothing to complain about.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "catalog/catalog.h"

namespace zhiheng::registry {

/// Which fields the columns of a bundle of entries fill.
struct Plan {
  std::vector<std::size_t> fields;  ///< position in Register::fields, one per column
  std::vector<std::optional<std::size_t>> columns;  ///< column of each field, if it has one
  std::vector<std::size_t> absent;                  ///< required fields that no column fills
  /// Rules that name both a column and a field that no column fills: judging them takes the
  /// present record.
  bool straddles = false;
};

/// Room for one record at a time, kept between records so that its texts need no new memory.
struct Scratch {
  std::vector<Value> record;  ///< fields, state, recorded_at: as expressions count them
};

class Judge {
 public:
  Judge(const catalog::Catalog& catalog, const catalog::Register& of);

  /// @fails  registry.column_unknown, also for a column given twice
  [[nodiscard]] Result<Plan> plan(std::span<const std::string> columns) const;
  [[nodiscard]] Scratch scratch() const;

  /// Brings values to the form in which they are stored, where that loses nothing: texts to NFC,
  /// numbers to the places of the field, GTINs to 14 digits, organisation codes without hyphen,
  /// empty texts to null.
  void prepare(const Plan& plan, std::span<Value> values) const;

  /// Everything that is wrong with one prepared record; nothing is added when it is right.
  /// @param present  what the record holds now, in the order of Register::fields; empty: nothing
  void judge(const Plan& plan, std::span<const Value> values, std::span<const Value> present,
             std::string_view state, Timestamp now, Scratch& scratch,
             std::vector<Error>& errors) const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Codes = std::unordered_set<std::string, TextHash, std::equal_to<>>;
  /// What is looked at in a field, in the order of the declaration.
  struct Gauge {
    const catalog::Field* field = nullptr;
    std::size_t kind = 0;  ///< position in Value that the field is stored as
    Codes codes;           ///< of its list
  };

  void judge_value(const Gauge& gauge, const Value& value, std::vector<Error>& errors) const;
  void judge_text(const Gauge& gauge, std::string_view text, std::vector<Error>& errors) const;
  void judge_element(const Gauge& gauge, std::string_view text, std::vector<Error>& errors) const;
  void judge_rules(const Plan& plan, std::span<const Value> values, std::span<const Value> present,
                   std::string_view state, Timestamp now, Scratch& scratch,
                   std::vector<Error>& errors) const;

  const catalog::Catalog& catalog_;
  const catalog::Register& register_;
  std::vector<Gauge> gauges_;
};

}  // namespace zhiheng::registry
