#pragma once
// The cube in a DuckDB file of its own.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "cube/cube.h"
#include "cube/duck.h"
#include "cube/projection.h"
#include "cube/slot.h"
#include "cube/summary.h"

namespace zhiheng::cube {

/// DuckDB numbers the rows of a transaction that has not yet ended from 2^55 (rounded to a whole
/// row group), far above all others.
inline constexpr const char* uncommitted = "rowid >= 36028797018960000";

/// The newest versions of changed records.
struct UuidHash {
  std::size_t operator()(const Uuid& id) const {
    std::size_t hash = 0;
    for (const auto byte : id.bytes) hash = hash * 31 + byte;
    return hash;
  }
};
using Latest = std::unordered_map<Uuid, store::Version, UuidHash>;

/// How far the summaries of a register go.
struct Reached {
  std::int64_t commit = 0;   ///< records of later commits are not in them yet
  std::int64_t waiting = 0;  ///< how many these are, at most
};

class DuckCube final : public Cube {
 public:
  static Result<std::unique_ptr<Cube>> open(const catalog::Catalog& catalog, store::Store& store,
                                            const std::string& folder);
  ~DuckCube() override;

  Result<std::int64_t> refresh(const std::atomic<bool>* stop) override;
  Result<Table> query(const Sql& sql, const std::atomic<bool>* stop) override;
  Result<void> rebuild(const std::atomic<bool>* stop) override;
  [[nodiscard]] std::vector<Summary> summaries(const std::string& register_name) const override;
  [[nodiscard]] Dialect dialect() const override { return Dialect::duckdb; }
  [[nodiscard]] std::int64_t position() const override { return position_.load(); }
  [[nodiscard]] std::string place() const override { return slot_.file(); }
  [[nodiscard]] bool behind() const override;

 private:
  DuckCube(store::Store& store, std::vector<Relation> relations,
           std::vector<SummaryTable> summaries, Slot slot);

  // All of these want writer_ held.
  Result<void> start(bool discard);
  Result<bool> attach();
  Result<void> create();
  Result<bool> fits_store();
  Result<std::int64_t> catch_up(const std::atomic<bool>* stop);
  Result<void> take_in(const std::vector<store::Segment>& segments);
  Result<void> take_in_table(const Relation& relation,
                             const std::vector<const store::Segment*>& segments);
  Result<void> create_summaries();
  Result<void> check_summaries();
  Result<void> read_counted();
  Result<void> supersede(const Relation& relation, const Latest& changed);
  Result<void> keep_summaries(const Relation& relation, std::int64_t added, bool changed,
                              std::int64_t commit);
  Result<void> in_transaction(const std::function<Result<void>()>& work);
  [[nodiscard]] Reached counted(const Relation& relation) const;
  [[nodiscard]] bool has_summaries(const Relation& relation) const;
  Result<void> summarise(const Relation& relation, const std::string& where, bool taken_off);
  Result<void> count_waiting(const Relation& relation, std::int64_t commit);
  Result<void> count_when_quiet();
  Result<void> pass_on(const Relation& relation);
  Result<void> shorten(const Relation& relation);
  Result<void> remember(std::int64_t commit, bool complete);

  Result<Table> query_once(const Sql& sql, const std::atomic<bool>* stop);
  Result<void> heal(std::uint64_t seen, bool discard);

  store::Store& store_;
  const std::vector<Relation> relations_;
  const std::vector<SummaryTable> tables_;
  const std::string layout_;
  const Slot slot_;

  std::timed_mutex writer_;  ///< one refresh or rebuild at a time
  std::unique_ptr<DuckConnection> writing_;

  std::shared_mutex open_;  ///< shared: a query runs; unique: the file is closed or replaced
  std::unique_ptr<DuckFile> file_;
  std::mutex pool_mutex_;
  std::vector<std::unique_ptr<DuckConnection>> pool_;

  mutable std::mutex lines_mutex_;
  std::vector<std::int64_t> lines_;         ///< of each summary, as far as committed
  std::map<std::string, Reached> counted_;  ///< by the name of the relation
  std::map<std::string, Reached> staged_;   ///< what of it changes when the transaction ends
  Timestamp newest_at_{};  ///< when the newest commit included was made, as far as we saw it come

  std::atomic<std::int64_t> position_{0};
  std::atomic<bool> complete_{false};         ///< the first filling came to its end
  std::atomic<std::uint64_t> generation_{0};  ///< counts the openings
};

}  // namespace zhiheng::cube
