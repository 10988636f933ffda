#pragma once
// Files of records: kept once by what they hold, in the database itself. So a file and the version
// that names it become durable together or not at all, and backup, restore and audit cover both.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"
#include "base/value.h"
#include "store/store.h"

namespace zhiheng::store {

class Database;

/// A file as the store keeps it. Two files with the same bytes are one.
struct KeptFile {
  Digest digest{};        ///< SHA-256 of the bytes as stored: of the ciphertext when `sealed`
  std::int64_t size = 0;  ///< bytes that reading it gives
  std::string type;       ///< as who kept it calls it
  bool sealed = false;    ///< encrypted at rest, with the key of encrypted columns
  Timestamp added;
};

/// A file to be kept.
struct NewFile {
  std::function<Result<std::string_view>()> next;  ///< the next bytes; empty at the end
  std::string type;
  bool sealed = false;
};

/// Keeps a file, in one commit with the version that names it.
/// @fails  store.key_missing for one to be sealed in a store without encrypted columns
[[nodiscard]] Result<KeptFile> keep(Transaction& transaction, const NewFile& file);

/// Columns of text whose elements, joined with '|', each name a kept file.
struct FileColumns {
  std::string table;
  std::vector<std::string> columns;
};
/// Says which columns name files, so that the audit knows it without a declaration.
Result<void> declare_files(Store& store, std::span<const FileColumns> tables);

/// The file that an element of a files column names: "<64 hexadecimal digits>/<name>".
/// None: it names no file.
[[nodiscard]] std::optional<Digest> file_of_element(std::string_view element);

class Files {
 public:
  /// @param store  of store::open
  static Files of(Store& store);

  [[nodiscard]] Result<std::optional<KeptFile>> find(const Digest& digest) const;

  /// Calls `sink` with the bytes from `from` on, `length` of them at most, piece by piece; false
  /// stops. A file that is read from its first byte to its last is compared with its digest.
  /// @fails  store.damaged, store.key_missing, store.cannot_decrypt
  Result<void> read(const KeptFile& file, std::int64_t from, std::int64_t length,
                    const std::function<bool(std::string_view)>& sink) const;

  /// Calls `row` for every file, ordered by digest, until it returns false.
  Result<void> each(const std::function<bool(const KeptFile&)>& row) const;

 private:
  explicit Files(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace zhiheng::store
