// PDF: whole, nothing behind it, nothing in it that runs.
//
// Names are looked for in all bytes outside of compressed streams, not only where a well-behaved
// reader would find an object: readers differ, and repair what is broken, in ways that would let a
// stricter look pass what some reader runs. Object streams are unpacked and looked at the same way.

#include <algorithm>

#include "content/forms.h"

namespace zhiheng::content {
namespace {

constexpr std::size_t longest_pdf_name = 64;

bool is_white(char c) {
  return c == '\0' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}
bool ends_name(char c) {
  return is_white(c) || std::string_view("()<>[]{}/%").find(c) != std::string_view::npos;
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The name that begins behind a '/', with "#4A" decoded.
std::string name_at(std::string_view bytes, std::size_t at) {
  std::string name;
  while (at < bytes.size() && name.size() < longest_pdf_name && !ends_name(bytes[at])) {
    if (bytes[at] == '#' && at + 2 < bytes.size() && digit(bytes[at + 1]) >= 0 &&
        digit(bytes[at + 2]) >= 0) {
      name += static_cast<char>(digit(bytes[at + 1]) * 16 + digit(bytes[at + 2]));
      at += 3;
    } else {
      name += bytes[at++];
    }
  }
  return name;
}

/// What was seen of the object that the bytes are in.
struct Object {
  bool of_objects = false;  ///< /ObjStm
  bool flate = false;
  std::string otherwise;  ///< a filter that is not undone here

  void note(const std::string& name) {
    static constexpr std::string_view undone_nowhere[] = {
        "ASCIIHexDecode",  "AHx",   "ASCII85Decode", "A85", "LZWDecode", "LZW", "RL",
        "RunLengthDecode", "Crypt", "Predictor"};
    of_objects = of_objects || name == "ObjStm";
    flate = flate || name == "FlateDecode" || name == "Fl";
    if (std::ranges::find(undone_nowhere, name) != std::end(undone_nowhere)) otherwise = name;
  }
};

class Look {
 public:
  explicit Look(const Rules& rules) : rules_(rules), left_(rules.largest_unpacked) {}

  Result<void> at(std::string_view bytes, bool outermost) {
    Object object;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const char c = bytes[i];
      if (c == '/') {
        ZH_DO(note(name_at(bytes, i + 1), object));
      } else if (outermost && c == 'o' && bytes.substr(i).starts_with("obj")) {
        object = Object();
      } else if (outermost && c == 's' && object.of_objects && begins_stream(bytes, i)) {
        ZH_DO(stream(bytes.substr(i + 6), object));
      }
    }
    return {};
  }

 private:
  static bool begins_stream(std::string_view bytes, std::size_t at) {
    const bool is_end = at >= 3 && bytes.substr(at - 3, 3) == "end";
    return !is_end && bytes.substr(at).starts_with("stream");
  }

  Result<void> note(const std::string& name, Object& object) {
    object.note(name);
    if (name == "Encrypt") return fail(locked, {}, name);
    if (std::ranges::find(rules_.pdf_refused, name) == rules_.pdf_refused.end()) return {};
    return fail(active, {}, "/" + name);
  }

  Result<void> stream(std::string_view bytes, const Object& object) {
    if (!object.otherwise.empty()) return fail(locked, "ObjStm", object.otherwise, "FlateDecode");
    if (!object.flate) return {};  // its bytes are looked at as they are
    if (bytes.starts_with('\r')) bytes.remove_prefix(1);
    if (bytes.starts_with('\n')) bytes.remove_prefix(1);
    std::size_t used = 0;
    ZH_TRY(const std::string objects, inflated(bytes, false, left_, used));
    left_ -= static_cast<std::int64_t>(objects.size());
    return at(objects, false);
  }

  const Rules& rules_;
  std::int64_t left_;  ///< bytes that may still be unpacked
};

}  // namespace

Result<void> check_pdf(std::string_view bytes, const Rules& rules) {
  const std::string_view version = bytes.substr(5, 2);
  if (version != "1." && version != "2.") return fail(damaged, "%PDF-", std::string(version));
  const std::size_t end = bytes.rfind("%%EOF");
  if (end == std::string_view::npos) return fail(damaged, "%%EOF", {}, "%%EOF");
  const std::string_view behind = bytes.substr(end + 5);
  if (!std::ranges::all_of(behind, is_white)) {
    return fail(two_in_one, "%%EOF", std::to_string(behind.size()), "0");
  }
  if (bytes.rfind("startxref") == std::string_view::npos) return fail(damaged, "startxref");
  return Look(rules).at(bytes, true);
}

}  // namespace zhiheng::content
