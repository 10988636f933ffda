#pragma once
// Many records that somebody puts at once, and who may put them where.

#include "registry/inside.h"

namespace zhiheng::registry {

/// Everything that one call of put works with.
struct Bundle {
  const Person& person;
  const catalog::Register& of;
  const Judge& judge;
  const Plan& plan;
  std::vector<Entry>& entries;
  std::vector<Answer>& answers;
  std::vector<store::Standing> standings = {};
  std::vector<std::string> states = {};  ///< of the records that are there, once looked up

  /// What would write nothing needs no judging.
  [[nodiscard]] bool is_open(std::size_t i) const {
    return is_good(i) && standings[i] != store::Standing::unchanged;
  }
  [[nodiscard]] bool is_good(std::size_t i) const { return answers[i].errors.empty(); }
  [[nodiscard]] const Value* value(std::size_t i, std::string_view field) const {
    const auto position = of.position(field);
    if (!position || !plan.columns[*position]) return nullptr;
    return &entries[i].values[*plan.columns[*position]];
  }
  /// Empty when a part of the key is missing.
  [[nodiscard]] std::vector<Value> key(std::size_t i) const {
    std::vector<Value> key;
    for (const auto& field : of.key) {
      const Value* part = value(i, field);
      if (part == nullptr || is_null(*part)) return {};
      key.push_back(*part);
    }
    return key;
  }
};

/// Keys of records that are not the person's to write are refused before anything else is judged:
/// what a rule says about a record tells what stands in it.
/// @param present  what the records hold now, one per entry; empty where there is none
void refuse_foreign(const Access& access, const Bundle& bundle,
                    const std::vector<std::vector<Value>>& present);

/// The record as it would become must lie where the person may write.
void judge_region(const Access& access, const Bundle& bundle,
                  const std::vector<std::vector<Value>>& present);

/// Own and assigned rows only: the record as it would become, and whether it still may.
void judge_holding(const Access& access, const Bundle& bundle,
                   const std::vector<std::vector<Value>>& present);

/// All required pointers but those to what the caller wrote just before must lead to a record that
/// is there, and for parts to a whole where the person may write; else they lead nowhere.
[[nodiscard]] Result<void> judge_targets(const Registry::Inside& inside, const Access& access,
                                         const Bundle& bundle, const Writing& writing);

}  // namespace zhiheng::registry
