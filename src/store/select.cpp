#include "store/select.h"

#include <set>

#include "store/change.h"
#include "store/failures.h"

namespace zhiheng::store {
namespace {

const std::set<std::string_view> orderable = {"seq",         "version", "state", "recorded_at",
                                              "recorded_by", "batch",   "row"};

struct Piece {
  std::string text;
  std::vector<Parameter> values;

  void add(std::string_view more) { text.append(more); }
  void add(std::string_view more, const Parameter& value) {
    text.append(more);
    values.push_back(value);
  }
  void add(const Piece& other) {
    text.append(other.text);
    values.insert(values.end(), other.values.begin(), other.values.end());
  }
};

std::string source(const Layout& layout, const Way& way) {
  std::string text = quoted_name(layout.relation);
  if (way.by_number) return text + " NOT INDEXED";
  return way.index.empty() ? text : text + " INDEXED BY " + quoted_name(way.index);
}

struct Key {  ///< one column of the order
  std::string name;
  bool descending = false;
  bool nullable = false;
  Parameter after;
  bool after_null = false;
};

Piece conditions(const Layout& layout, const Select& select, std::span<const std::string> keys) {
  Piece piece;
  const auto conjunction = [&] { piece.add(piece.text.empty() ? " WHERE " : " AND "); };
  if (!select.history) {
    conjunction();
    piece.add("superseded IS NULL");
    if (!select.deleted) piece.add(" AND NOT deleted");
  }
  if (select.id) {
    conjunction();
    piece.add("id = ?", *select.id);
  }
  if (!keys.empty()) {
    conjunction();
    piece.add(std::string(select.history ? "id IN (SELECT id" : "seq IN (SELECT seq") + " FROM " +
              quoted_name(layout.current) + " WHERE key IN (");
    for (const std::string& key : keys) piece.add(&key == keys.data() ? "?" : ", ?", Bytes{key});
    piece.add("))");
  }
  if (!select.where.text.empty()) {
    conjunction();
    piece.add("(" + select.where.text + ")");
    for (const Value& value : select.where.values) piece.values.emplace_back(value);
  }
  return piece;
}

// Rows behind `after` in the columns from `first` on. Nulls are the smallest of all.
Piece behind(std::span<const Key> keys) {
  const Key& key = keys.front();
  const std::string name = key.name;
  Piece piece;
  piece.add("(");
  if (key.after_null) {
    if (!key.descending) piece.add(name + " IS NOT NULL OR ");
    piece.add(name + " IS NULL");
  } else {
    piece.add(name + (key.descending ? " < ?" : " > ?"), key.after);
    if (keys.size() == 1) {
      piece.add(")");
      return piece;
    }
    if (key.descending && key.nullable) piece.add(" OR " + name + " IS NULL");
    piece.add(" OR " + name + " = ?", key.after);
  }
  piece.add(" AND ");
  piece.add(behind(keys.subspan(1)));
  piece.add(")");
  return piece;
}

// The stretches of a page that starts behind `after`, in order.
std::vector<Piece> stretches(std::span<const Key> keys) {
  const Key& first = keys.front();
  // Nothing comes between rows of the same seq.
  if (keys.size() == 1 || first.name == "\"seq\"") return {behind(keys.first(1))};
  std::vector<Piece> pieces(1);
  Piece& piece = pieces[0];
  // A comparison of rows enters an index on both columns at the very place.
  if (keys.size() == 2 && keys[0].descending == keys[1].descending && !first.after_null) {
    piece.add("(" + first.name + ", " + keys[1].name + (first.descending ? ") < (?" : ") > (?"),
              first.after);
    piece.add(", ?)", keys[1].after);
    if (first.descending && first.nullable) pieces.push_back({first.name + " IS NULL", {}});
    return pieces;
  }
  const Piece rest = behind(keys.subspan(1));
  if (first.after_null) {
    piece.add(first.name + " IS NULL AND ");
    piece.add(rest);
    if (!first.descending) pieces.push_back({first.name + " IS NOT NULL", {}});
    return pieces;
  }
  // The bound on the first column alone is what lets the engine enter its index.
  piece.add(first.name + (first.descending ? " <= ? AND (" : " >= ? AND ("), first.after);
  piece.add(first.name + (first.descending ? " < ?" : " > ?"), first.after);
  piece.add(" OR " + first.name + " = ?", first.after);
  piece.add(" AND ");
  piece.add(rest);
  piece.add(")");
  if (first.descending && first.nullable) pieces.push_back({first.name + " IS NULL", {}});
  return pieces;
}

Result<std::vector<Key>> keys_of(const Layout& layout, const Select& select) {
  std::vector<Key> keys;
  for (const Select::Order& order : select.order) {
    if (order.column == "id") break;  // unique: nothing behind it matters
    const std::size_t position = layout.position(order.column);
    if (position == npos && !orderable.contains(order.column)) {
      return fail(unknown_column, layout.table.name, order.column, "a declared column");
    }
    keys.push_back({quoted_name(order.column), order.descending, position != npos, Value(), false});
  }
  const bool descending = !select.order.empty() && select.order.back().descending;
  keys.push_back({"id", descending, false, Value(), false});
  return keys;
}

Result<void> fill_after(const Layout& layout, const Select& select, std::vector<Key>& keys) {
  if (select.after.size() != keys.size()) {
    return fail(wrong_type, "after", std::to_string(select.after.size()) + " values",
                std::to_string(keys.size()));
  }
  for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
    const Value& value = select.after[i];
    keys[i].after = value;
    keys[i].after_null = is_null(value);
    const std::size_t position = layout.position(select.order[i].column);
    const auto* const decimal = std::get_if<Decimal>(&value);
    if (decimal == nullptr || position == npos) continue;
    ZH_TRY(const Decimal scaled, rescale(*decimal, layout.columns[position].scale));
    keys[i].after = Value(scaled);
  }
  const auto* const text = std::get_if<std::string>(&select.after.back());
  if (text == nullptr) return fail(wrong_type, "after", to_text(select.after.back()), "an id");
  ZH_TRY(const Uuid id, parse_uuid(*text));
  keys.back().after = id;
  return {};
}

std::string order_clause(std::span<const Key> keys, const Select& select, Dialect dialect) {
  std::string text = " ORDER BY ";
  for (const Key& key : keys) {
    if (&key != &keys.front()) text += ", ";
    text += key.name + (key.descending ? " DESC" : "");
    if (dialect == Dialect::postgresql && key.nullable) {
      text += key.descending ? " NULLS LAST" : " NULLS FIRST";
    }
  }
  if (select.history) text += keys.back().descending ? ", version DESC" : ", version";
  return text;
}

}  // namespace

Result<std::vector<std::string>> key_entries(const Layout& layout, const Cipher* cipher,
                                             std::span<const std::vector<Value>> keys) {
  std::vector<std::string> entries;
  for (const std::vector<Value>& key : keys) {
    const std::string& table = layout.table.name;
    if (layout.key.empty() || key.size() != layout.key.size()) {
      return fail(wrong_type, table, std::to_string(key.size()) + " values",
                  std::to_string(layout.key.size()));
    }
    std::vector<Value> values(layout.columns.size());
    for (std::size_t i = 0; i < key.size(); ++i) {
      const Column& column = layout.columns[layout.key[i]];
      if (!is_null(key[i]) && key[i].index() != static_cast<std::size_t>(column.storage) + 1) {
        return fail(wrong_type, table + "." + column.name, to_text(key[i]),
                    std::string(storage_name(column.storage)));
      }
      values[layout.key[i]] = key[i];
    }
    std::string image;
    append_image(image, layout, values);
    append_current_key(entries.emplace_back(), layout, cipher, {}, image);
  }
  return entries;
}

Result<std::vector<Query>> select_queries(const Layout& layout, const Select& select,
                                          std::span<const std::string> entries, Dialect dialect,
                                          const Way& way) {
  ZH_TRY(std::vector<Key> keys, keys_of(layout, select));
  std::vector<Piece> pages(1);
  if (!select.after.empty()) {
    ZH_DO(fill_after(layout, select, keys));
    pages = stretches(keys);
  }
  std::vector<Query> queries;
  for (const Piece& page : pages) {
    Piece piece = conditions(layout, select, entries);
    if (!page.text.empty()) {
      piece.add(piece.text.empty() ? " WHERE (" : " AND (");
      piece.add(page);
      piece.add(")");
    }
    const std::string all = "SELECT " + select_list(layout, false) + " FROM ";
    const std::string order = order_clause(keys, select, dialect);
    const std::string limit = select.limit > 0 ? " LIMIT " + std::to_string(select.limit) : "";
    std::string sql;
    if (way.sort_apart) {
      sql = "SELECT * FROM (" + all + quoted_name(layout.relation) + piece.text +
            " OFFSET 0) AS found" + order + limit;
    } else if (!way.empty()) {
      // First which rows, by what the index holds where that is enough; whole rows only of these.
      sql = all + quoted_name(layout.relation) + " WHERE seq IN (SELECT seq FROM " +
            source(layout, way) + piece.text + order + limit + ")" + order;
    } else {
      sql = all + quoted_name(layout.relation) + piece.text + order + limit;
    }
    queries.push_back({std::move(sql), std::move(piece.values)});
  }
  return queries;
}

Query count_query(const Layout& layout, const Select& select, std::span<const std::string> keys,
                  std::int64_t most, const Way& way) {
  if (most == 0 && select.where.text.empty() && !select.history && !select.id && keys.empty()) {
    // One entry per record, far smaller than the records.
    return {"SELECT count(*) FROM " + quoted_name(layout.current) +
                (select.deleted ? "" : " WHERE NOT deleted"),
            {}};
  }
  Piece piece = conditions(layout, select, keys);
  if (most > 0) {
    return {"SELECT count(*) FROM (SELECT 1 FROM " + source(layout, way) + piece.text + " LIMIT " +
                std::to_string(most) + ") AS counted",
            std::move(piece.values)};
  }
  return {"SELECT count(*) FROM " + quoted_name(layout.relation) + piece.text,
          std::move(piece.values)};
}

}  // namespace zhiheng::store
