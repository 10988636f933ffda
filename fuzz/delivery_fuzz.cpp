// Any bytes as what others give the delivery to do with: a URL to post to, networks, a secret, a
// notice, an address and texts of a mail, a line of a calendar. What is taken is taken again, and
// no text gets out of its place.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "deliver/calendar_feed.h"
#include "deliver/mail.h"
#include "deliver/network.h"
#include "deliver/notice.h"
#include "deliver/signature.h"
#include "deliver/wire.h"

namespace {

using namespace zhiheng;

/// Folded lines and encoded words: no piece is too long, none is cut within a character.
void check_lines(std::string_view lines, bool utf8) {
  while (!lines.empty()) {
    const auto end = std::min(lines.find("\r\n"), lines.size());
    const std::string_view line = lines.substr(0, end);
    if (line.size() > 76 || line.find_first_of("\r\n") != line.npos) std::abort();
    if (utf8 && !is_utf8(line)) std::abort();
    lines.remove_prefix(std::min(end + 2, lines.size()));
  }
}

void check_mail(std::string_view text) {
  const bool taken = deliver::check_mail_address(text).has_value();
  if (taken && text.find_first_of(" \r\n<>,;:\"()") != text.npos) std::abort();
  const std::string header = deliver::encode_header(text);
  check_lines(header, true);
  // The only line ends are those of folding.
  for (std::size_t at = header.find('\n'); at != std::string::npos;
       at = header.find('\n', at + 1)) {
    if (at == 0 || header[at - 1] != '\r' || header.substr(at + 1, 1) != " ") std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto url = deliver::check_url(bytes)) {
    if (deliver::check_url(*url) != *url || deliver::host_of(*url).empty()) std::abort();
    if (url->find_first_of(" \r\n") != std::string::npos) std::abort();
  }
  if (const auto networks = deliver::parse_networks(bytes)) {
    for (const auto& network : *networks) {
      if (!network.holds(network.first)) std::abort();
    }
  }
  (void)deliver::check_secret(bytes);
  if (const auto notice = deliver::parse_notice(bytes)) {
    const auto again = deliver::parse_notice(deliver::to_body(*notice));
    if (!again || again->key != notice->key || again->due != notice->due) std::abort();
  }
  check_mail(bytes);
  const bool utf8 = is_utf8(bytes);
  const std::string escaped = deliver::escape_text(bytes);
  if (escaped.find_first_of("\r\n") != std::string::npos) std::abort();
  check_lines(deliver::fold("SUMMARY:" + escaped), utf8);
  return 0;
}
