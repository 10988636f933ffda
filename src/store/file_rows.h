#pragma once
// How files lie in the database, for the .cpp files of this room.

#include <atomic>
#include <map>
#include <unordered_map>

#include "store/cipher.h"
#include "store/connection.h"
#include "store/files.h"

namespace zhiheng::store {

/// Bytes of a file in one row of `file_parts`; the last one may have fewer.
inline constexpr std::int64_t file_part_size = std::int64_t{256} * 1024;

/// A file as its row has it.
struct FileRow {
  KeptFile file;
  std::int64_t number = 0;  ///< of its parts
  std::string seal;         ///< what the ciphertext of its parts is bound to; empty: not encrypted

  [[nodiscard]] std::int64_t parts() const {
    return (file.size + file_part_size - 1) / file_part_size;
  }
};

/// False: no file was ever kept here.
[[nodiscard]] Result<bool> has_file_tables(Connection& connection);
[[nodiscard]] std::string create_file_tables_sql(Dialect dialect);

[[nodiscard]] Result<std::optional<FileRow>> find_file_row(Connection& connection,
                                                           const Digest& digest);
/// In order of their digests.
Result<void> each_file_row(Connection& connection, const std::function<bool(const FileRow&)>& row);
/// The bytes of a part as they are stored; none: it is missing.
[[nodiscard]] Result<std::optional<std::string>> read_file_part(Connection& connection,
                                                                const FileRow& file,
                                                                std::int64_t part);

/// Writes a file on a connection that holds the writer's place; see Transaction::keep.
[[nodiscard]] Result<KeptFile> keep_file(Connection& connection, const Cipher* cipher,
                                         const NewFile& file, Timestamp at);

/// What a transaction of ours can do beyond those of store.h.
class KeepsFiles {
 public:
  virtual ~KeepsFiles() = default;
  virtual Result<KeptFile> keep(const NewFile& file) = 0;
};

/// The columns of each table that name files, as the facts say.
using FileColumnNames = std::map<std::string, std::vector<std::string>, std::less<>>;
[[nodiscard]] Result<FileColumnNames> read_file_columns(Connection& connection);

/// Which version of which table named a file first.
struct FileUse {
  std::string table;
  std::int64_t seq = 0;
};
struct DigestHash {
  std::size_t operator()(const Digest& digest) const {
    return std::hash<std::string_view>{}(as_bytes(digest));
  }
};
using FileUses = std::unordered_map<Digest, FileUse, DigestHash>;

/// Adds the files that a version names, as it lies in the database; what an encrypted column says
/// only with the key.
/// @param columns  positions of those that name files
void note_files(const Layout& layout, const std::vector<std::size_t>& columns, const Cipher* cipher,
                const Version& raw, FileUses& uses);
/// Positions of the columns of a table that name files.
[[nodiscard]] std::vector<std::size_t> file_positions(const Layout& layout,
                                                      const FileColumnNames& names);
/// Every file against its digest, and every use against the files. Without the key nobody knows
/// which sealed files are named.
[[nodiscard]] Result<void> check_files(Connection& connection, const Cipher* cipher, FileUses uses,
                                       Audit& audit, const std::atomic<bool>* interrupted);

}  // namespace zhiheng::store
