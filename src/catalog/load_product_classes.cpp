#include <algorithm>
#include <filesystem>

#include "catalog/catalog.h"
#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "catalog/once.h"
#include "catalog/product_classes.h"

namespace zhiheng::catalog {
namespace {

constexpr std::string_view classes_list = "product_class";
constexpr const char* classes_file = "product_classes.toml";

void check_class_source(const Catalog& catalog, const ClassSource& source, Declaration& at) {
  const Register* of = catalog.find_register(source.register_name);
  if (of == nullptr || of->key.size() != 1) {
    at.complain(reference_unknown, "register", source.register_name,
                "a register whose key is the GTIN");
    return;
  }
  if (source.class_field.empty() == source.class_code.empty()) {
    at.complain(reference_unknown, "class", source.class_code, "class | class_field");
    return;
  }
  const Field* field = of->find_field(source.class_field);
  if (!source.class_field.empty() && (field == nullptr || field->codes != classes_list)) {
    at.complain(reference_unknown, "class_field", source.class_field, "a field of product_class");
  }
  const CodeList* list = catalog.find_codes(classes_list);
  const auto is_code = [&](const Code& code) { return code.code == source.class_code; };
  if (!source.class_code.empty() &&
      (list == nullptr || std::ranges::none_of(list->codes, is_code))) {
    at.complain(reference_unknown, "class", source.class_code, "a code of product_class");
  }
  for (const std::string& state : source.states) {
    if (std::ranges::find(of->states, state, &State::name) == of->states.end()) {
      at.complain(reference_unknown, "states", state, "a state of the register");
    }
  }
}

}  // namespace

std::vector<ClassSource> load_class_sources(const Catalog& catalog, std::vector<Error>& errors) {
  std::vector<ClassSource> sources;
  const auto path = std::filesystem::path(catalog.folder) / classes_file;
  if (!std::filesystem::exists(path)) return sources;
  auto file = Declaration::read(path.string(), classes_file, errors);
  if (!file) return sources;
  for (auto& at : file->tables("source")) {
    ClassSource source{at.text("register"), at.text_or("class_field", ""), at.text_or("class", ""),
                       at.texts("states")};
    static_cast<void>(at.words("title"));
    check_class_source(catalog, source, at);
    at.finish();
    sources.push_back(std::move(source));
  }
  file->finish();
  return sources;
}

std::shared_ptr<const std::vector<ClassSource>> class_sources_of(const Catalog& catalog) {
  return read_once<std::vector<ClassSource>>(catalog.folder, [&](std::vector<Error>& errors) {
    return load_class_sources(catalog, errors);
  });
}

}  // namespace zhiheng::catalog
