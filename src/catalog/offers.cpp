#include "catalog/offers.h"

#include <algorithm>

#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {
namespace {

const Register* known_register(Declaration& at, std::string_view key, const Catalog& catalog) {
  const std::string name = at.text(key);
  const auto* found = catalog.find_register(name);
  if (found == nullptr) at.complain(reference_unknown, key, name, "a register");
  return found;
}

void load_fields(Declaration& at, Offer& made) {
  auto table = at.table("fields");
  if (!table) return;
  for (const auto& name : table->keys()) {
    auto value = load_expression(*table, name, *made.on);
    const auto* field = made.files->find_field(name);
    if (field == nullptr) {
      table->complain(reference_unknown, name, name, "a field of " + made.files->name);
    } else if (value && !fits(*field, *value)) {
      table->complain(wrong_type, name, value->text(), "a value of the field's type");
    } else if (value) {
      made.fields.push_back({name, *std::move(value)});
    }
  }
}

void check_offer(Declaration& at, const Offer& made) {
  const auto* link = made.files->find_field(made.link);
  const bool points = link != nullptr && link->type == FieldType::record && !link->list &&
                      link->target == made.on->name;
  if (!made.link.empty() && !points) {
    at.complain(reference_unknown, "link", made.link, "a field that points to " + made.on->name);
  }
  if (made.link.empty() && made.once) {
    at.complain(wrong_value, "once", "true", "false: without a link it cannot be told");
  }
  const bool clocked =
      std::ranges::find(made.on->clocks, made.clock, &Clock::name) != made.on->clocks.end();
  if (!made.clock.empty() && !clocked) {
    at.complain(reference_unknown, "clock", made.clock, "a clock of " + made.on->name);
  }
  for (const auto* of : {made.on, made.files}) {
    if (of->holder.empty()) at.complain(wrong_value, "on", of->name, "a register with a holder");
  }
}

}  // namespace

std::vector<Offer> load_offers(const Catalog& catalog, std::vector<Error>& errors) {
  std::vector<Offer> offers;
  auto file = Declaration::read(catalog.folder + "/offers.toml", "offers.toml", errors);
  if (!file) return offers;
  for (Declaration& at : file->tables("offer")) {
    Offer made{.name = at.text("name"), .title = at.words("title")};
    made.on = known_register(at, "on", catalog);
    made.files = known_register(at, "files", catalog);
    made.link = at.text_or("link", "");
    made.clock = at.text_or("clock", "");
    made.once = at.flag("once", true);
    made.source = at.text("source");
    if (made.on == nullptr || made.files == nullptr) continue;
    if (at.has("when")) made.when = load_condition(at, "when", *made.on);
    load_fields(at, made);
    check_offer(at, made);
    if (std::ranges::find(offers, made.name, &Offer::name) != offers.end()) {
      at.complain(name_taken, "name", made.name, "each offer once");
    }
    at.finish();
    offers.push_back(std::move(made));
  }
  file->finish();
  return offers;
}

}  // namespace zhiheng::catalog
