#include "deliver/mail.h"

#include <algorithm>
#include <array>

#include "base/duration.h"
#include "base/sha256.h"
#include "deliver/failures.h"
#include "store/base64.h"

namespace zhiheng::deliver {
namespace {

constexpr std::size_t longest_address = 254;  // RFC 5321, 4.5.3.1.3, with its brackets 256
constexpr std::size_t line_length = 76;
constexpr std::string_view word_begin = "=?UTF-8?B?", word_end = "?=";
constexpr std::size_t bytes_per_word = 45;  ///< 60 signs of base64 with 12 around them: <= 75

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Parts between dots, none empty, of letters, digits and `others`.
bool is_dotted(std::string_view text, std::string_view others) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != text.npos) return false;
  return std::ranges::all_of(text, [&](char c) {
    return c == '.' || is_alphanumeric(c) || others.find(c) != others.npos;
  });
}

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// How many bytes of `text`, at most `most`, are whole characters.
std::size_t whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return end == 0 ? most : end;
}

std::string in_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    const std::size_t size = whole_characters(text, bytes_per_word);
    if (!words.empty()) words += "\r\n ";
    words.append(word_begin).append(store::to_base64(text.substr(0, size))).append(word_end);
    text.remove_prefix(size);
  }
  return words;
}

/// "Mon, 23 Nov 2026 08:00:00 +0000"
std::string mail_date(Timestamp at) {
  static constexpr std::array<const char*, 7> days = {"Thu", "Fri", "Sat", "Sun",
                                                      "Mon", "Tue", "Wed"};
  static constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string text = to_text(at);  // 2026-11-23T08:00:00…Z
  const auto day = at.microseconds / duration::day;
  const auto month = static_cast<std::size_t>((text[5] - '0') * 10 + text[6] - '1');
  return std::string(days[static_cast<std::size_t>(day % 7)]) + ", " + text.substr(8, 2) + " " +
         months[month] + " " + text.substr(0, 4) + " " + text.substr(11, 8) + " +0000";
}

/// A name before an address: plain words as they are, everything else encoded.
std::string phrase(std::string_view name) {
  const bool words =
      std::ranges::all_of(name, [](char c) { return is_alphanumeric(c) || c == ' '; });
  return words ? std::string(name) : in_words(name);
}

std::string in_lines(std::string_view base64) {
  std::string lines;
  for (; !base64.empty(); base64.remove_prefix(std::min(line_length, base64.size()))) {
    lines.append(base64.substr(0, line_length)).append("\r\n");
  }
  return lines;
}

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string as_html(std::string_view text) {
  std::string html = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>\n";
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string line = escaped(text.substr(0, end));
    const bool link = line.starts_with("https://") || line.starts_with("http://");
    html += link ? "<a href=\"" + line + "\">" + line + "</a><br>\n" : line + "<br>\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return html + "</body></html>\n";
}

std::string part(const std::string& boundary, std::string_view kind, std::string_view content) {
  return "--" + boundary + "\r\nContent-Type: text/" + std::string(kind) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
         in_lines(store::to_base64(content));
}

}  // namespace

Result<void> check_mail_address(std::string_view text) {
  const auto at = text.rfind('@');
  const std::string_view local = text.substr(0, std::min(at, text.size()));
  const std::string_view domain = at == text.npos ? "" : text.substr(at + 1);
  const bool good = text.size() <= longest_address && local.size() <= 64 &&
                    is_dotted(local, "!#$%&'*+/=?^_`{|}~-") && is_dotted(domain, "-") &&
                    domain.front() != '-' && domain.back() != '-';
  // The address itself is personal and not repeated.
  if (!good) return fail(address_malformed, "mail", {}, "name@example.org");
  return {};
}

std::string encode_header(std::string_view text) {
  std::string clean(text);
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  // What looks like an encoded word must be one, or readers decode what was never encoded.
  const bool as_it_is = is_plain(clean) && clean.find("=?") == clean.npos && clean.size() <= 60;
  return as_it_is ? clean : in_words(clean);
}

Result<std::string> make_mail(const Letter& letter) {
  ZH_DO(check_mail_address(letter.from));
  ZH_DO(check_mail_address(letter.to));
  // Of the content, so that the boundary cannot stand in it but by design.
  const std::string boundary = "zh_" + to_hex(sha256(letter.id + letter.text)).substr(0, 32);
  const std::string host = letter.from.substr(letter.from.rfind('@') + 1);
  std::string id;
  std::ranges::copy_if(letter.id, std::back_inserter(id), is_alphanumeric);
  std::string mail = "Date: " + mail_date(letter.at) + "\r\n";
  mail += "From: " + phrase(letter.from_name);
  mail += (letter.from_name.empty() ? "<" : " <") + letter.from + ">\r\n";
  mail += "To: <" + letter.to + ">\r\n";
  mail += "Subject: " + encode_header(letter.subject) + "\r\n";
  mail += "Message-ID: <" + id + "@" + host + ">\r\n";
  mail += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
  mail += "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
  mail += part(boundary, "plain", letter.text) + part(boundary, "html", as_html(letter.text));
  return mail + "--" + boundary + "--\r\n";
}

}  // namespace zhiheng::deliver
