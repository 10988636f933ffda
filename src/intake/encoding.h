#pragma once
// In which encoding is this text, and how does it become UTF-8?

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::intake {

enum class Encoding { ascii, utf8, gb18030, utf16_little, utf16_big };

/// "utf-8", "gb18030", "utf-16le", "utf-16be".
[[nodiscard]] std::string_view name_of(Encoding encoding);

/// "utf-8", "gb18030", "gbk", "gb2312", "utf-16le", "utf-16be", in any case; nullopt for others.
[[nodiscard]] std::optional<Encoding> encoding_named(std::string_view name);

/// Well-formed UTF-8, at memory speed.
[[nodiscard]] bool valid_utf8(std::string_view bytes);

/// What the byte order mark says, and its length.
struct Mark {
  std::optional<Encoding> encoding;
  std::size_t length = 0;
};
[[nodiscard]] Mark byte_order_mark(std::string_view start);

/// The encoding of most lines. `ascii` when nothing tells UTF-8 from GB18030.
/// @param sample  whole lines
/// @fails  intake.encoding_unknown
[[nodiscard]] Result<Encoding> detect_encoding(std::string_view sample);

/// A line that could not be used as it stands.
struct Fault {
  std::size_t at = 0;    ///< position of the line in the UTF-8 text
  std::size_t byte = 0;  ///< position of the offending byte in the given bytes
  const Failure* failure = nullptr;
};

/// Appends `bytes` (whole lines) to `text` as UTF-8. Bytes that cannot be read become '?', NUL a
/// blank, and their line is listed in `faults`, in order.
void append_decoded(std::string_view bytes, Encoding encoding, std::string& text,
                    std::vector<Fault>& faults);

}  // namespace zhiheng::intake
