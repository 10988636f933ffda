// Backup files from anywhere: whatever the bytes, an answer and no damage.

#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>

#include "store/backup_file.h"
#include "store/image.h"

using namespace zhiheng;
using namespace zhiheng::store;

namespace {

void read_whole(const std::string& path) {
  auto reader = BackupReader::open(path);
  if (!reader) return;
  Piece piece{};
  std::string_view payload;
  for (;;) {
    const auto more = reader->next(piece, payload);
    if (!more || !*more) return;
    PayloadReader fields{payload};
    (void)fields.number(8);
    while (fields.ok && !fields.rest.empty()) (void)fields.sized();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string path = "/tmp/zhiheng_backup_fuzz." + std::to_string(::getpid());
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::string file = "zhiheng backup 1\n";
  file.append(bytes);
  // With a right digest at the end too, or nothing behind it would ever be reached.
  std::string sealed = file;
  Hasher hasher;
  hasher.add(file);
  sealed.push_back(static_cast<char>(Piece::end));
  append_sized(sealed, as_bytes(hasher.finish()));
  for (const std::string& content : {std::string(bytes), file, sealed}) {
    std::ofstream(path, std::ios::binary) << content;
    read_whole(path);
  }
  Layout layout;
  layout.columns = {{"a", Storage::text}, {"b", Storage::decimal, 2}};
  layout.numbers = {1, 2};
  (void)valid_image(bytes, layout);
  return 0;
}
