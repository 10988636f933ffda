#include "trace/product_classes.h"

#include <algorithm>
#include <filesystem>

#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "code/epc_text.h"
#include "trace/identifier.h"
#include "trace/live_failures.h"

namespace zhiheng::trace {
namespace {

constexpr std::string_view classes = "product_class";
constexpr std::size_t keys_at_once = 400;
constexpr std::size_t gtin_digits = 14;

void check_source(const catalog::Catalog& catalog, const ClassSource& source,
                  catalog::Declaration& at) {
  const catalog::Register* of = catalog.find_register(source.register_name);
  if (of == nullptr || of->key.size() != 1) {
    at.complain(catalog::reference_unknown, "register", source.register_name,
                "a register whose key is the GTIN");
    return;
  }
  if (source.class_field.empty() == source.class_code.empty()) {
    at.complain(catalog::reference_unknown, "class", source.class_code, "class | class_field");
    return;
  }
  const catalog::Field* field = of->find_field(source.class_field);
  if (!source.class_field.empty() && (field == nullptr || field->codes != classes)) {
    at.complain(catalog::reference_unknown, "class_field", source.class_field,
                "a field of product_class");
  }
  const catalog::CodeList* list = catalog.find_codes(classes);
  const auto is_code = [&](const catalog::Code& code) { return code.code == source.class_code; };
  if (!source.class_code.empty() &&
      (list == nullptr || std::ranges::none_of(list->codes, is_code))) {
    at.complain(catalog::reference_unknown, "class", source.class_code, "a code of product_class");
  }
}

/// GTIN-14 of an identifier; empty when it names no product.
std::string gtin_of(const std::string& identifier) {
  constexpr std::string_view start = "https://id.gs1.org/01/";
  const std::string normal = normal_identifier(identifier);
  if (!normal.starts_with(start)) return {};
  std::string gtin = normal.substr(start.size(), gtin_digits);
  return gtin.size() == gtin_digits && code::all_digits(gtin) ? gtin : std::string();
}

/// As a register may have it: a field of products has 14 digits, a text what people write.
std::vector<std::string> spellings(const std::string& gtin) {
  std::vector<std::string> made{gtin};
  if (gtin.starts_with("0")) made.push_back(gtin.substr(1));
  return made;
}

Result<void> look_up(const registry::Registry& registry, const ClassSource& source,
                     const std::set<std::string>& products, ClassesByProduct& known) {
  const catalog::Register& of = *registry.catalog().find_register(source.register_name);
  if (registry.store().table(of.name) == nullptr) return {};
  const std::size_t product = *of.position(of.key.front());
  const auto field = of.position(source.class_field);
  store::Select select{.table = of.name};
  const auto read = [&]() -> Result<void> {
    if (select.keys.empty()) return {};
    ZH_DO(registry.store().read(select, [&](const store::Version& version) {
      const auto* gtin = std::get_if<std::string>(&version.values[product]);
      const auto* code = field ? std::get_if<std::string>(&version.values[*field]) : nullptr;
      if (gtin == nullptr || gtin->size() > gtin_digits) return true;
      const std::string full = std::string(gtin_digits - gtin->size(), '0') + *gtin;
      if (const std::string& of_class = code ? *code : source.class_code; !of_class.empty()) {
        known[full].insert(of_class);
      }
      return true;
    }));
    select.keys.clear();
    return {};
  };
  for (const std::string& gtin : products) {
    for (std::string& spelling : spellings(gtin)) select.keys.push_back({std::move(spelling)});
    if (select.keys.size() >= keys_at_once) ZH_DO(read());
  }
  return read();
}

}  // namespace

Result<std::vector<ClassSource>> load_class_sources(const catalog::Catalog& catalog) {
  const auto path = std::filesystem::path(catalog.folder) / "trace" / "product_classes.toml";
  std::vector<Error> errors;
  std::vector<ClassSource> sources;
  auto file = catalog::Declaration::read(path.string(), "trace/product_classes.toml", errors);
  if (file) {
    for (auto& at : file->tables("source")) {
      ClassSource source{at.text("register"), at.text_or("class_field", ""),
                         at.text_or("class", "")};
      static_cast<void>(at.words("title"));
      check_source(catalog, source, at);
      at.finish();
      sources.push_back(std::move(source));
    }
    file->finish();
  }
  if (errors.empty()) return sources;
  return fail(product_classes_malformed, errors.front().where, errors.front().found,
              errors.front().wanted);
}

std::set<std::string> products_of(const Event& event) {
  std::set<std::string> found;
  const auto add = [&](const std::string& id) {
    if (std::string gtin = gtin_of(id); !gtin.empty()) found.insert(std::move(gtin));
  };
  for (const auto* list : {&event.epcs, &event.output_epcs}) {
    if (*list) std::ranges::for_each(**list, add);
  }
  for (const auto* list : {&event.quantities, &event.output_quantities}) {
    if (!*list) continue;
    for (const Quantity& quantity : **list) add(quantity.epc_class);
  }
  add(event.parent);
  for (const Extension& extension : event.extensions) {  // of a QuantityEvent
    if (extension.space.empty() && extension.name == "epcClass") add(extension.text);
  }
  return found;
}

Result<ClassesByProduct> classes_of(const registry::Registry& registry,
                                    std::span<const Event> events) {
  ClassesByProduct known;
  std::set<std::string> products;
  for (const Event& event : events) products.merge(products_of(event));
  if (products.empty()) return known;
  ZH_TRY(const auto sources, load_class_sources(registry.catalog()));
  for (const ClassSource& source : sources) ZH_DO(look_up(registry, source, products, known));
  return known;
}

std::string class_list(const Event& event, const ClassesByProduct& known) {
  if (known.empty()) return {};
  std::set<std::string> found;
  for (const std::string& gtin : products_of(event)) {
    if (const auto at = known.find(gtin); at != known.end()) {
      found.insert(at->second.begin(), at->second.end());
    }
  }
  std::string text;
  for (const std::string& one : found) text.append(text.empty() ? "" : "|").append(one);
  return text;
}

}  // namespace zhiheng::trace
