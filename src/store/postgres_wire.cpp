#include "store/postgres_wire.h"

namespace zhiheng::store {
namespace {

// PostgreSQL counts from 2000-01-01.
constexpr std::int64_t epoch_days = 10957;
constexpr std::int64_t epoch_microseconds = epoch_days * 86'400'000'000;
constexpr std::uint64_t group = 10'000;  // numeric digits are in base 10,000
constexpr std::uint64_t negative_sign = 0x4000;

// 18 digits and up to three more that fill the last group do not fit 64 bits.
__extension__ using Wide = unsigned __int128;

void append_numeric(std::string& bytes, std::int64_t unscaled, int scale) {
  const int padding = (4 - scale % 4) % 4;
  Wide rest = unscaled < 0 ? Wide{0} - static_cast<Wide>(unscaled) : static_cast<Wide>(unscaled);
  for (int i = 0; i < padding; ++i) rest *= 10;
  std::uint64_t groups[8];
  int count = 0;
  for (; rest != 0; rest /= group) groups[count++] = static_cast<std::uint64_t>(rest % group);
  const int weight = count - (scale + padding) / 4 - 1;
  append_number(bytes, static_cast<std::uint64_t>(count), 2);
  append_number(bytes, static_cast<std::uint64_t>(count == 0 ? 0 : weight), 2);
  append_number(bytes, unscaled < 0 ? negative_sign : 0, 2);
  append_number(bytes, static_cast<std::uint64_t>(scale), 2);
  while (count > 0) append_number(bytes, groups[--count], 2);
}

std::int64_t read_numeric(std::string_view bytes, int scale) {
  if (bytes.size() < 8) return 0;
  const auto count = static_cast<int>(read_number(bytes.substr(0, 2)));
  const auto weight = static_cast<std::int16_t>(read_number(bytes.substr(2, 2)));
  const bool negative = read_number(bytes.substr(4, 2)) == negative_sign;
  Wide sum = 0;
  for (int i = 0; i < count; ++i) {
    sum = sum * group + read_number(bytes.substr(8 + 2 * static_cast<std::size_t>(i), 2));
  }
  int places = 4 * (weight - (count - 1)) + scale;
  for (; places > 0; --places) sum *= 10;
  for (; places < 0; ++places) sum /= 10;
  const auto number = static_cast<std::int64_t>(sum);
  return negative ? -number : number;
}

std::uint64_t unsigned_of(std::int64_t number) { return static_cast<std::uint64_t>(number); }

}  // namespace

std::string numbered(std::string_view sql) {
  std::string text;
  int number = 0;
  for (const char c : sql) {
    if (c == '?') {
      text += '$' + std::to_string(++number);
    } else {
      text += c;
    }
  }
  return text;
}

void PostgresParameters::add_binary(Oid type, std::string bytes) {
  types_.push_back(type);
  lengths_.push_back(static_cast<int>(bytes.size()));
  bytes_.push_back(std::move(bytes));
  nulls_.push_back(false);
  formats_.push_back(1);
}

void PostgresParameters::add(const Parameter& parameter) {
  if (const auto* const raw = std::get_if<Bytes>(&parameter)) {
    return add_binary(oid::bytea, raw->bytes);
  }
  if (const auto* const id = std::get_if<Uuid>(&parameter)) {
    return add_binary(oid::uuid, std::string(as_bytes(id->bytes)));
  }
  const Value& value = std::get<Value>(parameter);
  std::string bytes;
  switch (value.index()) {
    case 1:
      return add_binary(oid::boolean, std::string(1, std::get<bool>(value) ? 1 : 0));
    case 2:
      append_number(bytes, unsigned_of(std::get<std::int64_t>(value)), 8);
      return add_binary(oid::int8, std::move(bytes));
    case 3: {
      const Decimal decimal = std::get<Decimal>(value);
      append_numeric(bytes, decimal.unscaled, decimal.scale);
      return add_binary(oid::numeric, std::move(bytes));
    }
    case 4:
      append_number(bytes, unsigned_of(std::get<Date>(value).days - epoch_days), 4);
      return add_binary(oid::date, std::move(bytes));
    case 5:
      append_number(bytes,
                    unsigned_of(std::get<Timestamp>(value).microseconds - epoch_microseconds), 8);
      return add_binary(oid::timestamptz, std::move(bytes));
    case 6:
      return add_binary(oid::text, std::get<std::string>(value));
    default:
      add_binary(0, {});
      nulls_.back() = true;
  }
}

const char* const* PostgresParameters::values() {
  values_.clear();
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    values_.push_back(nulls_[i] ? nullptr : bytes_[i].data());
  }
  return values_.data();
}

PostgresArray::PostgresArray(Oid element) : element_(element) {}

void PostgresArray::add(std::string_view bytes) {
  append_sized(bytes_, bytes);
  ++count_;
}

void PostgresArray::add_int8(std::int64_t number) {
  std::string bytes;
  append_number(bytes, unsigned_of(number), 8);
  add(bytes);
}

void PostgresArray::add_int4(std::int32_t number) {
  std::string bytes;
  append_number(bytes, unsigned_of(number), 4);
  add(bytes);
}

void PostgresArray::add_boolean(bool truth) { add(std::string_view(truth ? "\1" : "\0", 1)); }

std::string PostgresArray::finish() const {
  std::string whole;
  append_number(whole, 1, 4);  // dimensions
  append_number(whole, 0, 4);  // no nulls
  append_number(whole, element_, 4);
  append_number(whole, count_, 4);
  append_number(whole, 1, 4);  // lower bound
  return whole + bytes_;
}

CopyRows::CopyRows() {
  buffer_.assign("PGCOPY\n\xff\r\n\0", 11);
  append_number(buffer_, 0, 4);  // flags
  append_number(buffer_, 0, 4);  // header extension
}

void CopyRows::row(std::size_t fields) { append_number(buffer_, fields, 2); }
void CopyRows::null() { append_number(buffer_, 0xffffffff, 4); }
void CopyRows::bytes(std::string_view bytes) { append_sized(buffer_, bytes); }
void CopyRows::end() { append_number(buffer_, 0xffff, 2); }

void CopyRows::int8(std::int64_t number) {
  append_number(buffer_, 8, 4);
  append_number(buffer_, unsigned_of(number), 8);
}

void CopyRows::int4(std::int32_t number) {
  append_number(buffer_, 4, 4);
  append_number(buffer_, unsigned_of(number), 4);
}

void CopyRows::boolean(bool truth) {
  append_number(buffer_, 1, 4);
  buffer_.push_back(truth ? 1 : 0);
}

void CopyRows::timestamp(Timestamp time) { int8(time.microseconds - epoch_microseconds); }

void CopyRows::field(const Field& field) {
  switch (field.storage) {
    case Storage::boolean:
      return boolean(field.integer != 0);
    case Storage::integer:
      return int8(field.integer);
    case Storage::date:
      return int4(static_cast<std::int32_t>(field.integer - epoch_days));
    case Storage::timestamp:
      return timestamp(Timestamp{field.integer});
    case Storage::decimal: {
      const std::size_t start = buffer_.size();
      append_number(buffer_, 0, 4);
      append_numeric(buffer_, field.integer, field.scale);
      std::string size;
      append_number(size, buffer_.size() - start - 4, 4);
      buffer_.replace(start, 4, size);
      return;
    }
    case Storage::text:
      break;
  }
  bytes(field.text);
}

bool PostgresCursor::null(int column) const { return PQgetisnull(result_, row_, column) != 0; }

std::string_view PostgresCursor::bytes(int column) const {
  return {PQgetvalue(result_, row_, column),
          static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

std::int64_t PostgresCursor::integer(int column) const {
  const std::string_view raw = bytes(column);
  const std::uint64_t number = read_number(raw);
  switch (raw.size()) {
    case 4:
      return static_cast<std::int32_t>(number);
    case 2:
      return static_cast<std::int16_t>(number);
    default:
      return static_cast<std::int64_t>(number);
  }
}

Timestamp PostgresCursor::timestamp(int column) const {
  return Timestamp{integer(column) + epoch_microseconds};
}

Value PostgresCursor::value(int column, const Column& type) const {
  switch (type.storage) {
    case Storage::boolean:
      return integer(column) != 0;
    case Storage::integer:
      return integer(column);
    case Storage::decimal:
      return Decimal{read_numeric(bytes(column), type.scale),
                     static_cast<std::uint8_t>(type.scale)};
    case Storage::date:
      return Date{static_cast<std::int32_t>(integer(column) + epoch_days)};
    case Storage::timestamp:
      return timestamp(column);
    case Storage::text:
      break;
  }
  return std::string(bytes(column));
}

}  // namespace zhiheng::store
