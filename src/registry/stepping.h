#pragma once
// A step under way: the record as it will be, judged before anything is written.

#include "registry/changing.h"
#include "registry/lifecycle.h"

namespace zhiheng::registry {

class Stepping {
 public:
  /// What is given must outlive this.
  Stepping(const Registry::Inside& inside, const Person& person, const catalog::Register& of,
           const catalog::Step& step, const store::Version& present, Timestamp at);

  /// Conflicts of interest, and extensions that were used up.
  /// @fails  registry.same_person, registry.extended_enough
  [[nodiscard]] Result<void> check_past(std::span<const Past> past) const;
  /// Fills in what the person gives along with the step: what it asks for, and whatever else the
  /// person may write.
  /// @fails  registry.not_allowed, registry.not_of_step, registry.column_unknown
  [[nodiscard]] Result<void> take_in(const Access& access, std::span<const std::string> columns,
                                     Entry entry);
  /// Fills in what the step sets by itself.
  void apply_sets();
  /// Everything that is wrong with the record as it will be, then the guard.
  void judge();
  /// Makes the linked records that the step opens, and judges them.
  [[nodiscard]] Result<void> prepare_openings();
  /// What is to be written: the record, then what it opens.
  [[nodiscard]] std::vector<PlannedWrite> writes(std::optional<int> expected,
                                                 const std::string& reason);

  [[nodiscard]] const std::vector<Error>& errors() const { return errors_; }

 private:
  /// A linked record about to be written.
  struct Opened {
    const catalog::Register* of = nullptr;
    std::vector<std::string> columns;
    std::vector<Value> values;
    std::string key;
  };

  void set(std::size_t field, Value value);
  [[nodiscard]] std::vector<std::string> columns() const;
  [[nodiscard]] store::Draft draft(std::optional<int> expected, const std::string& reason) const;
  [[nodiscard]] Result<Opened> prepare(const catalog::Opening& opening) const;
  [[nodiscard]] Result<std::string> free_key(const catalog::Register& of,
                                             const std::string& stem) const;

  const Registry::Inside& inside_;
  const Person& person_;
  const catalog::Register& of_;
  const catalog::Step& step_;
  const store::Version& present_;
  Timestamp at_;
  std::vector<Value> record_;  ///< fields, state, recorded_at, actor: as expressions count them
  std::vector<bool> columns_;  ///< fields that the step changes
  std::vector<Opened> openings_;
  std::vector<Error> errors_;
};

}  // namespace zhiheng::registry
