#pragma once
// A letter as the mail system takes it: RFC 5322 header, both a plain and an HTML text, UTF-8.

#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"

namespace zhiheng::deliver {

/// local@domain in ASCII as servers everywhere take it: dot-atom "@" names with a dot, or an
/// address in brackets is not taken. At most 254 bytes.
/// @fails  deliver.address_malformed
[[nodiscard]] Result<void> check_mail_address(std::string_view text);

/// Text for a header field, in words of at most 75 bytes, each whole characters, where it is not
/// plain ASCII. Line ends and other control characters become spaces, so that no text can add a
/// field of its own.
/// @source  RFC 2047, 2 and 4.1 (encoding B)
[[nodiscard]] std::string encode_header(std::string_view text);

struct Letter {
  std::string from = {};       ///< address
  std::string from_name = {};  ///< shown beside it
  std::string to = {};         ///< address
  std::string subject = {};
  std::string text = {};  ///< lines end with LF; addresses of pages become links in the HTML part
  std::string id = {};    ///< makes the Message-ID, so that repetitions can be told
  Timestamp at{};
};

/// The whole message, lines end with CR LF.
/// @fails  deliver.address_malformed
[[nodiscard]] Result<std::string> make_mail(const Letter& letter);

}  // namespace zhiheng::deliver
