#pragma once
// To which classes do the products of an event belong? Kept with the event when it is captured, so
// that whoever answers for some classes of products, or is not cleared for one, is told no others.

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "registry/registry.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// A register that says of products, by their GTIN, which class they are of.
struct ClassSource {
  std::string register_name;
  std::string class_field;  ///< code of the list `product_class`; empty: all are of `class_code`
  std::string class_code;
};

/// `catalog/trace/product_classes.toml`. The natural key of each register is the GTIN.
/// @fails  trace.product_classes_malformed
[[nodiscard]] Result<std::vector<ClassSource>> load_class_sources(const catalog::Catalog& catalog);

/// GTINs of 14 digits that an event names: as items, classes of items, inputs and outputs.
[[nodiscard]] std::set<std::string> products_of(const Event& event);

/// By GTIN; what no register knows is missing.
using ClassesByProduct = std::map<std::string, std::set<std::string>, std::less<>>;

/// The classes of all products that these events name, as the registers have them now.
/// @fails  trace.product_classes_malformed
[[nodiscard]] Result<ClassesByProduct> classes_of(const registry::Registry& registry,
                                                  std::span<const Event> events);

/// The classes of one event, joined with '|', each once, in ascending order.
[[nodiscard]] std::string class_list(const Event& event, const ClassesByProduct& known);

}  // namespace zhiheng::trace
