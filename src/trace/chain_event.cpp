// What an event says, as parts, amounts and readings of the chain.

#include <algorithm>

#include "base/number.h"
#include "code/cbv_name.h"
#include "trace/chain_draft.h"

namespace zhiheng::trace {
/// Lots of the instances that an event makes, told by its instance data.
void Chain::gather_lots(const Event& event, Draft& draft) {
  const auto note = [&](std::string_view lot) {
    if (lot.empty()) return;
    const Id id = put(lot);
    const auto known = [&](const Draft::Piece& piece) { return piece.id == id; };
    if (std::ranges::none_of(draft.pieces, known)) draft.add(id, Role::lot);
  };
  if (!event.instance_data) return;
  const auto& data = *event.instance_data;
  // With a prefix that only the EPCIS context declares the name stands as it was written.
  const auto told = std::ranges::find_if(data, [](const Extension& field) {
    return !field.attribute && field.children.empty() &&
           (field.name == "lotNumber" || field.name.ends_with(":lotNumber"));
  });
  if (told == data.end() || told->text.empty()) return;
  const Role made = draft.row.sort == Sort::transformation ? Role::output : Role::object;
  std::vector<Id> products;
  for (const Draft::Piece& piece : draft.pieces) {
    if (piece.role != made || forms_[piece.id] == Form::lot || products_[piece.id] == nothing)
      continue;
    if (std::ranges::find(products, products_[piece.id]) == products.end()) {
      products.push_back(products_[piece.id]);
    }
  }
  for (const Id product : products) note(lot_of(text(product), told->text));
}

void Chain::gather(const Event& event, Draft& draft) {
  const Sort sort = draft.row.sort;
  const bool contains = sort == Sort::aggregation || sort == Sort::association;
  const auto epcs = [&](const std::optional<std::vector<std::string>>& list, Role role) {
    if (!list) return;
    for (const std::string& epc : *list) {
      draft.add(put(normal_identifier(epc)), role);
      const std::string lot = lot_beside_serial(epc);
      if (!lot.empty()) draft.add(put(lot), Role::own_lot);
    }
  };
  const auto quantities = [&](const std::optional<std::vector<Quantity>>& list, Role role) {
    if (!list) return;
    for (const Quantity& quantity : *list) {
      draft.add(put(normal_identifier(quantity.epc_class)), role);
      draft.pieces.back().amount = number_in<double>(quantity.amount);
      draft.pieces.back().unit = put_word(quantity.unit);
    }
  };
  if (!event.parent.empty()) draft.add(put(normal_identifier(event.parent)), Role::parent);
  const Role first = sort == Sort::transformation ? Role::input
                     : contains                   ? Role::child
                                                  : Role::object;
  epcs(event.epcs, first);
  quantities(event.quantities, first);
  const auto is_child = [](const Draft::Piece& piece) { return piece.role == Role::child; };
  draft.row.empties = contains && draft.row.action == Action::remove &&
                      std::ranges::none_of(draft.pieces, is_child);
  epcs(event.output_epcs, Role::output);
  quantities(event.output_quantities, Role::output);
  gather_lots(event, draft);
  if (!event.transformation.empty()) draft.add(put(event.transformation), Role::joined);
  for (const Reference& from : event.sources) {
    draft.add(put(normal_identifier(from.id)), Role::source);
  }
  for (const Reference& to : event.destinations) {
    draft.add(put(normal_identifier(to.id)), Role::destination);
  }
  if (event.biz_location && !event.biz_location->id.empty()) {
    draft.row.place = put(normal_identifier(event.biz_location->id));
  } else if (event.read_point && !event.read_point->id.empty()) {
    draft.row.place = put(normal_identifier(event.read_point->id));
  }
}

/// Temperatures in degrees Celsius; measurements in other units as they stand.
void Chain::read_sensors(const Event& event, EventAt at) {
  for (const SensorElement& element : event.sensors) {
    for (const SensorReading& report : element.reports) {
      std::string kind, unit;
      double low = 0, high = 0;
      bool any = false;
      for (const SensorField& field : report.fields) {
        if (field.name == "type") kind = code::cbv_word(field.value);
        if (field.name == "uom") unit = field.value;
        if (field.name != "value" && field.name != "minValue" && field.name != "maxValue") continue;
        const auto value = number_in<double>(field.value);
        if (!value) continue;
        low = any ? std::min(low, *value) : *value;
        high = any ? std::max(high, *value) : *value;
        any = true;
      }
      if (!any) continue;
      // "https://gs1.org/voc/Temperature" and "gs1:Temperature" are the bare word.
      kind.erase(0, kind.find_last_of("/:") + 1);
      const auto celsius = [&](double value) {
        if (unit == "FAH") return (value - 32) * 5 / 9;
        return unit == "KEL" ? value - 273.15 : value;
      };
      readings_.push_back({at, put_word(kind), static_cast<float>(celsius(low)),
                           static_cast<float>(celsius(high))});
    }
  }
}

}  // namespace zhiheng::trace
