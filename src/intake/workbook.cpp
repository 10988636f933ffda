#include "intake/workbook.h"

#include <charconv>
#include <map>

#include "intake/failures.h"
#include "intake/xml_parser.h"
#include "intake/zip.h"

namespace zhiheng::intake {
namespace {

constexpr std::size_t most_shared_text = std::size_t{256} << 20;
constexpr std::size_t most_shared_strings = std::size_t{16} << 20;

int number_of(std::string_view text, int otherwise) {
  int number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Runs a part of the archive through a parser; a part that is not there has no events.
Result<void> parse_part(const std::string& file, const std::string& part, XmlEvents events,
                        bool required) {
  ZH_TRY(const bool exists, ZipEntry::exists(file, part));
  if (!exists && !required) return {};
  ZH_TRY(ZipEntry entry, ZipEntry::open(file, part));
  XmlParser parser(std::move(events));
  for (;;) {
    ZH_TRY(const std::string_view bytes, entry.next());
    auto fed = parser.feed(bytes, bytes.empty());
    if (!fed) {
      Error error = std::move(fed).error();
      error.where = part + " " + error.where;
      return std::unexpected(std::move(error));
    }
    if (bytes.empty()) return {};
  }
}

const auto ignore_end = [](std::string_view) {};
const auto ignore_text = [](std::string_view) {};

struct Relation {
  std::string type;
  std::string target;
};

/// Relations of a part: id -> where it leads, as a path inside the archive.
Result<std::map<std::string, Relation>> read_relations(const std::string& file,
                                                       const std::string& part) {
  const std::size_t slash = part.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : part.substr(0, slash + 1);
  const std::string name = slash == std::string::npos ? part : part.substr(slash + 1);
  std::map<std::string, Relation> relations;
  ZH_DO(parse_part(file, folder + "_rels/" + name + ".rels",
                   {[&](std::string_view element, const XmlAttributes& attributes) {
                      if (element != "Relationship") return;
                      std::string target(attributes["Target"]);
                      if (target.starts_with('/')) {
                        target.erase(0, 1);
                      } else {
                        target = folder + target;
                      }
                      relations[std::string(attributes["Id"])] = {std::string(attributes["Type"]),
                                                                  std::move(target)};
                    },
                    ignore_end, ignore_text},
                   false));
  return relations;
}

Result<std::vector<NumberFormat>> read_formats(const std::string& file, const std::string& part) {
  std::map<int, NumberFormat> declared;
  std::vector<NumberFormat> by_style;
  bool in_cell_formats = false;
  ZH_DO(parse_part(file, part,
                   {[&](std::string_view element, const XmlAttributes& attributes) {
                      if (element == "numFmt") {
                        declared[number_of(attributes["numFmtId"], -1)] =
                            classify_format(attributes["formatCode"]);
                      } else if (element == "cellXfs") {
                        in_cell_formats = true;
                      } else if (element == "xf" && in_cell_formats) {
                        const int id = number_of(attributes["numFmtId"], 0);
                        const auto found = declared.find(id);
                        by_style.push_back(found == declared.end() ? builtin_format(id)
                                                                   : found->second);
                      }
                    },
                    [&](std::string_view element) {
                      if (element == "cellXfs") in_cell_formats = false;
                    },
                    ignore_text},
                   false));
  return by_style;
}

Result<std::string> workbook_part(const std::string& file) {
  ZH_TRY(const auto relations, read_relations(file, ""));
  for (const auto& [id, relation] : relations) {
    if (relation.type.ends_with("/officeDocument")) return relation.target;
  }
  return "xl/workbook.xml";
}

/// Where the strings or the styles of the workbook are.
Result<std::string> part_of_type(const std::string& file, std::string_view type,
                                 const std::string& otherwise) {
  ZH_TRY(const std::string workbook, workbook_part(file));
  ZH_TRY(const auto relations, read_relations(file, workbook));
  for (const auto& [id, relation] : relations) {
    if (relation.type.ends_with(type)) return relation.target;
  }
  return otherwise;
}

}  // namespace

Result<Workbook> read_workbook(const std::string& file) {
  ZH_TRY(const std::string part, workbook_part(file));
  ZH_TRY(const auto relations, read_relations(file, part));
  Workbook workbook;
  ZH_DO(parse_part(file, part,
                   {[&](std::string_view element, const XmlAttributes& attributes) {
                      if (element == "workbookPr") {
                        const std::string_view since = attributes["date1904"];
                        workbook.since_1904 = since == "1" || since == "true";
                      }
                      if (element != "sheet") return;
                      const auto relation = relations.find(std::string(attributes["id"]));
                      const std::string_view state = attributes["state"];
                      if (relation == relations.end()) return;
                      if (!relation->second.type.ends_with("/worksheet")) return;
                      workbook.sheets.push_back({std::string(attributes["name"]),
                                                 relation->second.target,
                                                 state == "hidden" || state == "veryHidden"});
                    },
                    ignore_end, ignore_text},
                   true));
  ZH_TRY(const std::string styles, part_of_type(file, "/styles", "xl/styles.xml"));
  ZH_TRY(workbook.formats, read_formats(file, styles));
  return workbook;
}

Result<SharedStrings> SharedStrings::read(const std::string& file) {
  ZH_TRY(const std::string part, part_of_type(file, "/sharedStrings", "xl/sharedStrings.xml"));
  SharedStrings strings;
  bool in_text = false, phonetic = false, overflow = false;
  const auto take_text = [&](std::string_view text) {
    if (!in_text || phonetic || overflow) return;
    overflow = strings.texts_.size() + text.size() > most_shared_text;
    if (!overflow) strings.texts_.append(text);
  };
  ZH_DO(parse_part(file, part,
                   {[&](std::string_view element, const XmlAttributes&) {
                      if (element == "t") in_text = true;
                      if (element == "rPh") phonetic = true;
                    },
                    [&](std::string_view element) {
                      if (element == "t") in_text = false;
                      if (element == "rPh") phonetic = false;
                      if (element != "si" || overflow) return;
                      overflow = strings.ends_.size() == most_shared_strings;
                      strings.ends_.push_back(strings.texts_.size());
                    },
                    take_text},
                   false));
  if (overflow) {
    return fail(too_large, part, {}, "<= " + std::to_string(most_shared_text) + " B");
  }
  return strings;
}

std::string_view SharedStrings::operator[](std::size_t at) const {
  const std::size_t begin = at == 0 ? 0 : ends_[at - 1];
  return std::string_view(texts_).substr(begin, ends_[at] - begin);
}

}  // namespace zhiheng::intake
