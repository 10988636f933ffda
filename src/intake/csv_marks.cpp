#include "intake/csv_marks.h"

#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace zhiheng::intake {
namespace {

#if defined(__SSE2__)
std::uint64_t marks_of_64(const char* bytes, char delimiter) {
  const __m128i delimiters = _mm_set1_epi8(delimiter);
  const __m128i quotes = _mm_set1_epi8('"');
  const __m128i feeds = _mm_set1_epi8('\n');
  const __m128i returns = _mm_set1_epi8('\r');
  std::uint64_t bits = 0;
  for (int part = 0; part < 4; ++part) {
    const __m128i chunk =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + std::ptrdiff_t{16} * part));
    const __m128i hit =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(chunk, delimiters), _mm_cmpeq_epi8(chunk, quotes)),
                     _mm_or_si128(_mm_cmpeq_epi8(chunk, feeds), _mm_cmpeq_epi8(chunk, returns)));
    bits |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(hit))) << 16 * part;
  }
  return bits;
}
#else
std::uint64_t marks_of_64(const char* bytes, char delimiter) {
  std::uint64_t bits = 0;
  for (int at = 0; at < 64; ++at) {
    const char byte = bytes[at];
    const bool hit = byte == delimiter || byte == '"' || byte == '\n' || byte == '\r';
    bits |= static_cast<std::uint64_t>(hit) << at;
  }
  return bits;
}
#endif

}  // namespace

void CsvMarks::seek(std::string_view text, std::size_t at) {
  text_ = text;
  block_ = at & ~std::size_t{63};
  bits_ = block_ < text.size() ? classify(block_) & ~std::uint64_t{0} << (at & 63) : 0;
}

std::uint64_t CsvMarks::classify(std::size_t at) const {
  if (at + 64 <= text_.size()) return marks_of_64(text_.data() + at, delimiter_);
  char last[64] = {};
  std::memcpy(last, text_.data() + at, text_.size() - at);
  return marks_of_64(last, delimiter_);
}

}  // namespace zhiheng::intake
