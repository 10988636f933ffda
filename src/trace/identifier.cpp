#include "trace/identifier.h"

#include <array>

#include "base/text.h"
#include "code/epc.h"

namespace zhiheng::trace {
namespace {

constexpr std::string_view gs1 = "https://id.gs1.org/";
constexpr std::string_view gtin_link = "https://id.gs1.org/01/";
constexpr std::size_t gtin_end = gtin_link.size() + 14;

/// Identifiers of the Global Dialogue on Seafood Traceability: urn:gdst:<owner>:product:lot:class:
/// <company>.<product>.<lot>, product:serial:obj:… and product:class:<company>.<product>.
constexpr std::string_view gdst = "urn:gdst:";
constexpr std::string_view gdst_lot = ":product:lot:class:";
constexpr std::string_view gdst_instance = ":product:serial:obj:";
constexpr std::string_view gdst_product = ":product:class:";

bool has_part(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Where the lot or serial number of such an identifier begins; npos when it has none.
std::size_t gdst_tail(std::string_view normal, std::string_view sort) {
  const std::size_t at = normal.find(sort);
  if (at == std::string_view::npos) return at;
  const std::size_t company = normal.find('.', at + sort.size());
  if (company == std::string_view::npos) return company;
  const std::size_t product = normal.find('.', company + 1);
  return product == std::string_view::npos ? product : product + 1;
}

std::size_t gdst_tail(std::string_view normal) {
  const std::size_t lot = gdst_tail(normal, gdst_lot);
  return lot != std::string_view::npos ? lot : gdst_tail(normal, gdst_instance);
}

bool is_link(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

}  // namespace

std::string_view name_of(Form form) {
  constexpr std::array<std::string_view, 7> names{"instance", "lot",   "product", "unit",
                                                  "place",    "party", "other"};
  return names[static_cast<std::size_t>(form)];
}

std::string normal_identifier(std::string_view text) {
  const bool link = is_link(text);
  if (!link && !text.starts_with("urn:epc:")) return std::string(text);
  const auto epc = link ? code::parse_epc_link(text) : code::parse_epc_urn(text);
  return epc ? code::to_epc_link(*epc) : std::string(text);
}

std::string asked_identifier(const code::Gs1Tables& tables, std::string_view text) {
  text = trim(text);
  if (is_link(text) || text.starts_with("urn:")) return normal_identifier(text);
  code::ItemReading reading;
  reading.checks.partners = false;  // a label is often scanned in parts
  auto item = code::read_item(tables, text, reading);
  return item ? std::move(item->normal) : std::string(text);
}

Form form_of(std::string_view normal) {
  if (normal.starts_with(gs1)) {
    const std::string_view path = normal.substr(gs1.size());
    if (path.starts_with("01/")) {
      if (normal.size() <= gtin_end) return Form::product;
      const std::string_view tail = normal.substr(gtin_end);
      if (tail.starts_with("/21/") || tail.starts_with("/235/")) return Form::instance;
      return tail.starts_with("/10/") ? Form::lot : Form::other;
    }
    if (path.starts_with("00/")) return Form::unit;
    if (path.starts_with("414/")) return Form::place;
    if (path.starts_with("417/")) return Form::party;
    if (path.starts_with("8003/") || path.starts_with("8004/")) return Form::instance;
    return Form::other;
  }
  if (normal.starts_with(gdst)) {
    if (has_part(normal, gdst_lot)) return Form::lot;
    if (has_part(normal, gdst_instance)) return Form::instance;
    if (has_part(normal, gdst_product)) return Form::product;
    if (has_part(normal, ":location:")) return Form::place;
    if (has_part(normal, ":party:")) return Form::party;
  }
  return normal.starts_with("urn:epc:id:sscc:") ? Form::unit : Form::other;
}

std::string product_of(std::string_view normal) {
  if (normal.starts_with(gtin_link) && normal.size() > gtin_end && normal[gtin_end] == '/') {
    return std::string(normal.substr(0, gtin_end));
  }
  if (!normal.starts_with(gdst)) return {};
  const std::size_t tail = gdst_tail(normal);
  if (tail == std::string_view::npos) return {};
  for (const std::string_view sort : {gdst_lot, gdst_instance}) {
    const std::size_t at = normal.find(sort);
    if (at == std::string_view::npos) continue;
    const std::size_t key = at + sort.size();
    std::string product(normal.substr(0, at));
    return product.append(gdst_product).append(normal.substr(key, tail - 1 - key));
  }
  return {};
}

std::string_view lot_or_serial(std::string_view normal) {
  if (normal.starts_with(gtin_link) && normal.size() > gtin_end) {
    return normal.substr(normal.find('/', gtin_end + 1) + 1);
  }
  const std::size_t tail = normal.starts_with(gdst) ? gdst_tail(normal) : std::string_view::npos;
  return tail == std::string_view::npos ? std::string_view() : normal.substr(tail);
}

std::string lot_of(std::string_view product, std::string_view number) {
  if (product.empty() || number.empty()) return {};
  if (product.starts_with(gtin_link)) {
    return code::to_epc_link({.scheme = code::find_epc_scheme("lgtin"),
                              .key = std::string(product.substr(gtin_link.size())),
                              .tail = std::string(number)});
  }
  std::string lot(product);
  const std::size_t at = lot.find(gdst_product);
  if (at == std::string::npos) return {};
  return lot.replace(at, gdst_product.size(), gdst_lot).append(".").append(number);
}

std::string lot_beside_serial(std::string_view text) {
  if (!is_link(text)) return {};
  for (const std::string_view serial : {"/21/", "/ser/"}) {
    const std::size_t at = text.find(serial);
    if (at == std::string_view::npos) continue;
    std::string lot = normal_identifier(text.substr(0, at));
    return form_of(lot) == Form::lot ? lot : std::string();
  }
  return {};
}

}  // namespace zhiheng::trace
