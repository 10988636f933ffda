#pragma once
// Records as people handle them: judged against their declaration, versioned, found again, and
// shown only to those entitled.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "catalog/catalog.h"
#include "registry/people.h"
#include "store/store.h"

namespace zhiheng::registry {

/// A record as handed over by a form, an import or the API.
struct Entry {
  std::vector<Value> values;  ///< one per column given beside it
  std::int64_t line = 0;      ///< row of the file; 0: none
};

/// What happened to an entry.
struct Answer {
  store::Outcome outcome = store::Outcome::added;
  std::string id;
  int version = 0;
  std::vector<Error> errors;  ///< when refused; where = field
};

struct ListQuery {
  std::string filter;               ///< expression; empty: all
  std::string search;               ///< words looked for in the searchable fields
  std::vector<std::string> sort;    ///< "sampled_on" or "-sampled_on"
  std::string after;                ///< cursor of the page before; empty: first page
  int limit = 50;                   ///< 1..1000
  std::vector<std::string> fields;  ///< empty: all that the person may see
};

struct Record {
  std::string id;
  int version = 0;
  std::string state;
  Timestamp recorded_at;
  std::string recorded_by;
  std::string batch;
  std::int64_t line = 0;
  std::string reason;
  bool deleted = false;
  std::string hash;           ///< hexadecimal
  std::vector<Value> values;  ///< one per column of the page
};

struct Page {
  std::vector<std::string> columns;  ///< fields the person may see
  std::vector<Record> records;
  std::string next;  ///< cursor; empty: last page
};

/// The registers of a store. From many threads.
class Registry {
 public:
  /// Declares all registers to the store and keeps both.
  static Result<std::unique_ptr<Registry>> open(std::shared_ptr<const catalog::Catalog> catalog,
                                                std::shared_ptr<store::Store> store);
  ~Registry();

  [[nodiscard]] const catalog::Catalog& catalog() const;
  [[nodiscard]] store::Store& store() const;

  /// Judges entries without writing: types, ranges, codes, required fields, rules.
  [[nodiscard]] std::vector<std::vector<Error>> check(const catalog::Register& of,
                                                      std::span<const std::string> columns,
                                                      std::span<const Entry> entries) const;

  /// Writes good entries and says why others were refused. Natural keys decide what is new.
  /// With `transaction` they become durable only when that is committed.
  Result<std::vector<Answer>> put(const Person& person, const catalog::Register& of,
                                  std::span<const std::string> columns,
                                  std::span<const Entry> entries, const std::string& batch,
                                  store::Transaction* transaction = nullptr);

  /// Changes one record. `expected`: the version that the person saw.
  /// @fails  registry.not_found, store.stale_version, the judgements of check
  Result<Answer> change(const Person& person, const catalog::Register& of, const std::string& id,
                        std::optional<int> expected, std::span<const std::string> columns,
                        const Entry& entry, const std::string& reason);
  Result<Answer> remove(const Person& person, const catalog::Register& of, const std::string& id,
                        std::optional<int> expected, const std::string& reason);
  /// Takes a step of the lifecycle.
  Result<Answer> step(const Person& person, const catalog::Register& of, const std::string& id,
                      std::optional<int> expected, const std::string& step,
                      const std::string& reason);

  Result<Page> list(const Person& person, const catalog::Register& of, const ListQuery& query);
  Result<std::int64_t> count(const Person& person, const catalog::Register& of,
                             const ListQuery& query);
  Result<Record> get(const Person& person, const catalog::Register& of, const std::string& id,
                     std::vector<std::string>& columns);
  /// By natural key.
  Result<Record> find(const Person& person, const catalog::Register& of, std::span<const Value> key,
                      std::vector<std::string>& columns);
  /// Every version, oldest first.
  Result<Page> history(const Person& person, const catalog::Register& of, const std::string& id);

  /// The rows that a person may see of a register, as SQL over its columns; empty text: all.
  /// For indicators and exports, so that no route forgets it.
  [[nodiscard]] Result<Sql> visible_rows(const Person& person, const catalog::Register& of,
                                         Dialect dialect) const;

 private:
  struct Inside;
  explicit Registry(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace zhiheng::registry
