#include "registry/query.h"

#include <algorithm>

#include "base/text.h"
#include "expr/conjuncts.h"
#include "registry/failures.h"
#include "registry/filter.h"
#include "registry/narrowing.h"
#include "registry/packing.h"
#include "registry/searching.h"
#include "registry/told.h"

namespace zhiheng::registry {
namespace {

constexpr std::size_t most_words = 8;
constexpr std::size_t digest_bytes = 12;

/// Fields that conditions, sorting and search may name: what cannot be seen cannot be asked about,
/// and what is encrypted cannot be compared.
bool is_open(const Access& access, const catalog::Field& field) {
  return access.sees(field) && !field.personal;
}

std::vector<std::string> words_of(std::string_view search) {
  std::vector<std::string> words;
  std::string text = to_lower(to_half_width(search));
  std::string_view rest = trim(text);
  while (!rest.empty()) {
    const auto space = std::min(rest.find_first_of(" \t\r\n"), rest.size());
    words.emplace_back(rest.substr(0, space));
    rest = trim(rest.substr(space));
  }
  return words;
}

/// `word` anywhere, with the signs that LIKE would take for wildcards made plain.
std::string pattern_of(std::string_view word) {
  std::string pattern = "%";
  for (const char sign : word) {
    if (sign == '%' || sign == '_' || sign == '\\') pattern.push_back('\\');
    pattern.push_back(sign);
  }
  return pattern + "%";
}

/// The words of a search; none for an empty one.
Result<std::vector<std::string>> searched_words(const std::string& search) {
  if (trim(search).empty()) return std::vector<std::string>();
  ZH_TRY(const std::string normal, to_nfc(search));
  return words_of(normal);
}

Result<Sql> search_condition(const Access& access, const catalog::Register& of,
                             const std::vector<std::string>& words, Dialect dialect) {
  if (words.size() > most_words) {
    return fail(too_long, "search", std::to_string(words.size()), "<= 8");
  }
  // Only ASCII letters fold, in every engine alike.
  const std::string_view folded = dialect == Dialect::postgresql ? R"( COLLATE "C")" : "";
  Sql all;
  for (const auto& word : words) {
    Sql any;
    for (const auto& field : of.fields) {
      if (!is_searched(field) || !is_open(access, field)) continue;
      any.text.append(any.text.empty() ? "" : " OR ");
      any.text.append("LOWER(").append(expr::quoted(field.name)).append(folded);
      any.text.append(R"() LIKE ? ESCAPE '\')");
      any.values.emplace_back(pattern_of(word));
    }
    if (any.text.empty()) return fail(search_not_possible, "search", of.name);
    all = both(std::move(all), std::move(any));
  }
  return all;
}

Result<std::vector<store::Select::Order>> order_of(const Access& access,
                                                   const catalog::Register& of,
                                                   const std::vector<std::string>& sort) {
  std::vector<store::Select::Order> order;
  for (const auto& name : sort) {
    const bool descending = name.starts_with('-');
    const std::string column = descending ? name.substr(1) : name;
    const auto* field = of.find_field(column);
    const bool known =
        field != nullptr ? is_open(access, *field) : column == "state" || column == "recorded_at";
    const bool twice =
        std::ranges::find(order, column, &store::Select::Order::column) != order.end();
    if (!known || twice) return fail(sort_unknown, "sort", name, "a field, once");
    order.push_back({column, descending});
  }
  if (order.empty()) order.push_back({"seq", true});
  return order;
}

/// What a filter may name.
std::vector<expr::Field> open_fields(const Access& access, const catalog::Register& of) {
  auto fields = of.expression_fields();
  std::vector<expr::Field> open;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i >= of.fields.size() || is_open(access, of.fields[i]))
      open.push_back(std::move(fields[i]));
  }
  // Which import wrote the newest version: for those who may know who recorded what.
  if (access.is_internal()) open.push_back({.name = "batch", .type = expr::Type::text});
  return open;
}

/// The value of a version that a query sorts by.
Value sorting_value(const store::Version& version, const catalog::Register& of,
                    const std::string& column) {
  if (const auto position = of.position(column)) return version.values[*position];
  if (column == "seq") return version.seq;
  if (column == "state") return version.state;
  return version.recorded_at;
}

}  // namespace

Result<Sql> filter_condition(const Access& access, const catalog::Register& of,
                             const std::string& text, Dialect dialect) {
  if (trim(text).empty()) return Sql{};
  ZH_TRY(const auto parsed, expr::Expression::parse(text, open_fields(access, of)));
  if (parsed.type() != expr::Type::boolean) {
    return fail(wrong_type, "filter", text, "a condition");
  }
  return parsed.emit(dialect, expr::Environment{china_date(now())});
}

Result<std::vector<store::Narrowing>> filter_narrowings(const Access& access,
                                                        const catalog::Register& of,
                                                        const std::string& text, Dialect dialect) {
  std::vector<store::Narrowing> narrowings;
  if (trim(text).empty()) return narrowings;
  ZH_TRY(auto terms, expr::conjuncts(text, open_fields(access, of), dialect,
                                     expr::Environment{china_date(now())}));
  for (auto& term : terms) narrowings.push_back({std::move(term.field), std::move(term.sql)});
  return narrowings;
}

Result<std::vector<std::size_t>> shown_fields(const Access& access, const catalog::Register& of,
                                              const std::vector<std::string>& named) {
  std::vector<std::size_t> shown;
  for (const auto& name : named) {
    const auto position = of.position(name);
    if (!position || !access.sees(of.fields[*position])) return fail(column_unknown, name, of.name);
    shown.push_back(*position);
  }
  for (std::size_t i = 0; named.empty() && i < of.fields.size(); ++i) {
    if (access.sees(of.fields[i])) shown.push_back(i);
  }
  return shown;
}

Result<PreparedQuery> prepare(const Registry::Inside& inside, const Person& person,
                              const catalog::Register& of, const ListQuery& query) {
  ZH_TRY(const Access access, inside.require(person, of, Action::read));
  const Dialect dialect = inside.store->dialect();
  PreparedQuery prepared;
  prepared.internal = access.is_internal();
  ZH_TRY(prepared.shown, shown_fields(access, of, query.fields));
  for (const auto position : prepared.shown) prepared.columns.push_back(of.fields[position].name);
  prepared.select.table = of.name;
  ZH_TRY(Sql rows, inside.rows_within(access, of, dialect));
  ZH_TRY(Sql filter, filter_condition(access, of, query.filter, dialect));
  ZH_TRY(const auto words, searched_words(query.search));
  ZH_TRY(Sql search, search_condition(access, of, words, dialect));
  prepared.select.where = both(std::move(rows), both(std::move(filter), std::move(search)));
  ZH_TRY(prepared.narrowings, filter_narrowings(access, of, query.filter, dialect));
  ZH_TRY(auto seen, narrowed_by_access(access, of, dialect));
  // First what nearly always leads to fewest.
  if (seen) prepared.narrowings.insert(prepared.narrowings.begin(), *std::move(seen));
  ZH_TRY(auto found, narrowed_by_search(inside, of, words));
  if (found) prepared.narrowings.push_back(*std::move(found));
  if (query.overdue) {
    ZH_DO(inside.follow_clocks());
    // Asked of each record by its id: the plus keeps SQLite from going through all that is due.
    // PostgreSQL finds its own way, and a cluster carries a list to its workers, but no table.
    Sql late{dialect == Dialect::sqlite
                 ? "EXISTS (SELECT 1 FROM agenda WHERE agenda.table_name = ? AND agenda.id = " +
                       expr::quoted("r_" + of.name) + ".id AND +agenda.due <= ?)"
                 : "id IN (SELECT agenda.id FROM agenda WHERE agenda.table_name = ? AND "
                   "agenda.due <= ?)",
             {of.name, now().microseconds}};
    // Terms are told to those inside and to the firm itself, as on the page of the record.
    late = both(std::move(late), rows_told_of(access, of));
    prepared.select.where = both(std::move(prepared.select.where), std::move(late));
  }
  ZH_TRY(prepared.select.order, order_of(access, of, query.sort));

  std::vector<std::string> parts = {
      of.name,      access.region, access.reads.all ? "" : person.user,
      query.filter, query.search,  query.overdue ? "overdue" : ""};
  for (const auto& order : prepared.select.order) {
    parts.push_back((order.descending ? "-" : "+") + order.column);
  }
  prepared.digest = to_hex(sha256(pack(parts))).substr(0, digest_bytes);
  return prepared;
}

Record shown_record(store::Version version, const std::vector<std::size_t>& shown, bool internal) {
  Record record{.id = to_text(version.id),
                .version = version.version,
                .state = std::move(version.state),
                .recorded_at = version.recorded_at,
                .recorded_by = {},
                .batch = {},
                .line = 0,
                .reason = {},
                .deleted = version.deleted,
                .hash = to_hex(version.hash),
                .values = {}};
  if (internal) {
    record.step = step_of(version);
    record.recorded_by = std::move(version.recorded_by);
    record.batch = std::move(version.batch);
    record.line = version.row;
    record.reason = std::move(version.reason);
  }
  record.values.reserve(shown.size());
  for (const auto position : shown) record.values.push_back(version.values[position]);
  return record;
}

std::string make_cursor(const PreparedQuery& query, const catalog::Register& of,
                        const store::Version& version) {
  std::vector<std::string> parts = {query.digest};
  for (const auto& order : query.select.order) {
    parts.push_back(pack_value(sorting_value(version, of, order.column)));
  }
  parts.push_back(pack_value(to_text(version.id)));
  return to_base64url(pack(parts));
}

Result<std::vector<Value>> read_cursor(const PreparedQuery& query, std::string_view cursor) {
  const auto bytes = from_base64url(cursor);
  const auto parts = bytes ? unpack(*bytes) : std::nullopt;
  if (!parts || parts->size() != query.select.order.size() + 2 || parts->front() != query.digest) {
    return fail(cursor_wrong, "after", shorten(cursor, 40));
  }
  std::vector<Value> after;
  for (std::size_t i = 1; i < parts->size(); ++i) {
    auto value = unpack_value(parts->at(i));
    if (!value) return fail(cursor_wrong, "after", shorten(cursor, 40));
    after.push_back(*std::move(value));
  }
  const auto* id = std::get_if<std::string>(&after.back());
  if (id == nullptr || !parse_uuid(*id)) return fail(cursor_wrong, "after", shorten(cursor, 40));
  return after;
}

}  // namespace zhiheng::registry
