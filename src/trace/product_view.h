#pragma once
// What may a consumer who scans a code be told of the product?

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "registry/registry.h"

namespace zhiheng::trace {

/// Which product, and how precisely: what stands in a Digital Link.
struct ProductKey {
  std::string gtin;  ///< 14 digits
  std::string lot = {}, serial = {};

  /// "https://id.gs1.org/01/…": the name of the item itself, whoever resolves it.
  [[nodiscard]] std::string canonical() const;
  /// "/01/…/10/…": the same below the address of this server.
  [[nodiscard]] std::string path() const;
};

/// A spot check of this product.
struct ProductCheck {
  std::string sample_number, product, producer_name, producer, lot, result;
  std::optional<Date> sampled_on;
  bool same_lot = false;  ///< the lot that was asked for
};

/// Whether a recall is about what was asked for.
enum class RecallReach {
  lot,        ///< the notice names the lot
  product,    ///< the notice names the product and no lots, or no lot was asked for
  other_lots  ///< the notice names the product, and only other lots
};

struct ProductRecall {
  std::string source, number, title, status, classification, reason, remedy;
  std::optional<Date> recalled_on, terminated_on;
  RecallReach reach = RecallReach::product;
};

/// The producer as the public may see it.
struct ProductFirm {
  std::string credit_code, name, address, status;
};

/// A certificate of the product, or of a producer of it.
struct ProductCertificate {
  std::string number, scheme, holder, holder_name, product_name, standard, state;
  std::optional<Date> issued_on, valid_until;
  bool of_product = false;  ///< it names the product; else only its producer
};

struct ProductView {
  ProductKey key;
  std::vector<std::string> names, producers;  ///< as labels were read; each once, newest first
  std::vector<ProductFirm> firms;
  std::vector<ProductCheck> checks;  ///< newest first, at most 50
  std::vector<ProductRecall> recalls;
  std::vector<ProductCertificate> certificates;  ///< newest first, those of the product before

  /// A recall in force is about the lot, or about the product as a whole.
  [[nodiscard]] bool recalled() const;
};

/// @param gtin  8, 12, 13 or 14 digits
/// @fails  code.gs1_length, code.gs1_character, code.gs1_check, trace.value_malformed for a lot or
///         serial of more than 20 characters or with signs that GS1 does not know
[[nodiscard]] Result<ProductKey> product_key(std::string_view gtin, std::string_view lot,
                                             std::string_view serial);

/// What the registers `spot_check`, `recall`, `enterprise` and `certificate` say of the product to
/// this person; the public sees what the registers declare public. Registers that are not declared
/// are passed over.
///
/// @fails  what the store fails with
[[nodiscard]] Result<ProductView> view_product(registry::Registry& registry,
                                               const registry::Person& person,
                                               const ProductKey& key);

/// How a notice's list of lots and bar codes relates to the product; nothing: not at all. A Digital
/// Link in the list, as the trace writes them, is about the lot or piece that it names.
[[nodiscard]] std::optional<RecallReach> reach_of(std::span<const std::string_view> codes,
                                                  const ProductKey& key);

}  // namespace zhiheng::trace
