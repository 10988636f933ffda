#include "store/search_index.h"

#include <algorithm>
#include <charconv>

#include "store/database.h"

namespace zhiheng::store {
namespace {

// FNV-1a, 32 bits: candidates are compared afterwards, so two pairs may share a number.
constexpr std::uint32_t basis = 2'166'136'261, prime = 16'777'619;

bool is_blank(std::string_view sign) {
  return sign == " " || sign == "\t" || sign == "\n" || sign == "\r" || sign == "\u3000";
}

std::uint32_t mixed(std::uint32_t hash, std::string_view sign) {
  for (const char byte : sign) {
    const bool large = byte >= 'A' && byte <= 'Z';
    hash = (hash ^ static_cast<unsigned char>(large ? byte - 'A' + 'a' : byte)) * prime;
  }
  return hash;
}

/// The sign of UTF-8 that begins at `at`; moves `at` behind it.
std::string_view next_sign(std::string_view text, std::size_t& at) {
  const std::size_t begin = at++;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return text.substr(begin, at - begin);
}

/// A word of letters and digits, which every tokenizer leaves whole.
void append_word(std::string& text, std::int32_t gram) {
  char digits[16];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, static_cast<std::uint32_t>(gram), 36).ptr;
  if (!text.empty()) text.push_back(' ');
  text.append(digits, end);
}

std::string as_words(std::span<const std::int32_t> grams) {
  std::string text;
  for (const std::int32_t gram : grams) append_word(text, gram);
  return text;
}

std::string as_array(std::span<const std::int32_t> grams) {
  std::string text = "{";
  for (const std::int32_t gram : grams) text += (text.size() > 1 ? "," : "") + std::to_string(gram);
  return text + "}";
}

std::string relation_of(std::string_view table) { return quoted_name("s_" + std::string(table)); }

Result<bool> has_positions(Connection& connection) {
  const std::string find = connection.dialect() == Dialect::sqlite
                               ? "SELECT 1 FROM sqlite_master WHERE name = 'search_positions'"
                               : "SELECT 1 WHERE to_regclass('search_positions') IS NOT NULL";
  bool there = false;
  ZH_DO(connection.query(find, {}, [&](const Cursor&) -> Result<bool> {
    there = true;
    return false;
  }));
  return there;
}

Result<std::optional<SearchPosition>> read_position(Connection& connection,
                                                    std::string_view table) {
  std::optional<SearchPosition> position;
  ZH_TRY(const bool there, has_positions(connection));
  if (!there) return position;
  const Parameter values[] = {Value(std::string(table))};
  ZH_DO(connection.query("SELECT seq, columns FROM search_positions WHERE table_name = ?", values,
                         [&](const Cursor& row) -> Result<bool> {
                           position = {row.integer(0), std::string(row.bytes(1))};
                           return false;
                         }));
  return position;
}

Result<void> make_anew(Connection& connection, std::string_view table) {
  const std::string relation = relation_of(table);
  const bool lite = connection.dialect() == Dialect::sqlite;
  ZH_DO(connection.run(std::string("CREATE TABLE IF NOT EXISTS search_positions (table_name TEXT "
                                   "PRIMARY KEY, seq ") +
                       (lite ? "INTEGER" : "BIGINT") + " NOT NULL, columns TEXT NOT NULL)" +
                       (lite ? " STRICT;" : ";")));
  ZH_DO(connection.run("DROP TABLE IF EXISTS " + relation + ";"));
  // Neither texts nor places of words are kept, only which rows have them.
  if (lite) {
    return connection.run("CREATE VIRTUAL TABLE " + relation +
                          " USING fts5(grams, content='', detail=none, columnsize=0, "
                          "tokenize='ascii');");
  }
  return connection.run("CREATE TABLE " + relation +
                        " (seq BIGINT PRIMARY KEY, grams INTEGER[] NOT NULL);"
                        "CREATE INDEX ON " +
                        relation + " USING gin (grams);");
}

Result<void> insert(Connection& connection, std::string_view table,
                    std::span<const SearchEntry> entries) {
  const bool lite = connection.dialect() == Dialect::sqlite;
  std::string sql = "INSERT INTO " + relation_of(table) +
                    (lite ? " (rowid, grams) VALUES " : " (seq, grams) VALUES ");
  std::vector<Parameter> values;
  for (const SearchEntry& one : entries) {
    if (!values.empty()) sql += ", ";
    sql += lite ? "(?, ?)" : "(?, CAST(? AS INTEGER[]))";
    values.emplace_back(Value(one.seq));
    values.emplace_back(Value(lite ? as_words(one.grams) : as_array(one.grams)));
  }
  return connection.execute(sql, values);
}

}  // namespace

void add_grams(std::vector<std::int32_t>& grams, std::string_view text) {
  std::string_view before;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view sign = next_sign(text, at);
    if (!before.empty() && !is_blank(sign) && !is_blank(before)) {
      grams.push_back(static_cast<std::int32_t>(mixed(mixed(basis, before), sign)));
    }
    before = sign;
  }
  std::ranges::sort(grams);
  const auto repeated = std::ranges::unique(grams);
  grams.erase(repeated.begin(), repeated.end());
}

Result<std::optional<SearchPosition>> search_position(Store& store, std::string_view table) {
  ZH_TRY(const Lease connection, static_cast<Database&>(store).lease());
  return read_position(*connection, table);
}

Result<bool> write_search(Store& store, std::string_view table,
                          const std::optional<SearchPosition>& from, const SearchPosition& to,
                          std::span<const SearchEntry> entries) {
  const bool lite = store.dialect() == Dialect::sqlite;
  bool written = false;
  ZH_DO(static_cast<Database&>(store).as_writer([&](Connection& connection) -> Result<void> {
    ZH_TRY(const auto now, read_position(connection, table));
    const bool as_seen =
        from ? now && now->seq == from->seq && now->of == from->of : !now || now->of != to.of;
    if (!as_seen) return {};
    if (!from) ZH_DO(make_anew(connection, table));
    // Each statement is a way to the server and back: there many rows share one.
    const std::size_t at_once = lite ? 1 : 500;
    for (std::size_t i = 0; i < entries.size(); i += at_once) {
      ZH_DO(insert(connection, table, entries.subspan(i, std::min(at_once, entries.size() - i))));
    }
    const Parameter values[] = {Value(std::string(table)), Value(to.seq), Value(to.of)};
    ZH_DO(connection.execute(
        "INSERT INTO search_positions (table_name, seq, columns) VALUES (?, ?, ?) ON CONFLICT "
        "(table_name) DO UPDATE SET seq = excluded.seq, columns = excluded.columns",
        values));
    written = true;
    return {};
  }));
  return written;
}

Sql search_candidates(Dialect dialect, std::string_view table, std::span<const std::int32_t> grams,
                      const SearchPosition& position) {
  const std::string relation = relation_of(table);
  Sql sql;
  if (dialect == Dialect::sqlite) {
    sql = {"SELECT rowid AS seq FROM " + relation + " WHERE " + relation + " MATCH ?",
           {as_words(grams)}};
  } else {
    sql = {"SELECT seq FROM " + relation + " WHERE grams @> CAST(? AS INTEGER[])",
           {as_array(grams)}};
  }
  sql.text +=
      " UNION ALL SELECT seq FROM " + quoted_name("r_" + std::string(table)) + " WHERE seq > ?";
  sql.values.emplace_back(position.seq);
  return sql;
}

}  // namespace zhiheng::store
