#include "catalog/attachments.h"
#include "catalog/catalog.h"
#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "catalog/once.h"

namespace zhiheng::catalog {
namespace {

const std::vector<std::string_view> form_names = {"pdf", "jpeg", "png", "office", "ofd", "text"};

/// A limit that must stand there: a forgotten line must not leave files unbounded.
std::int64_t limit(Declaration& at, std::string_view key) {
  const int number = at.has(key) ? at.integer_or(key, 0) : 0;
  if (number < 1) at.complain(wrong_value, key, std::to_string(number), ">= 1");
  return number;
}

content::FileType load_type(Declaration& at) {
  content::FileType made;
  made.name = at.text("name");
  made.title = at.words("title");
  made.media = at.text("media");
  made.endings = at.texts("endings");
  if (made.endings.empty()) at.complain(key_missing, "endings", "", "at least one");
  made.form = static_cast<content::Form>(at.choice("form", form_names));
  made.main_part = at.text_or("main_part", "");
  if ((made.form == content::Form::office) == made.main_part.empty()) {
    at.complain(wrong_value, "main_part", made.main_part, "for form = \"office\" alone");
  }
  made.largest = limit(at, "largest");
  at.finish();
  return made;
}

}  // namespace

std::vector<std::string> Attachments::accepted_by(const std::string& register_name,
                                                  const std::string& field) const {
  for (const Accepted& one : accepted) {
    if (one.register_name == register_name && one.field == field) return one.types;
  }
  return {};
}

Attachments load_attachments(const std::string& folder, std::vector<Error>& errors) {
  Attachments made;
  content::Rules& rules = made.rules;
  auto file = Declaration::read(folder + "/attachments.toml", "attachments.toml", errors);
  if (!file) return made;
  (void)file->text("source");
  rules.most_files = limit(*file, "most_files");
  for (Declaration& at : file->tables("type")) {
    content::FileType type = load_type(at);
    if (rules.find(type.name) != nullptr) {
      at.complain(name_taken, "name", type.name, "a name of its own");
    }
    rules.types.push_back(std::move(type));
  }
  for (const auto* part : {"package", "image", "pdf"}) {
    if (!file->has(part)) file->complain(key_missing, part, "", "[" + std::string(part) + "]");
  }
  if (auto at = file->table("package")) {
    rules.largest_unpacked = limit(*at, "largest_unpacked");
    rules.largest_ratio = limit(*at, "largest_ratio");
    rules.most_parts = limit(*at, "most_parts");
    rules.part_refused = at->texts("refused");
    at->finish();
  }
  if (auto at = file->table("image")) {
    rules.most_pixels = limit(*at, "most_pixels");
    at->finish();
  }
  if (auto at = file->table("pdf")) {
    rules.pdf_refused = at->texts("refused");
    at->finish();
  }
  for (Declaration& at : file->tables("only")) {
    Accepted one{at.text("register"), at.text("field"), at.texts("types")};
    for (const std::string& type : one.types) {
      if (rules.find(type) == nullptr) at.complain(reference_unknown, "types", type, "a [[type]]");
    }
    at.finish();
    made.accepted.push_back(std::move(one));
  }
  file->finish();
  return made;
}

std::shared_ptr<const Attachments> attachments_of(const std::string& folder) {
  return read_once<Attachments>(
      folder, [&](std::vector<Error>& errors) { return load_attachments(folder, errors); });
}

void check_attachments(const Catalog& catalog, const Attachments& made,
                       std::vector<Error>& errors) {
  for (const Accepted& one : made.accepted) {
    const Register* of = catalog.find_register(one.register_name);
    const Field* field = of == nullptr ? nullptr : of->find_field(one.field);
    if (field != nullptr && field->type == FieldType::attachment) continue;
    errors.push_back({&reference_unknown, "attachments.toml", one.register_name + "." + one.field,
                      "an attachment field of a register"});
  }
}

}  // namespace zhiheng::catalog
