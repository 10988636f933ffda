#include <algorithm>

#include "base/text.h"
#include "content/content.h"
#include "content/forms.h"

namespace zhiheng::content {
namespace {

constexpr std::string_view pdf_start = "%PDF-";
constexpr std::string_view jpeg_start = "\xFF\xD8\xFF";
constexpr std::string_view png_start = "\x89PNG\r\n\x1A\n";
constexpr std::string_view package_start = "PK\x03\x04";
constexpr std::size_t looked_at = 1024;  // how far programs that guess look

std::string ending_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string() : to_lower(name.substr(dot + 1));
}

bool has_ending(const FileType& type, std::string_view ending) {
  return std::ranges::find(type.endings, ending) != type.endings.end();
}

std::string listed(const Rules& rules, std::span<const std::string> accepted) {
  std::string names;
  for (const FileType& type : rules.types) {
    if (!accepted.empty() && std::ranges::find(accepted, type.name) == accepted.end()) continue;
    names += (names.empty() ? "" : ", ") + type.name;
  }
  return names;
}

// form_of has looked for control characters; pages and archives are looked for with every form.
Result<void> check_text(std::string_view bytes) {
  if (is_utf8(bytes) || from_gb18030(bytes)) return {};
  return fail(type_refused, "text", {}, "UTF-8, GB18030");
}

/// @return  the content type of the main part of a package, else nothing
Result<std::string> check(Form form, std::string_view bytes, const Rules& rules) {
  Result<void> done;
  switch (form) {
    case Form::pdf:
      done = check_pdf(bytes, rules);
      break;
    case Form::jpeg:
      done = check_jpeg(bytes, rules);
      break;
    case Form::png:
      done = check_png(bytes, rules);
      break;
    case Form::office:
    case Form::ofd:
      return check_package(bytes, rules);
    case Form::text:
      done = check_text(bytes);
      break;
  }
  if (!done) return std::unexpected(std::move(done).error());
  return std::string();
}

/// The type that fits best: the one whose ending the name has, else the first.
const FileType* type_for(Form form, const std::string& main_part, std::string_view ending,
                         const Rules& rules, std::span<const std::string> accepted) {
  const FileType* found = nullptr;
  for (const FileType& type : rules.types) {
    const bool of_package = form == Form::office || form == Form::ofd;
    if (of_package && main_part == "ofd" ? type.form != Form::ofd : type.form != form) continue;
    if (type.form == Form::office && type.main_part != main_part) continue;
    if (!accepted.empty() && std::ranges::find(accepted, type.name) == accepted.end()) continue;
    if (found == nullptr || (has_ending(type, ending) && !has_ending(*found, ending))) {
      found = &type;
    }
  }
  return found;
}

}  // namespace

const FileType* Rules::find(std::string_view name) const {
  const auto found = std::ranges::find(types, name, &FileType::name);
  return found == types.end() ? nullptr : &*found;
}

std::int64_t Rules::largest() const {
  std::int64_t most = 0;
  for (const FileType& type : types) most = std::max(most, type.largest);
  return most;
}

bool begins_as_pdf(std::string_view bytes) {
  return bytes.substr(0, looked_at).find(pdf_start) != std::string_view::npos;
}

bool begins_as_page(std::string_view bytes) {
  const std::string start = to_lower(bytes.substr(0, looked_at));
  static constexpr std::string_view signs[] = {"<!doctype", "<html", "<head", "<body", "<script",
                                               "<iframe",   "<svg",  "<?xml", "<math", "<!entity"};
  return std::ranges::any_of(
      signs, [&](std::string_view sign) { return start.find(sign) != std::string::npos; });
}

std::optional<Form> form_of(std::string_view bytes) {
  if (bytes.starts_with(pdf_start)) return Form::pdf;
  if (bytes.starts_with(jpeg_start)) return Form::jpeg;
  if (bytes.starts_with(png_start)) return Form::png;
  if (bytes.starts_with(package_start)) return Form::office;
  // Text has no signature: whatever holds a byte that no text has is not text.
  const bool control = std::ranges::any_of(bytes, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F || (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r');
  });
  if (control) return std::nullopt;
  return Form::text;
}

Result<const FileType*> examine(std::string_view bytes, std::string_view name, const Rules& rules,
                                std::span<const std::string> accepted) {
  if (bytes.empty()) return fail(empty, {}, "0");
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (size > rules.largest()) {
    return fail(too_large, {}, std::to_string(size), "<= " + std::to_string(rules.largest()));
  }
  const auto form = form_of(bytes);
  if (!form) return fail(type_refused, {}, ending_of(name), listed(rules, accepted));
  const bool package = *form == Form::office;
  if (!package && ends_as_archive(bytes)) return fail(two_in_one, {}, "zip");
  if (*form != Form::pdf && begins_as_pdf(bytes)) return fail(two_in_one, {}, "pdf");
  if (!package && *form != Form::pdf && begins_as_page(bytes)) {
    return fail(*form == Form::text ? type_refused : two_in_one, {}, "html, svg, xml",
                listed(rules, accepted));
  }
  ZH_TRY(const std::string main_part, check(*form, bytes, rules));
  const FileType* const type = type_for(*form, main_part, ending_of(name), rules, accepted);
  if (type == nullptr) {
    return fail(type_refused, {}, main_part.empty() ? ending_of(name) : main_part,
                listed(rules, accepted));
  }
  if (size > type->largest) {
    return fail(too_large, type->name, std::to_string(size), "<= " + std::to_string(type->largest));
  }
  return type;
}

}  // namespace zhiheng::content
