#pragma once
// The backup file: one format for both engines, so that a store can move between them.
//
//   "zhiheng backup 1\n", then pieces, each: kind (1 byte), length (4 bytes), payload; last the
//   piece `end`, whose payload is the sha256 of every byte before it.
// Payloads are built of big-endian numbers and length-prefixed bytes as in image.h.

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/digest.h"

namespace zhiheng::store {

enum class Piece : char {
  table = 'T',    ///< name, natural key, indexes; then versions belong to this table
  column = 'C',   ///< of the table before: number, storage, scale, encrypted, name
  version = 'V',  ///< see backup.cpp
  commit = 'M',   ///< number, time, author, batch, root, chain
  range = 'R',    ///< commit, first, last, table
  fact = 'F',     ///< name, value
  pair = 'P',     ///< space, key, value
  file = 'A',     ///< digest, size, type, seal, time; then its parts
  part = 'B',     ///< bytes of the file before
  end = 'E',
};

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// Writes beside the target and takes its place at the end, so that no half backup is ever found
/// under the name.
class BackupWriter {
 public:
  /// @fails  store.cannot_write_file
  static Result<BackupWriter> create(const std::string& path);
  BackupWriter(BackupWriter&&) noexcept = default;
  ~BackupWriter();

  Result<void> add(Piece piece, std::string_view payload);
  /// Adds the end, makes the file durable and gives it its name.
  Result<void> finish();

 private:
  BackupWriter() = default;
  Result<void> write(std::string_view bytes);

  std::string path_, temporary_;
  File file_;
  Hasher hasher_;
};

class BackupReader {
 public:
  /// Reads the whole file once and compares its digest.
  /// @fails  store.backup_damaged
  static Result<BackupReader> open(const std::string& path);

  /// False at the end piece. `payload` is valid until the next call.
  Result<bool> next(Piece& piece, std::string_view& payload);

 private:
  BackupReader() = default;
  Result<void> start();
  Result<void> check();

  std::string path_;
  File file_;
  std::uintmax_t left_ = 0;  ///< bytes that a piece can still have
  std::string buffer_;
};

/// Takes numbers and sized bytes from a payload; after a wrong length `ok` is false and everything
/// is empty.
struct PayloadReader {
  std::string_view rest;
  bool ok = true;

  std::uint64_t number(int size);
  std::string_view raw(std::size_t size);
  std::string_view sized();
};

}  // namespace zhiheng::store
