#pragma once
// Records as people handle them: judged against their declaration, versioned, found again, and
// shown only to those entitled.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "catalog/catalog.h"
#include "registry/access.h"
#include "registry/people.h"
#include "store/store.h"

namespace zhiheng::registry {

// Of lifecycle.h.
struct ClockReading;
struct Consequence;
struct Link;
struct PossibleStep;
struct Work;

/// A record as handed over by a form, an import or the API.
struct Entry {
  std::vector<Value> values;  ///< one per column given beside it
  std::int64_t line = 0;      ///< row of the file; 0: none
};

/// A linked record that a step opened.
struct OpenedRecord {
  std::string register_name, id, key;
};

/// What happened to an entry.
struct Answer {
  store::Outcome outcome = store::Outcome::added;
  std::string id;
  int version = 0;
  std::vector<Error> errors;  ///< when refused; where = field
  std::vector<OpenedRecord> opened = {};
};

/// How a bundle of entries is written.
struct Writing {
  std::string batch = {};  ///< of an import; empty: single records by hand
  /// They become durable only when this is committed; null: at once.
  store::Transaction* transaction = nullptr;
  /// Pointers to this register are not looked up: what they mean was written just before in the
  /// same transaction. Empty: every required pointer is looked up.
  std::string_view known_target = {};
  /// Keys that this import wrote, for pointers within one register; filled and read by put.
  std::set<std::string, std::less<>>* written_keys = nullptr;
  /// The register held nothing when the import began: no present records to merge with.
  bool register_was_empty = false;
  /// Deleted records stay deleted: store.deleted_earlier. Otherwise an entry brings them back.
  bool keep_deleted = false;
  bool only_judge = false;  ///< says what would be refused and writes nothing
};

struct ListQuery {
  std::string filter = {};  ///< expression; empty: all
  std::string search = {};  ///< words looked for in the searchable fields, all of them
  /// "sampled_on" or "-sampled_on"; a field, `state` or `recorded_at`; empty: newest change first
  std::vector<std::string> sort = {};
  std::string after = {};                ///< cursor of the page before; empty: first page
  int limit = 50;                        ///< 1..1000
  std::vector<std::string> fields = {};  ///< empty: all that the person may see
  bool overdue = false;                  ///< only records with a term that has run out
};

/// What somebody sees of a version. Without internal rights, who wrote it and why stay empty.
struct Record {
  std::string id;
  int version = 0;
  std::string state;
  Timestamp recorded_at;
  std::string recorded_by;
  std::string batch;
  std::int64_t line = 0;
  std::string reason;
  std::string step = {};  ///< of the lifecycle that made this version
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
///
/// `of` is always a register of catalog(). A record outside the caller's region, or in a register
/// that the caller may not read, is registry.not_found, like one that never was.
class Registry {
 public:
  /// Declares all registers to the store and keeps both.
  static Result<std::unique_ptr<Registry>> open(std::shared_ptr<const catalog::Catalog> catalog,
                                                std::shared_ptr<store::Store> store);
  ~Registry();

  [[nodiscard]] const catalog::Catalog& catalog() const;
  [[nodiscard]] store::Store& store() const;
  /// @fails  registry.register_unknown
  [[nodiscard]] Result<const catalog::Register*> find_register(std::string_view name) const;
  [[nodiscard]] Access access(const Person& person, const catalog::Register& of) const;

  /// Judges entries without writing, each as a whole record: types, ranges, codes, required
  /// fields, rules (a rule whose condition is null counts as met). One list per entry; where =
  /// field. A column that the register does not have refuses every entry.
  [[nodiscard]] std::vector<std::vector<Error>> check(const catalog::Register& of,
                                                      std::span<const std::string> columns,
                                                      std::vector<Entry> entries) const;

  /// Writes good entries and says why others were refused. Natural keys decide what is new; in an
  /// existing record the columns not given keep their value. A field that points to a record is
  /// looked up only when it is declared required: notices come before the records they mention.
  ///
  /// @fails  registry.not_allowed, registry.column_unknown, and what the store cannot do
  Result<std::vector<Answer>> put(const Person& person, const catalog::Register& of,
                                  std::span<const std::string> columns, std::vector<Entry> entries,
                                  const Writing& writing = {});

  /// Changes one record. `expected`: the version that the person saw.
  /// @fails  registry.not_found, registry.not_allowed, registry.reason_missing,
  ///         store.stale_version; the judgements of check come in the answer
  Result<Answer> change(const Person& person, const catalog::Register& of, const std::string& id,
                        std::optional<int> expected, std::span<const std::string> columns,
                        Entry entry, const std::string& reason);
  Result<Answer> remove(const Person& person, const catalog::Register& of, const std::string& id,
                        std::optional<int> expected, const std::string& reason);
  /// Takes a step of the lifecycle, filling `columns` with `entry` on the way. Without declared
  /// roles, whoever may write may take it. Records that the step opens are written in the same
  /// transaction, or nothing is.
  /// @fails  as change, registry.step_unknown, registry.step_not_possible, registry.same_person,
  ///         registry.extended_enough; an unmet guard (registry.guard_not_met) comes in the answer
  Result<Answer> step(const Person& person, const catalog::Register& of, const std::string& id,
                      std::optional<int> expected, const std::string& step,
                      const std::string& reason, std::span<const std::string> columns = {},
                      Entry entry = {});
  /// Steps that the person may take from the present state, whether or not all is filled in.
  /// @fails  registry.not_found
  Result<std::vector<PossibleStep>> possible_steps(const Person& person,
                                                   const catalog::Register& of,
                                                   const std::string& id);
  /// How the terms of a record stand, in the order of the declaration; not for the public.
  /// @fails  registry.not_found, registry.not_allowed
  Result<std::vector<ClockReading>> clocks(const Person& person, const catalog::Register& of,
                                           const std::string& id, Timestamp now);
  /// Records that this one points to and that point to it, as far as the person may see them; at
  /// most a hundred from each field.
  /// @fails  registry.not_found
  Result<std::vector<Link>> links(const Person& person, const catalog::Register& of,
                                  const std::string& id);

  /// Everything with a running term that the person may see, sorted by what to do about it.
  /// @param limit  of each part
  Result<Work> work(const Person& person, Timestamp now, std::int64_t limit);
  /// Takes the steps that follow from missed terms (Clock::missed_step).
  Result<std::vector<Consequence>> run_clocks(Timestamp now);
  /// Brings the agenda up to the newest commit; work, run_clocks and lists of what is overdue do
  /// so themselves.
  Result<void> follow_clocks();

  /// @fails  registry.not_allowed, registry.cursor_wrong, registry.limit_wrong,
  ///         registry.sort_unknown, registry.search_not_possible, registry.column_unknown, and the
  ///         refusals of the expression; a field that the person may not see does not exist here
  Result<Page> list(const Person& person, const catalog::Register& of, const ListQuery& query);
  /// Calls `record` for every match without paging, in the query's order; false stops. `limit` and
  /// `after` of the query are not looked at. `columns` is filled before the first call.
  Result<void> each(const Person& person, const catalog::Register& of, const ListQuery& query,
                    std::vector<std::string>& columns,
                    const std::function<bool(const Record&)>& record);
  Result<std::int64_t> count(const Person& person, const catalog::Register& of,
                             const ListQuery& query);
  Result<Record> get(const Person& person, const catalog::Register& of, const std::string& id,
                     std::vector<std::string>& columns);
  /// By natural key, in the order of Register::key.
  Result<Record> find(const Person& person, const catalog::Register& of, std::span<const Value> key,
                      std::vector<std::string>& columns);
  /// By natural key as text, its parts joined with '|'.
  Result<Record> find(const Person& person, const catalog::Register& of, std::string_view key,
                      std::vector<std::string>& columns);
  /// Every version, oldest first, deleted records too; not for the public.
  Result<Page> history(const Person& person, const catalog::Register& of, const std::string& id);

  /// The rows that a person may see of a register, as SQL over its columns; empty text: all.
  /// For indicators and exports, so that no route forgets it.
  /// @fails  registry.not_allowed
  [[nodiscard]] Result<Sql> visible_rows(const Person& person, const catalog::Register& of,
                                         Dialect dialect) const;

  struct Inside;  ///< of this room's .cpp files

 private:
  explicit Registry(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

/// The user's sentence for a refusal: that of the broken rule, else the catalog's for the failure.
/// @param of  the register that refused; null when none did
[[nodiscard]] std::string sentence(const catalog::Catalog& catalog, const catalog::Register* of,
                                   const Error& error, Language language);

}  // namespace zhiheng::registry
