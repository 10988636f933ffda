#include "code/identify.h"

#include "base/text.h"
#include "code/credit_code.h"
#include "code/failures.h"
#include "code/gs1.h"
#include "code/lei.h"
#include "code/organisation_code.h"

namespace zhiheng::code {
namespace {

constexpr std::array<std::string_view, code_kinds.size()> kind_names{
    "credit_code", "organisation_code", "registration_number", "lei", "gtin", "gln", "sscc"};

/// Hyphens and dashes that keyboards and word processors put between groups, and blanks.
constexpr std::array<std::string_view, 17> separators{
    " ",      "\r",     "\n",     "\v",     "\f",     "-",      "\t",     "\u00A0", "\u00AD",
    "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\u200B", "\uFEFF"};

std::size_t separator_length(std::string_view text) {
  for (const std::string_view separator : separators) {
    if (text.starts_with(separator)) return separator.size();
  }
  return 0;
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char character) {
    return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z');
  });
}

template <class T>
Result<void> drop(const Result<T>& result) {
  if (!result) return std::unexpected(result.error());
  return {};
}

}  // namespace

std::string_view name_of(CodeKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

Result<CodeKind> kind_named(std::string_view name) {
  for (const CodeKind kind : code_kinds) {
    if (name_of(kind) == name) return kind;
  }
  std::string wanted;
  for (const std::string_view each : kind_names)
    wanted.append(wanted.empty() ? "" : ", ").append(each);
  return fail(kind_unknown, "kind", std::string(name), wanted);
}

std::string normalise(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  const std::string narrow = to_upper(to_half_width(trim(text)));
  std::string code;
  code.reserve(narrow.size());
  for (std::string_view rest = narrow; !rest.empty();) {
    if (const std::size_t length = separator_length(rest); length > 0) {
      rest.remove_prefix(length);
      continue;
    }
    code.push_back(rest.front());
    rest.remove_prefix(1);
  }
  return code;
}

Result<void> check_code(CodeKind kind, std::string_view text) {
  switch (kind) {
    case CodeKind::credit_code:
      return drop(check_credit_code(text));
    case CodeKind::organisation_code:
      return drop(check_organisation_code(text));
    case CodeKind::registration_number:
      return drop(check_registration_number(text));
    case CodeKind::lei:
      return drop(check_lei(text));
    case CodeKind::gtin:
      return drop(check_gtin(text));
    case CodeKind::gln:
      return drop(check_gln(text));
    case CodeKind::sscc:
      return drop(check_sscc(text));
  }
  return {};
}

std::vector<CodeKind> identify(std::string_view text) {
  std::vector<CodeKind> kinds;
  for (const CodeKind kind : code_kinds) {
    if (check_code(kind, text)) kinds.push_back(kind);
  }
  return kinds;
}

CodeKind likely_kind(std::string_view text) {
  switch (text.size()) {
    case 8:
    case 12:
    case 13:
    case 14:
      return CodeKind::gtin;
    case 9:
    case 10:
      return CodeKind::organisation_code;
    case 15:
      return CodeKind::registration_number;
    case 20:
      return CodeKind::lei;
    default:
      return CodeKind::credit_code;
  }
}

}  // namespace zhiheng::code
