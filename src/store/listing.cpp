#include "store/listing.h"

#include <algorithm>

#include "store/database.h"
#include "store/failures.h"
#include "store/select.h"

namespace zhiheng::store {
namespace {

/// An index that a condition of the list leads into.
struct Entrance {
  std::string index = {};                 ///< empty for a search index
  std::vector<std::string> columns = {};  ///< that it holds
  const Sql* seqs = nullptr;              ///< what a search index gives
  std::int64_t rows = 0;                  ///< as far as they were counted
};

/// One list on one connection. The planner of SQLite knows nothing of how the data lie, and that of
/// PostgreSQL believes that conditions have nothing to do with the order.
class Listing {
 public:
  Listing(Connection& connection, const Layout& layout, const Cipher* cipher, const Select& select,
          std::span<const Narrowing> narrowings, const Patience& patience, bool spread)
      : connection_(connection),
        layout_(layout),
        cipher_(cipher),
        select_(select),
        narrowings_(narrowings),
        patience_(patience),
        apart_{.sort_apart = connection.dialect() == Dialect::postgresql && !spread} {
    // Without a search PostgreSQL knows itself which index leads to fewest.
    const bool searched =
        std::ranges::find(narrowings, "seq", &Narrowing::column) != narrowings.end();
    for (const Narrowing& one : narrowings) {
      if (one.column == "seq") entrances_.push_back({.seqs = &one.where});
      for (const auto& columns : layout.table.indexes) {
        const std::string index = index_name(layout, columns);
        const bool known =
            std::ranges::find(entrances_, index, &Entrance::index) != entrances_.end();
        if (!(is_lite() || searched) || known || columns.front() != one.column) continue;
        entrances_.push_back({.index = index, .columns = columns});
        // There an index ends with the id.
        auto& held = entrances_.back().columns;
        if (!is_lite()) held.erase(std::ranges::find(held, "id"), held.end());
      }
    }
  }

  Result<std::vector<Version>> page() {
    ZH_TRY(const Entrance* entrance, narrowest(patience_.few, patience_.look_ms));
    const auto in_order = way_in_order();
    if (entrance != nullptr && entrance->rows < patience_.few) {
      // Some thousand records need not be read to be sorted where an index on the order has the
      // page soon.
      if (is_lite() && in_order && entrance->rows > patience_.few / 8 && !holds_order(*entrance)) {
        ZH_TRY(auto soon, page_within(select_, *in_order, patience_.look_ms));
        if (soon) return *std::move(soon);
      }
      return page_through(*entrance);
    }
    if (in_order) {
      const bool or_else = !entrances_.empty() || !is_lite();
      // How many texts hold a word PostgreSQL cannot know, and takes it for few.
      keep_order_ = !is_lite() && entrance != nullptr;
      auto tried = page_within(select_, *in_order, or_else ? patience_.walk_ms : 0);
      keep_order_ = false;
      ZH_TRY(auto found, std::move(tried));
      if (found) return *std::move(found);
    }
    ZH_TRY(entrance, narrowest(patience_.many, 2 * patience_.walk_ms));
    if (entrance != nullptr && entrance->rows < patience_.many) return page_through(*entrance);
    return page_by(select_, apart_);
  }

  Result<std::int64_t> count(std::int64_t most) {
    ZH_TRY(const Entrance* entrance, narrowest(patience_.few, patience_.look_ms));
    if (entrance != nullptr && entrance->rows >= patience_.few) {
      const Way way = is_lite() ? way_of(*entrance) : Way{};
      ZH_TRY(const auto soon,
             count_within(is_lite() ? through(*entrance) : select_, way, most, patience_.walk_ms));
      if (soon) return *soon;
      ZH_TRY(entrance, narrowest(patience_.many, 2 * patience_.walk_ms));
    }
    if (entrance != nullptr) {
      ZH_TRY(const auto counted, count_within(through(*entrance), way_of(*entrance), most, 0));
      if (counted) return *counted;
    }
    const bool everything = is_lite() && select_.where.text.empty();
    if (everything && !layout_.table.indexes.empty()) {
      const Way smallest{.index = index_name(layout_, layout_.table.indexes.front())};
      ZH_TRY(const auto counted, count_within(select_, smallest, most, 0));
      if (counted) return *counted;
    }
    ZH_TRY(const auto counted, count_within(select_, {}, most, 0));
    return counted.value_or(0);
  }

 private:
  [[nodiscard]] bool is_lite() const { return connection_.dialect() == Dialect::sqlite; }

  [[nodiscard]] Way way_of(const Entrance& entrance) const {
    if (!is_lite()) return apart_;
    return entrance.index.empty() ? Way{.by_number = true} : Way{.index = entrance.index};
  }

  /// The same list, looked for behind an entrance.
  [[nodiscard]] Select through(const Entrance& entrance) const {
    Select select = select_;
    if (entrance.seqs == nullptr) return select;
    const bool all = select.where.text.empty();
    select.where.text =
        "seq IN (" + entrance.seqs->text + ")" + (all ? "" : " AND (" + select_.where.text + ")");
    select.where.values = entrance.seqs->values;
    select.where.values.insert(select.where.values.end(), select_.where.values.begin(),
                               select_.where.values.end());
    return select;
  }

  /// How many entries of the index meet what can be told from the index alone, at most `most`;
  /// `most` when that takes longer than `milliseconds`. None: there is no such index at present.
  Result<std::optional<std::int64_t>> look_into(const Entrance& entrance, std::int64_t most,
                                                int milliseconds) {
    Query query{"SELECT count(*) FROM (", {}};
    const auto add = [&](const Sql& sql) {
      query.sql += sql.text;
      for (const Value& value : sql.values) query.values.emplace_back(value);
    };
    if (entrance.seqs != nullptr) {
      add(*entrance.seqs);
    } else {
      query.sql += "SELECT 1 FROM " + quoted_name(layout_.relation) +
                   (is_lite() ? " INDEXED BY " + quoted_name(entrance.index) : "") +
                   " WHERE superseded IS NULL AND NOT deleted";
      for (const Narrowing& one : narrowings_) {
        if (std::ranges::find(entrance.columns, one.column) == entrance.columns.end()) continue;
        query.sql += " AND (";
        add(one.where);
        query.sql += ")";
      }
    }
    query.sql += " LIMIT " + std::to_string(most) + ") AS counted";
    return number_within(query, milliseconds, most);
  }

  /// The entrance with the fewest rows behind it; null: there is none. One with few is good enough,
  /// and once it is found the others are only glanced at; among equals that which holds the order
  /// of the list.
  Result<const Entrance*> narrowest(std::int64_t most, int milliseconds) {
    const Entrance* best = nullptr;
    for (Entrance& one : entrances_) {
      const bool found = best != nullptr && best->rows < patience_.few;
      ZH_TRY(const auto rows, look_into(one, most, found ? patience_.short_look_ms : milliseconds));
      if (!rows) continue;
      one.rows = *rows;
      const bool better = best == nullptr || one.rows < best->rows ||
                          (one.rows == best->rows && holds_order(one) && !holds_order(*best));
      if (better) best = &one;
      if (best->rows < patience_.few / 2) break;
    }
    return best;
  }

  /// Whether records behind an entrance are sorted without being read.
  [[nodiscard]] bool holds_order(const Entrance& one) const {
    if (select_.order.empty() || select_.order.front().column == "seq") return true;
    return std::ranges::find(one.columns, select_.order.front().column) != one.columns.end();
  }

  /// How to go through the records in order; none: there is no way.
  [[nodiscard]] std::optional<Way> way_in_order() const {
    if (!is_lite()) return Way{};
    if (select_.order.size() != 1) return std::nullopt;
    const std::string& column = select_.order.front().column;
    if (column == "seq") return Way{.by_number = true};
    for (const auto& columns : layout_.table.indexes) {
      const bool then_id = columns.size() == 1 || columns[1] == "id";
      if (columns.front() == column && then_id) return Way{.index = index_name(layout_, columns)};
    }
    return std::nullopt;
  }

  /// None: it took too long, or there is no such index at present.
  Result<std::optional<std::vector<Version>>> page_within(const Select& select, const Way& way,
                                                          int milliseconds) {
    ZH_TRY(const auto queries, select_queries(layout_, select, {}, connection_.dialect(), way));
    std::vector<Version> versions;
    const auto enough = [&] { return std::ssize(versions) >= select.limit; };
    for (const Query& query : queries) {
      const auto done = query_within(query, way, milliseconds, [&](const Cursor& cursor) {
        versions.push_back(read_version(cursor, layout_, false));
        return decrypt_values(layout_, cipher_, versions.back());
      });
      if (!done) return std::unexpected(done.error());
      if (!*done) return std::nullopt;
      if (enough()) break;
    }
    if (enough()) versions.resize(static_cast<std::size_t>(select.limit));
    return versions;
  }

  Result<std::vector<Version>> page_by(const Select& select, const Way& way) {
    ZH_TRY(auto found, page_within(select, way, 0));
    if (found) return *std::move(found);
    ZH_TRY(auto as_it_thinks, page_within(select, {}, 0));
    return std::move(as_it_thinks).value_or(std::vector<Version>());
  }
  Result<std::vector<Version>> page_through(const Entrance& entrance) {
    return page_by(through(entrance), way_of(entrance));
  }

  Result<std::optional<std::int64_t>> count_within(const Select& select, const Way& way,
                                                   std::int64_t most, int milliseconds) {
    return number_within(count_query(layout_, select, {}, most, way), milliseconds, std::nullopt,
                         way);
  }

  /// The number that a query gives; `if_late` when it takes too long; none without its index.
  Result<std::optional<std::int64_t>> number_within(const Query& query, int milliseconds,
                                                    std::optional<std::int64_t> if_late,
                                                    const Way& way = {.by_number = true}) {
    std::int64_t number = 0;
    bool given = false;
    const auto done = query_within(query, way, milliseconds, [&](const Cursor& row) {
      number = row.integer(0);
      given = true;
      return Result<void>();
    });
    if (!done) return std::unexpected(done.error());
    if (given) return number;
    return *done ? std::nullopt : late_ ? if_late : std::nullopt;
  }

  /// False: it took too long, or there is no index as `way` wants it.
  Result<bool> query_within(const Query& query, const Way& way, int milliseconds,
                            const std::function<Result<void>(const Cursor&)>& row) {
    if (keep_order_) ZH_DO(connection_.run("SET enable_sort = off"));
    const auto done = connection_.query_within(query.sql, query.values, milliseconds,
                                               [&](const Cursor& cursor) -> Result<bool> {
                                                 ZH_DO(row(cursor));
                                                 return true;
                                               });
    if (keep_order_) ZH_DO(connection_.run("RESET enable_sort"));
    late_ = done && !*done;
    if (done) return *done;
    if (done.error().failure == &query_failed && !way.empty()) return false;
    return std::unexpected(done.error());
  }

  Connection& connection_;
  const Layout& layout_;
  const Cipher* cipher_;
  const Select& select_;
  std::span<const Narrowing> narrowings_;
  const Patience& patience_;
  Way apart_;  ///< PostgreSQL reads all that meets the conditions, then sorts it
  std::vector<Entrance> entrances_;
  bool late_ = false;        ///< the last query took too long
  bool keep_order_ = false;  ///< PostgreSQL goes through an index in order and does not sort
};

bool is_plain_list(const Select& select) {
  return !select.history && !select.deleted && !select.id && select.keys.empty();
}

}  // namespace

Result<void> read_page(Store& store, const Select& select, std::span<const Narrowing> narrowings,
                       const Patience& patience, const std::function<bool(const Version&)>& row) {
  if (select.limit <= 0 || !is_plain_list(select)) return store.read(select, row);
  auto& database = static_cast<Database&>(store);  // there is no other
  ZH_TRY(const Layout* const layout, database.layout(select.table));
  std::vector<Version> versions;
  {
    ZH_TRY(const Lease connection, database.lease());
    const auto cipher = database.cipher();
    // There a statement that is broken off would take the snapshot with it.
    if (store.dialect() == Dialect::sqlite) ZH_DO(connection->begin_read());
    const bool spread = database.distribution()->present.contains(select.table);
    ZH_TRY(
        versions,
        Listing(*connection, *layout, cipher.get(), select, narrowings, patience, spread).page());
  }
  for (const Version& version : versions) {
    if (!row(version)) break;
  }
  return {};
}

Result<std::int64_t> count_up_to(Store& store, const Select& select,
                                 std::span<const Narrowing> narrowings, const Patience& patience,
                                 std::int64_t most) {
  auto& database = static_cast<Database&>(store);
  ZH_TRY(const Layout* const layout, database.layout(select.table));
  ZH_TRY(const Lease connection, database.lease());
  const bool spread = database.distribution()->present.contains(select.table);
  return Listing(*connection, *layout, nullptr, select, narrowings, patience, spread).count(most);
}

}  // namespace zhiheng::store
