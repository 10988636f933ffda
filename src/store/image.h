#pragma once
// The bytes that stand for a version: what hashes cover, what drivers write, what backups carry.
//
// A content image is the list of a version's non-null columns by ascending column number:
//   number   2 bytes, big-endian
//   storage  1 byte: the position in enum Storage
//   payload  boolean: 1 byte; integer, date, timestamp: 8 bytes big-endian;
//            decimal: 1 byte scale and 8 bytes unscaled; text: 4 bytes length and the UTF-8 bytes
// A column that is null, or that was declared later, is simply absent.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "base/uuid.h"
#include "base/value.h"
#include "store/layout.h"

namespace zhiheng::store {

/// One column of an image; `text` points into the image.
struct Field {
  int number = 0;
  Storage storage = Storage::text;
  std::uint8_t scale = 0;
  std::int64_t integer = 0;  ///< everything but text; decimals unscaled, days, microseconds
  std::string_view text;
  std::string_view bytes;  ///< the whole encoded field
};

/// Appends a column that is not null.
void append_field(std::string& image, int number, const Value& value);
void append_text_field(std::string& image, int number, std::string_view text);

/// Walks over an image. Images from outside (backups) are checked by `valid_image` first.
class ImageReader {
 public:
  explicit ImageReader(std::string_view image) : rest_(image) {}
  /// False at the end.
  bool next(Field& field);
  [[nodiscard]] bool complete() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// Well-formed, columns ascending, and each of the layout's type.
[[nodiscard]] bool valid_image(std::string_view image, const Layout& layout);

[[nodiscard]] Value to_value(const Field& field);

/// The image of values that stand in the order of `layout.columns`.
void append_image(std::string& image, const Layout& layout, std::span<const Value> values);

/// `given` laid over `previous`: a column of `given_numbers` (ascending) comes from `given`, be it
/// null, every other from `previous`.
void append_merged(std::string& image, std::string_view previous, std::string_view given,
                   std::span<const int> given_numbers);

/// Natural key as bytes: up to 39 bytes as they are, so that neighbours stay neighbours in the
/// index; longer keys keep 24 bytes of their beginning and 16 of their digest.
void append_key(std::string& bytes, const Layout& layout, std::string_view image);

using Fingerprint = std::array<std::uint8_t, 16>;

/// What the hash of a version covers beside its content.
struct Stamp {
  std::string_view table;
  Uuid id;
  int version = 0;
  std::string_view state;
  bool deleted = false;
  std::string_view reason;
  Timestamp recorded_at;
  std::string_view recorded_by;
  std::string_view batch;
  std::int64_t row = 0;
};

/// sha256 over stamp, digest of the content image, and hash of the version before (zeros if none).
[[nodiscard]] Digest version_hash(const Stamp& stamp, const Digest& content,
                                  const Digest& previous);

/// Big-endian, 1 to 8 bytes, as everywhere in images, hashes and backups.
void append_number(std::string& bytes, std::uint64_t number, int size);
[[nodiscard]] std::uint64_t read_number(std::string_view bytes);
/// 4 bytes of length, then the bytes.
void append_sized(std::string& bytes, std::string_view piece);

}  // namespace zhiheng::store
