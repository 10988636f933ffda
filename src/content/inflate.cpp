// The one place that unpacks: in steps, so that a bomb is noticed before it is large.

#include <zlib.h>

#include <algorithm>

#include "content/forms.h"

namespace zhiheng::content {
namespace {

struct Stream {
  z_stream inner{};
  bool ready = false;
  explicit Stream(bool raw) { ready = inflateInit2(&inner, raw ? -MAX_WBITS : MAX_WBITS) == Z_OK; }
  ~Stream() {
    if (ready) inflateEnd(&inner);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
};

}  // namespace

Result<std::string> inflated(std::string_view packed, bool raw, std::int64_t most,
                             std::size_t& used) {
  constexpr std::size_t step = 64 * 1024;
  Stream stream(raw);
  if (!stream.ready) return fail(damaged, {}, "deflate");
  // zlib's interface is older than const.
  stream.inner.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.inner.avail_in = static_cast<uInt>(std::min<std::size_t>(packed.size(), 1u << 30));
  std::string text;
  for (int state = Z_OK; state != Z_STREAM_END;) {
    const std::size_t before = text.size();
    text.resize(before + step);
    stream.inner.next_out = reinterpret_cast<Bytef*>(text.data() + before);
    stream.inner.avail_out = step;
    state = inflate(&stream.inner, Z_NO_FLUSH);
    text.resize(before + step - stream.inner.avail_out);
    if (static_cast<std::int64_t>(text.size()) > most) {
      return fail(unpacks_too_large, {}, "> " + std::to_string(most), "<= " + std::to_string(most));
    }
    const bool stuck = state == Z_OK && text.size() == before;
    if ((state != Z_OK && state != Z_STREAM_END) || stuck) return fail(damaged, {}, "deflate");
  }
  used = stream.inner.total_in;
  return text;
}

}  // namespace zhiheng::content
