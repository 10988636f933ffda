#pragma once
// One thing, one text: the normal form of an identifier in an event, and what it belongs to.

#include <cstdint>
#include <string>
#include <string_view>

#include "code/gs1_item.h"

namespace zhiheng::trace {

/// What sort of thing an identifier names.
enum class Form : std::uint8_t {
  instance,  ///< one object, with a serial number
  lot,       ///< a class of goods and a batch of it
  product,   ///< a class of goods, all batches
  unit,      ///< a case, pallet, container
  place,
  party,
  other,
};

/// "instance", "lot", …
[[nodiscard]] std::string_view name_of(Form form);

/// The canonical Digital Link of the finest level; a text that is no GS1 identifier as it stands.
/// Check digits are not looked at: an event is about what it says.
[[nodiscard]] std::string normal_identifier(std::string_view text);

/// What a person typed: any notation of GS1 (element string, scan, GTIN and lot, URN, link), or the
/// text of an identifier of another kind.
[[nodiscard]] std::string asked_identifier(const code::Gs1Tables& tables, std::string_view text);

/// Of a normal form.
[[nodiscard]] Form form_of(std::string_view normal);

/// The product that an instance or lot belongs to, itself a normal form; empty when it tells none.
[[nodiscard]] std::string product_of(std::string_view normal);

/// Lot or serial number as written; empty when there is none.
[[nodiscard]] std::string_view lot_or_serial(std::string_view normal);

/// The lot of `product` with this number.
[[nodiscard]] std::string lot_of(std::string_view product, std::string_view number);

/// The lot that a Digital Link names beside the serial number, which its normal form drops; empty
/// for any other text.
[[nodiscard]] std::string lot_beside_serial(std::string_view text);

}  // namespace zhiheng::trace
