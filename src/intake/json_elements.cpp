#include "intake/json_elements.h"

#include <filesystem>

#include "intake/failures.h"
#include "intake/source.h"

namespace zhiheng::intake {
namespace {

bool is_blank(char sign) { return sign == ' ' || sign == '\t' || sign == '\n' || sign == '\r'; }

bool ends_scalar(char sign) {
  return is_blank(sign) || sign == ',' || sign == ']' || sign == '}' || sign == ':';
}

}  // namespace

Result<JsonElements> JsonElements::open(const std::string& file, const std::string& path) {
  JsonElements elements(file);
  std::error_code problem;
  if (!elements.in_ || std::filesystem::is_directory(file, problem)) {
    return fail(cannot_read, file);
  }
  elements.size_ = std::filesystem::file_size(file, problem);
  (void)elements.read_more();
  if (elements.text_.empty()) return fail(empty_file, file);
  if (elements.text_.starts_with("\xEF\xBB\xBF")) elements.at_ = 3;
  ZH_DO(elements.find_start(path));
  return elements;
}

bool JsonElements::read_more() {
  constexpr std::size_t block = std::size_t{1} << 20;
  const std::size_t before = text_.size();
  text_.resize(before + block);
  in_.read(text_.data() + before, static_cast<std::streamsize>(block));
  text_.resize(before + static_cast<std::size_t>(in_.gcount()));
  read_ += text_.size() - before;
  return text_.size() > before;
}

/// The first sign at or behind `at` that is not blank; NUL at the end of the file.
char JsonElements::sign_at(std::size_t& at) {
  for (;;) {
    while (at < text_.size() && is_blank(text_[at])) ++at;
    if (at < text_.size()) return text_[at];
    if (at - at_ > longest_record || !read_more()) return '\0';
  }
}

/// Position behind the value that begins at `begin`.
Result<std::size_t> JsonElements::end_of_value(std::size_t begin) {
  const auto cut_off = [&] { return fail(damaged, file_, "cut off", "JSON"); };
  std::size_t depth = 0;
  bool in_string = false, in_scalar = false;
  for (std::size_t at = begin;; ++at) {
    if (at >= text_.size()) {
      if (at - begin > longest_record) {
        return fail(too_large, file_, "a record", "<= " + std::to_string(longest_record) + " B");
      }
      if (!read_more()) {
        if (in_scalar && depth == 0) return at;
        return cut_off();
      }
    }
    const char sign = text_[at];
    if (in_string) {
      if (sign == '\\') {
        ++at;
      } else if (sign == '"') {
        in_string = false;
        if (depth == 0) return at + 1;
      }
      continue;
    }
    if (depth == 0 && in_scalar && ends_scalar(sign)) return at;
    if (sign == '"') {
      in_string = true;
    } else if (sign == '{' || sign == '[') {
      ++depth;
    } else if (sign == '}' || sign == ']') {
      if (depth <= 1) return at + 1;
      --depth;
    } else if (depth == 0) {
      in_scalar = true;
    }
  }
}

/// From an opening brace to the value of a key of that object.
/// @return false when it has no such key
Result<bool> JsonElements::descend(std::string_view key, std::size_t& at) {
  ++at;
  for (;;) {
    char sign = sign_at(at);
    if (sign == ',') {
      ++at;
      sign = sign_at(at);
    }
    if (sign != '"') return false;
    ZH_TRY(const std::size_t end, end_of_value(at));
    const bool found = std::string_view(text_).substr(at + 1, end - at - 2) == key;
    at = end;
    if (sign_at(at) != ':') return false;
    ++at;
    if (sign_at(at) == '\0') return false;
    if (found) return true;
    ZH_TRY(at, end_of_value(at));
  }
}

Result<void> JsonElements::find_start(const std::string& path) {
  std::size_t at = at_;
  if (sign_at(at) == '{' && path.size() > 1) {
    bool found = true;
    for (std::size_t begin = 1; begin <= path.size() && found;) {
      const std::size_t end = std::min(path.find('/', begin), path.size());
      if (sign_at(at) != '{') break;
      ZH_TRY(found, descend(std::string_view(path).substr(begin, end - begin), at));
      begin = end + 1;
    }
    if (!found) return {};
    at_ = at;
  }
  if (sign_at(at) == '[') {
    in_array_ = true;
    at_ = at + 1;
  }
  return {};
}

Result<std::string_view> JsonElements::next() {
  if (at_end_) return std::string_view();
  // What has been handed over can go once it is more than a block.
  constexpr std::size_t block = std::size_t{1} << 20;
  if (at_ > block) {
    text_.erase(0, at_);
    at_ = 0;
  }
  std::size_t at = at_;
  char sign = sign_at(at);
  if (sign == ',') {
    ++at;
    sign = sign_at(at);
  }
  if (sign == '\0' || (in_array_ && sign == ']')) {
    at_end_ = true;
    if (in_array_ && sign == '\0') return fail(damaged, file_, "cut off", "]");
    return std::string_view();
  }
  ZH_TRY(const std::size_t end, end_of_value(at));
  at_ = end;
  return std::string_view(text_).substr(at, end - at);
}

double JsonElements::done() const {
  return size_ == 0 ? 1 : std::min(1.0, static_cast<double>(read_) / static_cast<double>(size_));
}

}  // namespace zhiheng::intake
