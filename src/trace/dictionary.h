#pragma once
// Texts by number and numbers by text, in little memory: tens of millions of identifiers.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng::trace {

/// Texts are numbered from 0 in the order in which they came; none is ever taken away.
class Dictionary {
 public:
  struct Put {
    std::uint32_t number = 0;
    bool fresh = false;  ///< it was not there before
  };
  Put put(std::string_view text);
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const;
  /// Valid for as long as the dictionary is.
  [[nodiscard]] std::string_view at(std::uint32_t number) const;
  [[nodiscard]] std::size_t size() const { return starts_.size(); }
  [[nodiscard]] std::size_t bytes() const;

 private:
  [[nodiscard]] std::size_t slot_of(std::string_view text, std::uint64_t hash) const;
  void grow();

  static constexpr std::size_t piece_bits = 20;
  std::vector<std::unique_ptr<char[]>> pieces_;
  std::size_t used_ = std::size_t{1} << piece_bits;  ///< of the last piece
  std::vector<std::uint64_t> starts_;  ///< piece, place within it; the text's length stands there
  std::vector<std::uint64_t> slots_;   ///< upper half of the hash, number + 1; 0 is empty
};

}  // namespace zhiheng::trace
