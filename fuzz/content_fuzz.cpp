// Files that strangers send: examining one never crashes, never takes more memory than the rules
// allow, and says the same of the same bytes; a name made safe stays as it is when made safe again.
//
// The first byte chooses what is done with the rest.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "content/content.h"

namespace {

using zhiheng::content::FileType;
using zhiheng::content::Form;
using zhiheng::content::Rules;

const Rules& rules() {
  static const Rules made = [] {
    Rules all;
    const auto add = [&](const char* name, Form form, const char* main_part = "") {
      all.types.push_back({.name = name,
                           .title = {},
                           .media = name,
                           .endings = {name},
                           .form = form,
                           .main_part = main_part,
                           .largest = 1 << 20});
    };
    add("pdf", Form::pdf);
    add("jpg", Form::jpeg);
    add("png", Form::png);
    add("docx", Form::office,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml");
    add("ofd", Form::ofd);
    add("txt", Form::text);
    all.largest_unpacked = 1 << 22;
    all.largest_ratio = 200;
    all.most_parts = 100;
    all.most_pixels = 1'000'000;
    all.pdf_refused = {"JavaScript", "Launch", "EmbeddedFile"};
    all.part_refused = {"vbaproject", ".exe"};
    return all;
  }();
  return made;
}

void check(bool holds) {
  if (!holds) std::abort();
}

void examine_twice(std::string_view bytes) {
  const auto once = zhiheng::content::examine(bytes, "a.txt", rules());
  const auto again = zhiheng::content::examine(bytes, "a.txt", rules());
  check(once.has_value() == again.has_value());
  if (once) check(*once == *again);
  if (!once) check(once.error().failure == again.error().failure);
}

void name_twice(std::string_view name) {
  const FileType& type = rules().types.front();
  const std::string once = zhiheng::content::safe_name(name, type);
  check(once == zhiheng::content::safe_name(once, type));
  check(once.ends_with(".pdf"));
  check(once.find_first_of("/\\|\r\n\"") == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 'n') {
    name_twice(rest);
  } else {
    examine_twice(rest);
  }
  return 0;
}
