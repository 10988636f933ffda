// What is there already: some thousand keys, numbers or ids in one array, one question.

#include "store/postgres_connection.h"

namespace zhiheng::store {

Result<std::vector<Current>> PostgresConnection::find_current(
    const Layout& layout, std::span<const std::string_view> keys) {
  PostgresArray array(oid::bytea);
  for (const std::string_view key : keys) array.add(key);
  PostgresParameters parameters;
  parameters.add_binary(0, array.finish());
  std::vector<Current> entries(keys.size());
  ZH_DO(
      each("SELECT k.n, c.id, c.seq, c.version, c.state, c.deleted, c.fingerprint FROM "
           "unnest($1::bytea[]) WITH ORDINALITY AS k(key, n) JOIN " +
               quoted_name(layout.current) + " c ON c.key = k.key",
           parameters, [&](const Cursor& row) -> Result<bool> {
             const auto i = static_cast<std::size_t>(row.integer(0) - 1);
             entries[i] = read_current(row, 1, keys[i]);
             return true;
           }));
  return entries;
}

Result<void> PostgresConnection::load_by_seq(const Layout& layout,
                                             std::span<const std::int64_t> seqs,
                                             const EachRow& row) {
  PostgresArray array(oid::int8);
  for (const std::int64_t seq : seqs) array.add_int8(seq);
  PostgresParameters parameters;
  parameters.add_binary(0, array.finish());
  return each("SELECT " + select_list(layout, true) + " FROM " + quoted_name(layout.relation) +
                  " WHERE seq = ANY($1::int8[])",
              parameters, row);
}

Result<void> PostgresConnection::load_newest(const Layout& layout, std::span<const Uuid> ids,
                                             const EachRow& row) {
  PostgresArray array(oid::uuid);
  for (const Uuid& id : ids) array.add(as_bytes(id.bytes));
  PostgresParameters parameters;
  parameters.add_binary(0, array.finish());
  return each("SELECT " + select_list(layout, true) + " FROM " + quoted_name(layout.relation) +
                  " WHERE id = ANY($1::uuid[]) AND superseded IS NULL",
              parameters, row);
}

}  // namespace zhiheng::store
