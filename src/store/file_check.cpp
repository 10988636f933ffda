// Are the files still what was kept, and is each that a version names still there?

#include "store/database.h"
#include "store/failures.h"
#include "store/file_rows.h"

namespace zhiheng::store {
namespace {

/// What is wrong with the bytes of a file; empty: nothing.
Result<std::string> fault_of(Connection& connection, const FileRow& file) {
  Hasher hasher;
  for (std::int64_t part = 0; part < file.parts(); ++part) {
    ZH_TRY(const auto bytes, read_file_part(connection, file, part));
    if (!bytes) return "file " + to_hex(file.file.digest) + " is cut short";
    hasher.add(*bytes);
  }
  if (hasher.finish() == file.file.digest) return std::string();
  return "file " + to_hex(file.file.digest) + " differs from its digest";
}

}  // namespace

void note_files(const Layout& layout, const std::vector<std::size_t>& columns, const Cipher* cipher,
                const Version& raw, FileUses& uses) {
  for (const std::size_t i : columns) {
    const Column& column = layout.columns[i];
    const auto* stored = std::get_if<std::string>(&raw.values[i]);
    if (stored == nullptr || (column.encrypted && cipher == nullptr)) continue;
    auto text = column.encrypted
                    ? cipher->decrypt(*stored, place_of(layout.table.name, column.name, raw.id))
                    : Result<std::string>(*stored);
    for (std::string_view rest = text ? std::string_view(*text) : ""; !rest.empty();) {
      const std::size_t end = std::min(rest.find('|'), rest.size());
      if (const auto digest = file_of_element(rest.substr(0, end))) {
        uses.try_emplace(*digest, FileUse{layout.table.name, raw.seq});
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
}

Result<void> check_files(Connection& connection, const Cipher* cipher, FileUses uses, Audit& audit,
                         const std::atomic<bool>* interrupted) {
  ZH_TRY(const bool there, has_file_tables(connection));
  std::optional<Error> trouble;
  if (there) {
    ZH_DO(each_file_row(connection, [&](const FileRow& file) {
      auto fault = fault_of(connection, file);
      const auto use = uses.find(file.file.digest);
      const FileUse place = use == uses.end() ? FileUse{"files", file.number} : use->second;
      if (!fault) {
        trouble = std::move(fault).error();
      } else if (!fault->empty()) {
        audit.broken.push_back({place.table, place.seq, *std::move(fault)});
      } else if (use == uses.end() && !(file.file.sealed && cipher == nullptr)) {
        audit.broken.push_back(
            {"files", file.number, "file " + to_hex(file.file.digest) + " is named by no record"});
      }
      if (use != uses.end()) uses.erase(use);
      return !trouble && (interrupted == nullptr || !*interrupted);
    }));
  }
  if (trouble) return std::unexpected(*std::move(trouble));
  if (interrupted != nullptr && *interrupted) return fail(stopped);
  for (const auto& [digest, use] : uses) {
    audit.broken.push_back({use.table, use.seq, "file " + to_hex(digest) + " is missing"});
  }
  return {};
}

}  // namespace zhiheng::store
