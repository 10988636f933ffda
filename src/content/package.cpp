// Documents that are ZIP packages: Office Open XML and OFD. Every part is unpacked and looked at.

#include <algorithm>

#include "base/text.h"
#include "content/archive.h"
#include "content/forms.h"

namespace zhiheng::content {
namespace {

constexpr std::string_view content_types = "[Content_Types].xml";
constexpr int deepest = 1;  // a chart in a document holds its workbook, which holds no further one

Result<std::string> look(std::string_view bytes, const Rules& rules, std::int64_t& left, int depth);

bool contains(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

Result<void> check_part_name(const std::string& name, const Rules& rules) {
  const std::string lower = to_lower(name);
  for (const std::string& refused : rules.part_refused) {
    const bool ending = refused.starts_with('.');
    if (ending ? lower.ends_with(refused) : contains(lower, refused)) return fail(active, {}, name);
  }
  return {};
}

/// Programs and compound documents, whatever the part is called.
Result<void> check_signature(const std::string& name, std::string_view bytes) {
  static constexpr std::string_view signs[] = {"MZ",
                                               "\x7F"
                                               "ELF",
                                               "\xD0\xCF\x11\xE0",
                                               "#!",
                                               "\xCA\xFE\xBA\xBE",
                                               "\xFE\xED\xFA",
                                               "Rar!",
                                               "7z\xBC\xAF"};
  const bool runs =
      std::ranges::any_of(signs, [&](std::string_view sign) { return bytes.starts_with(sign); });
  if (runs) return fail(active, {}, name);
  return {};
}

// Readers of XML know ways to write "External" that a search for it would miss; packages that
// programs write use none of them.
Result<void> check_plain_xml(const std::string& name, std::string_view xml) {
  if (!is_utf8(xml) || contains(xml, std::string_view("\0", 1))) {
    return fail(damaged, name, {}, "UTF-8");
  }
  if (contains(xml, "<!DOCTYPE") || contains(xml, "<!ENTITY"))
    return fail(active, name, "<!DOCTYPE");
  return {};
}

/// Only links that a person follows may point outside the package: a template, an image or an
/// object that is fetched when the document is opened tells who opened it, or brings what runs.
Result<void> check_relations(const std::string& name, std::string_view xml) {
  if (contains(xml, "&#")) return fail(active, name, "&#");
  for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    const std::string_view tag = xml.substr(at, xml.find('>', at) - at);
    const std::string lower = to_lower(tag);
    if (contains(lower, "targetmode") && contains(lower, "external") &&
        !contains(tag, "/relationships/hyperlink")) {
      return fail(active, name, shorten(tag, 200), "hyperlink");
    }
  }
  return {};
}

Result<void> look_at_part(const Part& part, const std::string& bytes, const Rules& rules,
                          std::int64_t& left, int depth) {
  ZH_DO(check_signature(part.name, bytes));
  const std::string lower = to_lower(part.name);
  const bool xml = lower.ends_with(".xml") || lower.ends_with(".rels");
  if (xml) ZH_DO(check_plain_xml(part.name, bytes));
  if (lower.ends_with(".rels")) ZH_DO(check_relations(part.name, bytes));
  if (bytes.starts_with("%PDF-")) return check_pdf(bytes, rules);
  if (!bytes.starts_with("PK\x03\x04")) return {};
  if (depth >= deepest) return fail(active, {}, part.name);
  ZH_TRY([[maybe_unused]] const std::string inner, look(bytes, rules, left, depth + 1));
  return {};
}

/// The content type of the main part, from the list of all.
Result<std::string> main_part_of(std::string_view list, const Rules& rules) {
  // "macroEnabled" stands in the type of the main part; hidden by an entity it would open as such.
  if (contains(to_lower(list), "macroenabled") || contains(list, "&#")) {
    return fail(active, std::string(content_types), "macroEnabled");
  }
  for (const FileType& type : rules.types) {
    if (type.form == Form::office && contains(list, "\"" + type.main_part + "\"")) {
      return type.main_part;
    }
  }
  return fail(type_refused, std::string(content_types));
}

Result<std::string> look(std::string_view bytes, const Rules& rules, std::int64_t& left,
                         int depth) {
  ZH_TRY(const std::vector<Part> parts, read_archive(bytes, rules));
  std::string main_part;
  for (const Part& part : parts) {
    ZH_DO(check_part_name(part.name, rules));
    left -= part.size;
    if (left < 0) return fail(unpacks_too_large, part.name);
    ZH_TRY(const std::string unpacked, unpack(part, rules));
    ZH_DO(look_at_part(part, unpacked, rules, left, depth));
    if (part.name == content_types) {
      ZH_TRY(main_part, main_part_of(unpacked, rules));
    }
    const bool is_ofd = part.name == "OFD.xml" && contains(unpacked, "http://www.ofdspec.org/2016");
    if (is_ofd && main_part.empty()) main_part = "ofd";
  }
  if (main_part.empty()) return fail(type_refused, {}, "zip");
  return main_part;
}

}  // namespace

Result<std::string> check_package(std::string_view bytes, const Rules& rules) {
  std::int64_t left = rules.largest_unpacked;
  return look(bytes, rules, left, 0);
}

}  // namespace zhiheng::content
