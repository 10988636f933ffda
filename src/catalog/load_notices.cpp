#include <algorithm>
#include <filesystem>

#include "catalog/catalog.h"
#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "catalog/loaders.h"
#include "catalog/notice.h"
#include "catalog/once.h"

namespace zhiheng::catalog {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view due = "due:";

bool names(const std::vector<std::string>& list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

/// "{field}", "{field|format}" or "{due:clock}".
NoticePiece value_of(Declaration& at, std::string_view key, std::string_view text,
                     const Register& of) {
  NoticePiece piece;
  const std::size_t bar = std::min(text.find('|'), text.size());
  std::string name(text.substr(0, bar));
  if (bar < text.size()) piece.format = text.substr(bar + 1);
  static const std::vector<std::string> formats = {"", "chinese", "year", "authority", "firm"};
  if (!names(formats, piece.format)) {
    at.complain(wrong_value, key, piece.format, "chinese | year | authority | firm");
  }
  if (name.starts_with(due)) {
    piece.clock = name.substr(due.size());
    const bool known = std::ranges::any_of(
        of.clocks, [&](const Clock& clock) { return clock.name == piece.clock; });
    if (!known) at.complain(reference_unknown, key, piece.clock, "a clock of " + of.name);
    return piece;
  }
  if (of.find_field(name) == nullptr) {
    at.complain(reference_unknown, key, name, "a field of " + of.name);
  }
  piece.field = std::move(name);
  return piece;
}

std::vector<NoticePiece> pieces_of(Declaration& at, std::string_view key, std::string_view text,
                                   const Register& of) {
  std::vector<NoticePiece> pieces;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    const std::size_t close = text.find('}', open);
    NoticePiece piece;
    if (open < text.size() && close == std::string_view::npos) {
      at.complain(wrong_value, key, std::string(text.substr(open)), "{field}");
      return pieces;
    }
    if (open < text.size()) piece = value_of(at, key, text.substr(open + 1, close - open - 1), of);
    piece.literal = text.substr(0, open);
    pieces.push_back(std::move(piece));
    text.remove_prefix(open < text.size() ? close + 1 : text.size());
  }
  return pieces;
}

NoticeText load_text(Declaration& at, std::string_view key, const Register& of) {
  const Words words = at.words(key);
  return {.zh = pieces_of(at, key, words.zh, of), .en = pieces_of(at, key, words.en, of)};
}

void check_names(Declaration& file, const Notice& made, const Register& of) {
  const Field* const kept = of.find_field(made.field);
  if (kept == nullptr || kept->type != FieldType::attachment) {
    file.complain(reference_unknown, "field", made.field, "an attachment field of " + of.name);
  }
  for (const std::string& step : made.after) {
    if (of.find_step(step) == nullptr) {
      file.complain(reference_unknown, "after", step, "a step of " + of.name);
    }
  }
  const Field* const date = of.find_field(made.date_field);
  if (!made.date_field.empty() && (date == nullptr || date->type != FieldType::date)) {
    file.complain(reference_unknown, "date", made.date_field, "a date of " + of.name);
  }
}

/// Whoever reads the document reads what stands in it: it is kept as its most private value is.
void check_privacy(Declaration& file, const Notice& made, const Register& of) {
  const Field* const kept = of.find_field(made.field);
  const auto check = [&](const std::vector<NoticePiece>& pieces) {
    for (const NoticePiece& piece : pieces) {
      const Field* const field = of.find_field(piece.field);
      if (field == nullptr || kept == nullptr || !field->personal || kept->personal) continue;
      file.complain(wrong_value, "field", made.field, "personal, as " + field->name + " is");
    }
  };
  const auto check_text = [&](const NoticeText& text) {
    check(text.zh);
    check(text.en);
  };
  check_text(made.issuer);
  check_text(made.number);
  check_text(made.recipient);
  for (const NoticePart& part : made.parts) check_text(part.text);
}

std::optional<Notice> load_notice(Declaration& file, const Catalog& catalog) {
  Notice made;
  made.name = file.text("name");
  made.title = file.words("title");
  made.register_name = file.text("register");
  const Register* const of = catalog.find_register(made.register_name);
  if (of == nullptr) {
    file.complain(reference_unknown, "register", made.register_name, "a register");
    return std::nullopt;
  }
  made.field = file.text("field");
  made.source = file.text("source");
  made.verified = file.choice("status", {"verified", "unverified"}, 0) == 0;
  made.when = load_condition(file, "when", *of);
  made.after = file.texts("after");
  made.issuer = load_text(file, "issuer", *of);
  made.number = load_text(file, "number", *of);
  made.recipient = load_text(file, "recipient", *of);
  made.date_field = file.text_or("date", "");
  for (Declaration& at : file.tables("part")) {
    NoticePart part;
    part.text = load_text(at, "text", *of);
    part.when = load_condition(at, "when", *of);
    at.finish();
    made.parts.push_back(std::move(part));
  }
  if (made.parts.empty()) file.complain(key_missing, "part", "", "at least one [[part]]");
  check_names(file, made, *of);
  check_privacy(file, made, *of);
  file.finish();
  return made;
}

}  // namespace

std::vector<Notice> load_notices(const Catalog& catalog, std::vector<Error>& errors) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(fs::path(catalog.folder) / "notices", ignored)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<Notice> all;
  for (const auto& path : files) {
    const std::string name = "notices/" + path.filename().string();
    auto file = Declaration::read(path.string(), name, errors);
    if (!file) continue;
    auto made = load_notice(*file, catalog);
    if (!made) continue;
    const bool taken =
        std::ranges::any_of(all, [&](const Notice& one) { return one.name == made->name; });
    if (taken) file->complain(name_taken, "name", made->name, "a name of its own");
    made->file = name;
    all.push_back(*std::move(made));
  }
  return all;
}

std::shared_ptr<const std::vector<Notice>> notices_of(const Catalog& catalog) {
  return read_once<std::vector<Notice>>(
      catalog.folder, [&](std::vector<Error>& errors) { return load_notices(catalog, errors); });
}

}  // namespace zhiheng::catalog
