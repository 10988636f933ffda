#include "portal/firm.h"

#include <algorithm>

#include "base/uuid.h"
#include "portal/failures.h"
#include "portal/own_records.h"

namespace zhiheng::portal {
namespace {

constexpr int published_of_each = 5;

/// A step that asks for something is a duty; one that asks for nothing (withdrawing) may be left.
bool asks(const registry::PossibleStep& one) { return !one.step->required_fields.empty(); }

/// The firm's own duty ends this clock: leaving its states, or filling the field that fulfils it. A
/// term within which the office decides is not the firm's.
bool is_ended_by(const catalog::Clock& clock, const registry::PossibleStep& one) {
  const auto& step = *one.step;
  const bool leaves = std::ranges::find(clock.states, step.to) == clock.states.end();
  const bool fulfils =
      std::ranges::find(step.required_fields, clock.fulfilled) != step.required_fields.end() ||
      std::ranges::find(step.sets, clock.fulfilled, &catalog::Setting::field) != step.sets.end();
  return asks(one) && (leaves || fulfils);
}

/// The clock of the firm's own that ends first, of those that still run or are late already.
void find_due(registry::Registry& registry, const registry::Person& person, Timestamp now,
              ToDo& item) {
  const auto readings = registry.clocks(person, *item.record.of, item.record.id, now);
  if (!readings) return;  // those who may not know the terms are not told any
  for (const auto& one : *readings) {
    const bool open =
        one.standing == registry::Standing::running || one.standing == registry::Standing::overdue;
    const bool own = std::ranges::any_of(
        item.steps, [&](const auto& step) { return is_ended_by(*one.clock, step); });
    if (!open || !own || !one.due || (item.due && *item.due <= *one.due)) continue;
    item.due = one.due;
    item.clock = one.clock;
  }
}

template <typename T>
void by_due(std::vector<T>& items) {
  std::ranges::stable_sort(items, [](const T& a, const T& b) {
    if (a.due.has_value() != b.due.has_value()) return a.due.has_value();
    return a.due < b.due;
  });
}

/// "20261123-9F2C41D0" for a register whose key is one text: somebody has to give a number.
Value new_number(Timestamp now) {
  std::string day = to_text(china_date(now));
  std::erase(day, '-');
  constexpr std::size_t random = 8;
  const std::string id = to_text(make_uuid());
  return day + "-" + id.substr(id.size() - random);
}

void give(Form& form, const std::string& name, Value value) {
  const auto* field = form.of->find_field(name);
  const bool given =
      std::ranges::any_of(form.values, [&](const auto& one) { return one.first == field; });
  if (field != nullptr && !given && !is_null(value)) {
    form.values.emplace_back(field, std::move(value));
  }
}

Form begun(const catalog::Register& of, const std::string& company, Timestamp now) {
  Form form{.of = &of};
  give(form, of.holder, company);
  if (of.key.size() == 1 && of.find_field(of.key.front())->type == catalog::FieldType::text) {
    give(form, of.key.front(), new_number(now));
  }
  return form;
}

/// Reads on behalf of one person.
class Looking {
 public:
  Looking(registry::Registry& registry, const registry::Person& person, Timestamp now)
      : registry_(registry), person_(person), now_(now) {}

  Result<void> add_register(FirmView& view, const catalog::Register& of) const {
    OwnRegister own{.of = &of, .filter = own_filter(of, person_.company)};
    ZH_TRY(own.records, registry_.count(person_, of, {.filter = own.filter}));
    if (files(of)) own.form = begun(of, person_.company, now_);
    for (const auto& clock : of.clocks) {
      const bool at_once =
          std::ranges::find(clock.states, of.initial_state()) != clock.states.end();
      const auto* term = registry_.catalog().find_term(clock.term);
      const auto* version = term == nullptr ? nullptr : term->in_force(china_date(now_));
      if (own.form && at_once && version != nullptr) own.terms.emplace_back(&clock, version);
    }
    view.registers.push_back(std::move(own));
    return {};
  }

  Result<void> add_to_do(FirmView& view, const catalog::Register& of) const {
    const auto states = states_to_act_in(of, person_);
    if (states.empty()) return {};
    ZH_TRY(const auto records, own_records(registry_, person_, of, states));
    for (const auto& values : records) {
      ToDo item{.record = brief(of, values)};
      ZH_TRY(item.steps, registry_.possible_steps(person_, of, values.id));
      if (item.steps.empty()) continue;
      item.waits = std::ranges::any_of(item.steps, asks);
      find_due(registry_, person_, now_, item);
      view.to_do.push_back(std::move(item));
    }
    return {};
  }

  Result<void> add_offered(FirmView& view, const catalog::Offer& offer) const {
    if (!is_own(registry_, person_, *offer.on) || !files(*offer.files)) return {};
    ZH_TRY(const auto records, own_records(registry_, person_, *offer.on, {}));
    if (offer.link.empty() && records.empty()) {
      // Of a firm that is on no register yet, the code is what is known.
      view.offered.push_back({.offer = &offer,
                              .about = {.of = offer.on},
                              .form = begun(*offer.files, person_.company, now_)});
    }
    for (const auto& values : records) {
      const expr::Environment environment{china_date(now_)};
      if (offer.when && !offer.when->holds(values.all, environment)) continue;
      ZH_TRY(const bool filed, is_filed(offer, values));
      if (filed) continue;
      view.offered.push_back(offered(offer, values, environment));
    }
    return {};
  }

 private:
  [[nodiscard]] bool files(const catalog::Register& of) const {
    return registry_.access(person_, of).widest().write;
  }

  static OwnRecord brief(const catalog::Register& of, const OwnValues& values) {
    return {.of = &of,
            .id = values.id,
            .key = registry::key_text(of, values.all),
            .title = title_of(of, values),
            .state = values.state};
  }

  Result<bool> is_filed(const catalog::Offer& offer, const OwnValues& values) const {
    if (!offer.once) return false;
    const std::string key = registry::key_text(*offer.on, values.all);
    const std::string filter = offer.link + " = " + expr::text_literal(key);
    ZH_TRY(const auto count, registry_.count(person_, *offer.files, {.filter = filter}));
    return count > 0;
  }

  Offered offered(const catalog::Offer& offer, const OwnValues& values,
                  const expr::Environment& environment) const {
    Offered made{.offer = &offer, .about = brief(*offer.on, values), .form = {offer.files}};
    if (!offer.link.empty()) give(made.form, offer.link, made.about.key);
    for (const auto& [field, value] : offer.fields) {
      give(made.form, field, value.evaluate(values.all, environment));
    }
    for (auto& [field, value] : begun(*offer.files, person_.company, now_).values) {
      give(made.form, field->name, std::move(value));
    }
    if (offer.clock.empty()) return made;
    const auto readings = registry_.clocks(person_, *offer.on, values.id, now_);
    if (!readings) return made;
    const auto reading = std::ranges::find_if(*readings, [&](const registry::ClockReading& one) {
      return one.clock->name == offer.clock;
    });
    if (reading != readings->end()) made.due = reading->due;
    return made;
  }

  registry::Registry& registry_;
  const registry::Person& person_;
  Timestamp now_;
};

/// The name that the register of enterprises has for the firm.
std::string name_of(registry::Registry& registry, const registry::Person& person) {
  const auto* of = registry.catalog().find_register("enterprise");
  if (of == nullptr) return {};
  const auto records = own_records(registry, person, *of, {});
  return records && !records->empty() ? title_of(*of, records->front()) : std::string();
}

}  // namespace

Result<std::unique_ptr<Firms>> Firms::open(registry::Registry& registry) {
  std::vector<Error> errors;
  auto offers = catalog::load_offers(registry.catalog(), errors);
  if (!errors.empty()) return std::unexpected(errors.front());
  return std::unique_ptr<Firms>(new Firms(registry, std::move(offers)));
}

Result<FirmView> Firms::view(const registry::Person& person, Timestamp now) {
  if (person.company.empty()) return fail(no_firm, "company", person.user);
  FirmView view{.code = person.company, .name = name_of(registry_, person)};
  const Looking looking(registry_, person, now);
  for (const auto& of : registry_.catalog().registers) {
    if (!is_own(registry_, person, of)) continue;
    ZH_DO(looking.add_register(view, of));
    if (view.registers.back().records > 0) ZH_DO(looking.add_to_do(view, of));
  }
  for (const auto& offer : offers_) ZH_DO(looking.add_offered(view, offer));
  by_due(view.to_do);
  by_due(view.offered);
  const registry::Person everybody{.roles = {"public"}};
  ZH_TRY(view.published, look_up(registry_, everybody, view.code, published_of_each));
  return view;
}

}  // namespace zhiheng::portal
