#pragma once
// Writes the rows of one file: judges a chunk, writes its good rows, commits now and then, counts.

#include <chrono>
#include <map>
#include <memory>
#include <set>

#include "exchange/exchange.h"
#include "exchange/forerunner.h"

namespace zhiheng::exchange {

class BatchWriter {
 public:
  BatchWriter(registry::Registry& registry, const registry::Person& person, std::string batch,
              const ImportOptions& options, Forerunner& forerunner, ImportReport& report);

  /// How the file was understood; before the first chunk.
  /// @fails  registry.register_unknown, registry.not_allowed
  Result<void> begin(const intake::Reading& reading);
  Result<void> take(intake::Chunk chunk);
  /// Commits what is open, or drops it when all-or-nothing met a refused row.
  Result<void> finish();
  /// Rows that are durable.
  [[nodiscard]] std::int64_t durable_rows() const { return durable_rows_; }

 private:
  /// The rows of a chunk that go to one register.
  struct Share {
    std::vector<registry::Entry> entries;
  };
  /// A register that the file fills.
  struct Goal {
    const catalog::Register* of = nullptr;
    std::vector<std::string> columns;
    bool was_empty = false;
    std::map<std::string, std::string> headers;  ///< of the file, by field
  };
  /// What happened so far; a chunk's part is counted when its transaction is committed.
  struct Counts {
    std::int64_t added = 0, changed = 0, unchanged = 0;
    std::int64_t other_added = 0, other_changed = 0, other_unchanged = 0;
  };

  Result<void> list_refusals(const intake::Chunk& chunk);
  Result<void> judge_together(std::vector<Share>& shares);
  /// @return  the lines that wrote nothing because their record was deleted earlier
  Result<std::set<std::int64_t>> write(std::size_t goal, std::vector<registry::Entry> entries,
                                       bool only_judge);
  void drop_lines(std::vector<Share>& shares, const std::set<std::int64_t>& lines) const;
  void refuse(std::int64_t line, const Goal& goal, const Error& error);
  void count(std::size_t goal, store::Outcome outcome);
  Result<void> open_transaction();
  Result<void> commit();
  [[nodiscard]] registry::Writing writing(std::size_t goal);

  registry::Registry& registry_;
  const registry::Person& person_;
  std::string batch_;
  bool all_or_nothing_;
  bool revive_;
  std::int64_t rows_per_commit_;
  Forerunner& forerunner_;
  ImportReport& report_;
  std::vector<Goal> goals_;
  std::unique_ptr<store::Transaction> transaction_;
  std::set<std::string, std::less<>> written_keys_;  ///< for pointers within one register
  std::chrono::steady_clock::time_point opened_;
  std::int64_t open_rows_ = 0;
  std::int64_t durable_rows_ = 0;
  Counts open_;  ///< in the open transaction
};

}  // namespace zhiheng::exchange
