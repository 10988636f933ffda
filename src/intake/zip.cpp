#include "intake/zip.h"

#include <unzip.h>

#include <filesystem>

#include "intake/failures.h"

namespace zhiheng::intake {
namespace {

constexpr std::uint64_t harmless = std::uint64_t{64} << 20;
constexpr std::uint64_t most = std::uint64_t{8} << 30;
constexpr std::uint64_t highest_ratio = 200;  // sheets of repeated cells reach about 60
constexpr std::size_t piece = std::size_t{256} << 10;
constexpr int ignore_case = 2;
constexpr unsigned encrypted = 1;

struct CloseArchive {
  void operator()(void* archive) const { unzClose(archive); }
};
using Archive = std::unique_ptr<void, CloseArchive>;

}  // namespace

struct ZipEntry::State {
  Archive archive;
  std::string name;
  std::uint64_t packed = 0, claimed = 0, unpacked = 0;
  bool at_end = false;
  std::string buffer;
};

ZipEntry::ZipEntry(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipEntry::ZipEntry(ZipEntry&&) noexcept = default;
ZipEntry::~ZipEntry() = default;

Result<bool> ZipEntry::exists(const std::string& archive, const std::string& name) {
  const Archive opened(unzOpen64(archive.c_str()));
  if (opened == nullptr) return fail(damaged, archive, {}, "ZIP");
  return unzLocateFile(opened.get(), name.c_str(), ignore_case) == UNZ_OK;
}

Result<ZipEntry> ZipEntry::open(const std::string& archive, const std::string& name) {
  auto state = std::make_unique<State>();
  state->name = name;
  state->archive.reset(unzOpen64(archive.c_str()));
  if (state->archive == nullptr) return fail(damaged, archive, {}, "ZIP");
  void* const opened = state->archive.get();
  unz_file_info64 info{};
  if (unzLocateFile(opened, name.c_str(), ignore_case) != UNZ_OK ||
      unzGetCurrentFileInfo64(opened, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK) {
    return fail(damaged, archive, {}, name);
  }
  if ((info.flag & encrypted) != 0) return fail(legacy_workbook, archive, name, "no password");
  if (unzOpenCurrentFile(opened) != UNZ_OK) return fail(damaged, archive, name, "deflate");
  std::error_code ignored;
  const std::uint64_t whole = std::filesystem::file_size(archive, ignored);
  state->packed = std::min<std::uint64_t>(info.compressed_size, whole);
  state->claimed = info.uncompressed_size;
  return ZipEntry(std::move(state));
}

Result<std::string_view> ZipEntry::next() {
  State& state = *state_;
  if (state.at_end) return std::string_view();
  state.buffer.resize(piece);
  const int got = unzReadCurrentFile(state.archive.get(), state.buffer.data(),
                                     static_cast<unsigned>(state.buffer.size()));
  if (got < 0) return fail(damaged, state.name, "unzip " + std::to_string(got), "ZIP");
  if (got == 0) {
    state.at_end = true;
    if (unzCloseCurrentFile(state.archive.get()) != UNZ_OK) {
      return fail(damaged, state.name, "checksum", "CRC-32");
    }
    return std::string_view();
  }
  state.unpacked += static_cast<unsigned>(got);
  const bool bomb = state.unpacked > harmless &&
                    state.unpacked / highest_ratio > std::max<std::uint64_t>(state.packed, 1);
  if (bomb || state.unpacked > most) {
    return fail(too_large, state.name, std::to_string(state.unpacked) + " B",
                "<= " + std::to_string(highest_ratio) + " : 1, <= " + std::to_string(most) + " B");
  }
  return std::string_view(state.buffer.data(), static_cast<std::size_t>(got));
}

double ZipEntry::done() const {
  if (state_->claimed == 0) return state_->at_end ? 1 : 0;
  return std::min(1.0,
                  static_cast<double>(state_->unpacked) / static_cast<double>(state_->claimed));
}

}  // namespace zhiheng::intake
