#include "base/uuid.h"

#include <sys/random.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/failures.h"

namespace zhiheng {
namespace {

/// Random bytes, fetched from the kernel 4 KiB at a time: one system call per 512 identifiers.
class RandomBuffer {
 public:
  std::uint64_t next() {
    if (at_ == words_.size()) refill();
    return words_[at_++];
  }

 private:
  void refill() {
    auto* const bytes = reinterpret_cast<char*>(words_.data());
    std::size_t filled = 0;
    while (filled < sizeof words_) {
      const ssize_t got = getrandom(bytes + filled, sizeof words_ - filled, 0);
      if (got < 0 && errno != EINTR) std::abort();  // without randomness no identifier is safe
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    at_ = 0;
  }

  std::array<std::uint64_t, 512> words_{};
  std::size_t at_ = words_.size();
};

/// 48 bits of milliseconds and a 12-bit counter as one growing number. When more than 4096 are
/// asked for in one millisecond, or the clock steps back, the number runs ahead of the clock.
std::uint64_t next_tick() {
  static std::atomic<std::uint64_t> last{0};
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto clock = static_cast<std::uint64_t>(duration_cast<milliseconds>(since).count()) << 12;
  std::uint64_t before = last.load(std::memory_order_relaxed);
  std::uint64_t tick = std::max(clock, before + 1);
  while (!last.compare_exchange_weak(before, tick, std::memory_order_relaxed)) {
    tick = std::max(clock, before + 1);
  }
  return tick;
}

int hex_value(char sign) {
  if (sign >= '0' && sign <= '9') return sign - '0';
  if (sign >= 'a' && sign <= 'f') return sign - 'a' + 10;
  if (sign >= 'A' && sign <= 'F') return sign - 'A' + 10;
  return -1;
}

bool dash_at(std::size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

}  // namespace

Uuid make_uuid() {
  thread_local RandomBuffer random;
  const std::uint64_t tick = next_tick();
  const std::uint64_t high = (tick >> 12) << 16 | 0x7000 | (tick & 0xFFF);
  const std::uint64_t low = (random.next() >> 2) | std::uint64_t{1} << 63;
  Uuid id;
  for (std::size_t i = 0; i < 8; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
    id.bytes[8 + i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
  }
  return id;
}

Timestamp made_at(const Uuid& id) {
  std::int64_t milliseconds = 0;
  for (std::size_t i = 0; i < 6; ++i) milliseconds = milliseconds << 8 | id.bytes[i];
  return {milliseconds * 1000};
}

std::string to_text(const Uuid& id) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string text(36, '-');
  std::size_t at = 0;
  for (const std::uint8_t byte : id.bytes) {
    if (dash_at(at)) ++at;
    text[at++] = hex[byte >> 4];
    text[at++] = hex[byte & 15];
  }
  return text;
}

Result<Uuid> parse_uuid(std::string_view text) {
  const auto malformed = [&] {
    return fail(base::uuid_malformed, "uuid", std::string(text),
                "018f2c5e-0000-7000-8000-000000000000");
  };
  if (text.size() != 36) return malformed();
  Uuid id;
  std::size_t nibble = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (dash_at(at)) {
      if (text[at] != '-') return malformed();
      continue;
    }
    const int value = hex_value(text[at]);
    if (value < 0) return malformed();
    auto& byte = id.bytes[nibble / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | value);
    ++nibble;
  }
  return id;
}

}  // namespace zhiheng
