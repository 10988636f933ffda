#pragma once
// Short-lived text and nodes of one event: taken in one piece, given back in one piece.

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <vector>

namespace zhiheng::trace {

/// Memory that is only given back as a whole. What lies in it is never destroyed, so only plain
/// types may be made here.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) = delete;

  /// A new value-initialised T.
  template <class T>
  [[nodiscard]] T* make() {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (take(sizeof(T), alignof(T))) T{};
  }

  /// The same bytes, kept.
  [[nodiscard]] std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    char* place = static_cast<char*>(take(text.size(), 1));
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }

  /// Forgets everything; the first piece stays, so that the next event costs no allocation.
  void clear() {
    if (pieces_.size() > 1) pieces_.resize(1);
    used_ = 0;
    total_ = 0;
  }

  /// Bytes handed out since the last clear().
  [[nodiscard]] std::size_t size() const { return total_ + used_; }

 private:
  static constexpr std::size_t piece_size = std::size_t{64} * 1024;

  struct Piece {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
  };

  void* take(std::size_t size, std::size_t alignment) {
    std::size_t at = (used_ + alignment - 1) & ~(alignment - 1);
    if (pieces_.empty() || at + size > pieces_.back().size) {
      total_ += used_;
      const std::size_t wanted = size > piece_size ? size : piece_size;
      pieces_.push_back({std::make_unique_for_overwrite<std::byte[]>(wanted), wanted});
      at = 0;
    }
    used_ = at + size;
    return pieces_.back().bytes.get() + at;
  }

  std::vector<Piece> pieces_;
  std::size_t used_ = 0;   ///< of the last piece
  std::size_t total_ = 0;  ///< of the pieces before it
};

}  // namespace zhiheng::trace
