#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::store {

inline constexpr Failure cannot_open{"store.cannot_open", Kind::unavailable,
                                     "the store cannot be opened"};
inline constexpr Failure newer_schema{"store.newer_schema", Kind::unavailable,
                                      "the store was written by a newer version of the program"};
inline constexpr Failure unavailable{"store.unavailable", Kind::unavailable,
                                     "the database does not answer"};
inline constexpr Failure disk_full{"store.disk_full", Kind::unavailable,
                                   "the disk is full; nothing of this change was kept"};
inline constexpr Failure busy{"store.busy", Kind::unavailable,
                              "another process is writing to the store"};
inline constexpr Failure damaged{"store.damaged", Kind::unavailable,
                                 "the database file is damaged or is not a database"};
inline constexpr Failure query_failed{"store.query_failed", Kind::internal,
                                      "the database refused a statement of ours"};
inline constexpr Failure read_only{"store.read_only", Kind::conflict,
                                   "the store was opened for reading only"};
inline constexpr Failure migration_refused{"store.migration_refused", Kind::conflict,
                                           "the declaration cannot be brought into the database"};
inline constexpr Failure unknown_table{"store.unknown_table", Kind::internal,
                                       "no such table was declared"};
inline constexpr Failure unknown_column{"store.unknown_column", Kind::internal,
                                        "the table has no such column"};
inline constexpr Failure wrong_type{"store.wrong_type", Kind::invalid,
                                    "the value is not of the column's type"};
inline constexpr Failure stale_version{"store.stale_version", Kind::conflict,
                                       "the record was changed by someone else in the meantime"};
inline constexpr Failure no_such_record{"store.no_such_record", Kind::not_found,
                                        "there is no such record"};
inline constexpr Failure duplicate_key{"store.duplicate_key", Kind::conflict,
                                       "another record already has this natural key"};
inline constexpr Failure deleted_earlier{"store.deleted_earlier", Kind::conflict,
                                         "the record was deleted earlier and stays so"};
inline constexpr Failure key_incomplete{"store.key_incomplete", Kind::invalid,
                                        "the columns of the natural key are missing"};
inline constexpr Failure transaction_over{"store.transaction_over", Kind::internal,
                                          "the transaction has already ended"};
inline constexpr Failure key_missing{"store.key_missing", Kind::unavailable,
                                     "the key file of the encrypted columns is missing"};
inline constexpr Failure key_wrong{"store.key_wrong", Kind::unavailable,
                                   "the key file does not belong to this store"};
inline constexpr Failure cannot_decrypt{"store.cannot_decrypt", Kind::unavailable,
                                        "an encrypted value cannot be read"};
inline constexpr Failure not_empty{"store.not_empty", Kind::conflict,
                                   "a backup can only be restored into an empty store"};
inline constexpr Failure backup_damaged{"store.backup_damaged", Kind::invalid,
                                        "the backup file is damaged or is not a backup"};
inline constexpr Failure cannot_write_file{"store.cannot_write_file", Kind::unavailable,
                                           "the file cannot be written"};
inline constexpr Failure stopped{"store.stopped", Kind::interrupted, "stopped by the user"};

}  // namespace zhiheng::store
