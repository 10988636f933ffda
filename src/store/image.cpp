#include "store/image.h"

#include <bit>
#include <cstring>

#include "store/digest.h"

namespace zhiheng::store {
namespace {

constexpr std::size_t longest_plain_key = 39;
constexpr std::size_t key_prefix = 24;
constexpr std::size_t key_digest = 16;

std::size_t payload_size(Storage storage, std::string_view rest) {
  switch (storage) {
    case Storage::boolean:
      return 1;
    case Storage::decimal:
      return 9;
    case Storage::text:
      return rest.size() < 4 ? npos : 4 + read_number(rest.substr(0, 4));
    default:
      return 8;
  }
}

void append_head(std::string& image, int number, Storage storage) {
  append_number(image, static_cast<std::uint64_t>(number), 2);
  image.push_back(static_cast<char>(storage));
}

}  // namespace

static_assert(std::endian::native == std::endian::little);

void append_number(std::string& bytes, std::uint64_t number, int size) {
  const std::uint64_t turned = __builtin_bswap64(number << (64 - 8 * size));
  bytes.append(reinterpret_cast<const char*>(&turned), static_cast<std::size_t>(size));
}

std::uint64_t read_number(std::string_view bytes) {
  if (bytes.empty() || bytes.size() > 8) return 0;
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), bytes.size());
  return __builtin_bswap64(number) >> (64 - 8 * bytes.size());
}

void append_sized(std::string& bytes, std::string_view piece) {
  append_number(bytes, piece.size(), 4);
  bytes.append(piece);
}

void append_text_field(std::string& image, int number, std::string_view text) {
  append_head(image, number, Storage::text);
  append_sized(image, text);
}

void append_field(std::string& image, int number, const Value& value) {
  switch (value.index()) {
    case 1:
      append_head(image, number, Storage::boolean);
      image.push_back(std::get<bool>(value) ? 1 : 0);
      return;
    case 2:
      append_head(image, number, Storage::integer);
      append_number(image, static_cast<std::uint64_t>(std::get<std::int64_t>(value)), 8);
      return;
    case 3: {
      const Decimal decimal = std::get<Decimal>(value);
      append_head(image, number, Storage::decimal);
      image.push_back(static_cast<char>(decimal.scale));
      append_number(image, static_cast<std::uint64_t>(decimal.unscaled), 8);
      return;
    }
    case 4:
      append_head(image, number, Storage::date);
      append_number(image, static_cast<std::uint64_t>(std::int64_t{std::get<Date>(value).days}), 8);
      return;
    case 5:
      append_head(image, number, Storage::timestamp);
      append_number(image, static_cast<std::uint64_t>(std::get<Timestamp>(value).microseconds), 8);
      return;
    case 6:
      append_text_field(image, number, std::get<std::string>(value));
      return;
    default:
      return;
  }
}

bool ImageReader::next(Field& field) {
  if (rest_.size() < 4 || static_cast<std::uint8_t>(rest_[2]) > 5) return false;
  field.number = static_cast<int>(read_number(rest_.substr(0, 2)));
  field.storage = static_cast<Storage>(rest_[2]);
  const std::size_t size = payload_size(field.storage, rest_.substr(3));
  if (size == npos || rest_.size() - 3 < size) return false;
  field.bytes = rest_.substr(0, 3 + size);
  const std::string_view payload = field.bytes.substr(3);
  field.scale = 0;
  field.text = {};
  if (field.storage == Storage::text) {
    field.text = payload.substr(4);
  } else if (field.storage == Storage::decimal) {
    field.scale = static_cast<std::uint8_t>(payload[0]);
    field.integer = static_cast<std::int64_t>(read_number(payload.substr(1)));
  } else {
    field.integer = static_cast<std::int64_t>(read_number(payload));
  }
  rest_.remove_prefix(field.bytes.size());
  return true;
}

bool valid_image(std::string_view image, const Layout& layout) {
  ImageReader reader(image);
  Field field;
  int last = -1;
  while (reader.next(field)) {
    const Column* const column = layout.by_column_number(field.number);
    if (field.number <= last || column == nullptr || column->storage != field.storage) return false;
    if (field.storage == Storage::decimal && field.scale != column->scale) return false;
    last = field.number;
  }
  return reader.complete();
}

Value to_value(const Field& field) {
  switch (field.storage) {
    case Storage::boolean:
      return field.integer != 0;
    case Storage::integer:
      return field.integer;
    case Storage::decimal:
      return Decimal{field.integer, field.scale};
    case Storage::date:
      return Date{static_cast<std::int32_t>(field.integer)};
    case Storage::timestamp:
      return Timestamp{field.integer};
    case Storage::text:
      break;
  }
  return std::string(field.text);
}

void append_image(std::string& image, const Layout& layout, std::span<const Value> values) {
  for (const std::size_t position : layout.by_number) {
    append_field(image, layout.numbers[position], values[position]);
  }
}

void append_merged(std::string& image, std::string_view previous, std::string_view given,
                   std::span<const int> given_numbers) {
  ImageReader old_fields(previous);
  ImageReader new_fields(given);
  Field old_field;
  Field new_field;
  bool old_left = old_fields.next(old_field);
  bool new_left = new_fields.next(new_field);
  while (old_left || new_left) {
    if (new_left && (!old_left || new_field.number <= old_field.number)) {
      if (old_left && old_field.number == new_field.number) old_left = old_fields.next(old_field);
      image.append(new_field.bytes);
      new_left = new_fields.next(new_field);
      continue;
    }
    // Given and absent from `given` means: set to null.
    if (!std::binary_search(given_numbers.begin(), given_numbers.end(), old_field.number)) {
      image.append(old_field.bytes);
    }
    old_left = old_fields.next(old_field);
  }
}

void append_key(std::string& bytes, const Layout& layout, std::string_view image) {
  const std::size_t start = bytes.size();
  for (const std::size_t position : layout.key) {
    const int number = layout.numbers[position];
    ImageReader reader(image);
    Field field;
    bool found = false;
    while (!found && reader.next(field)) found = field.number == number;
    // Storage and payload without the number: a null is one byte that no storage has.
    if (found) {
      bytes.append(field.bytes.substr(2));
    } else {
      bytes.push_back('\xff');
    }
  }
  if (bytes.size() - start <= longest_plain_key) return;
  const Digest digest = sha256(std::string_view(bytes).substr(start));
  bytes.resize(start + key_prefix);
  bytes.append(as_bytes(digest).substr(0, key_digest));
}

Digest version_hash(const Stamp& stamp, const Digest& content, const Digest& previous) {
  thread_local std::string bytes;
  bytes.assign("zhiheng version 1");
  append_sized(bytes, stamp.table);
  bytes.append(reinterpret_cast<const char*>(stamp.id.bytes.data()), stamp.id.bytes.size());
  append_number(bytes, static_cast<std::uint64_t>(stamp.version), 4);
  append_sized(bytes, stamp.state);
  bytes.push_back(stamp.deleted ? 1 : 0);
  append_sized(bytes, stamp.reason);
  append_number(bytes, static_cast<std::uint64_t>(stamp.recorded_at.microseconds), 8);
  append_sized(bytes, stamp.recorded_by);
  append_sized(bytes, stamp.batch);
  append_number(bytes, static_cast<std::uint64_t>(stamp.row), 8);
  bytes.append(as_bytes(content)).append(as_bytes(previous));
  return sha256(bytes);
}

}  // namespace zhiheng::store
