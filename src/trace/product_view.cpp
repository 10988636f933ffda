#include "trace/product_view.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "code/gs1.h"
#include "trace/event_fields.h"
#include "trace/failures.h"
#include "trace/identifier.h"

namespace zhiheng::trace {
namespace {

constexpr int most_checks = 50;
constexpr int most_recalls = 200;
constexpr int most_certificates = 50;

/// A page of records, read by the names of its fields.
class Rows {
 public:
  explicit Rows(const registry::Page& page) : page_(page) {}

  [[nodiscard]] std::string text(const registry::Record& record, std::string_view field) const {
    const Value* value = find(record, field);
    return value == nullptr ? std::string() : to_text(*value);
  }
  [[nodiscard]] std::optional<Date> day(const registry::Record& record,
                                        std::string_view field) const {
    const Value* value = find(record, field);
    const Date* date = value == nullptr ? nullptr : std::get_if<Date>(value);
    return date == nullptr ? std::nullopt : std::optional(*date);
  }

 private:
  [[nodiscard]] const Value* find(const registry::Record& record, std::string_view field) const {
    const auto at = std::ranges::find(page_.columns, field);
    if (at == page_.columns.end()) return nullptr;
    return &record.values[static_cast<std::size_t>(at - page_.columns.begin())];
  }
  const registry::Page& page_;
};

/// Records that match; none where there is no such register or the person may not see it.
Result<registry::Page> ask(registry::Registry& registry, const registry::Person& person,
                           std::string_view name, const registry::ListQuery& query) {
  const auto of = registry.find_register(name);
  if (!of || !registry.access(person, **of).read) return registry::Page{};
  return registry.list(person, **of, query);
}

bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }

/// Digits without the zeros at the left: the same for GTIN-8, -12, -13 and -14.
std::string_view significant(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view() : digits.substr(first);
}

/// Whether a GTIN stands in a text, in any length and with blanks between the groups of its digits.
bool names_product(std::string_view text, const std::string& gtin) {
  std::string run;
  const auto matches = [&] {
    return run.size() >= 8 && run.size() <= 14 && significant(run) == significant(gtin);
  };
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && is_digit(text[i])) {
      run += text[i];
      continue;
    }
    const bool joined = i + 1 < text.size() && (text[i] == ' ' || text[i] == '-') && i > 0 &&
                        is_digit(text[i - 1]) && is_digit(text[i + 1]);
    if (matches()) return true;
    if (!joined) run.clear();
  }
  return false;
}

/// Whether a lot stands in a text as a word of its own.
bool names_lot(std::string_view text, const std::string& lot) {
  const auto is_word = [](char sign) {
    return is_digit(sign) || (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
  };
  const std::string among = to_upper(text);
  const std::string wanted = to_upper(lot);
  for (std::size_t at = among.find(wanted); at != std::string::npos;
       at = among.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    if ((at == 0 || !is_word(among[at - 1])) && (end == among.size() || !is_word(among[end]))) {
      return true;
    }
  }
  return false;
}

/// What a canonical link of the product names: all of it, the lot or piece asked for, or another.
std::optional<RecallReach> item_of_link(std::string_view code, const ProductKey& key) {
  const std::string normal = normal_identifier(trim(code));
  const std::string product = ProductKey{.gtin = key.gtin}.canonical();
  if (normal == product) return RecallReach::product;
  if (product_of(normal) != product) return std::nullopt;
  const auto is = [&](const ProductKey& item) { return normal == item.canonical(); };
  const bool same = (!key.lot.empty() && is({.gtin = key.gtin, .lot = key.lot})) ||
                    (!key.serial.empty() && is({.gtin = key.gtin, .serial = key.serial}));
  return same ? RecallReach::lot : RecallReach::other_lots;
}

void keep(std::vector<std::string>& list, const std::string& text) {
  if (!text.empty() && std::ranges::find(list, text) == list.end()) list.push_back(text);
}

Result<void> read_checks(registry::Registry& registry, const registry::Person& person,
                         ProductView& view) {
  ZH_TRY(const registry::Page page, ask(registry, person, "spot_check",
                                        {.filter = "product = '" + view.key.gtin + "'",
                                         .sort = {"-sampled_on"},
                                         .limit = most_checks}));
  const Rows rows(page);
  for (const registry::Record& record : page.records) {
    ProductCheck check{.sample_number = rows.text(record, "sample_number"),
                       .product = rows.text(record, "product_name"),
                       .producer_name = rows.text(record, "producer_name"),
                       .producer = rows.text(record, "producer"),
                       .lot = rows.text(record, "lot"),
                       .result = rows.text(record, "result"),
                       .sampled_on = rows.day(record, "sampled_on")};
    check.same_lot = !view.key.lot.empty() && names_lot(check.lot, view.key.lot);
    keep(view.names, check.product);
    keep(view.producers, check.producer_name);
    view.checks.push_back(std::move(check));
  }
  return {};
}

Result<void> read_recalls(registry::Registry& registry, const registry::Person& person,
                          ProductView& view) {
  // A first sieve in the store; reach_of looks closer.
  const std::string digits(significant(view.key.gtin));
  ZH_TRY(const registry::Page page, ask(registry, person, "recall",
                                        {.filter = "product_codes contains '" + digits + "'",
                                         .sort = {"-recalled_on"},
                                         .limit = most_recalls}));
  const Rows rows(page);
  for (const registry::Record& record : page.records) {
    const std::string codes = rows.text(record, "product_codes");
    const auto reach = reach_of(list_parts(codes), view.key);
    if (!reach) continue;
    view.recalls.push_back({.source = rows.text(record, "source"),
                            .number = rows.text(record, "recall_number"),
                            .title = rows.text(record, "title"),
                            .status = rows.text(record, "status"),
                            .classification = rows.text(record, "classification"),
                            .reason = rows.text(record, "cause"),
                            .remedy = rows.text(record, "remedy"),
                            .recalled_on = rows.day(record, "recalled_on"),
                            .terminated_on = rows.day(record, "terminated_on"),
                            .reach = *reach});
  }
  return {};
}

/// Certificates that match; `of_product` of all of them.
Result<void> read_certificates(registry::Registry& registry, const registry::Person& person,
                               const std::string& filter, bool of_product, ProductView& view) {
  ZH_TRY(const registry::Page page,
         ask(registry, person, "certificate",
             {.filter = filter, .sort = {"-issued_on"}, .limit = most_certificates}));
  const Rows rows(page);
  for (const registry::Record& record : page.records) {
    const std::string number = rows.text(record, "number");
    if (std::ranges::find(view.certificates, number, &ProductCertificate::number) !=
        view.certificates.end())
      continue;
    view.certificates.push_back({.number = number,
                                 .scheme = rows.text(record, "scheme"),
                                 .holder = rows.text(record, "holder"),
                                 .holder_name = rows.text(record, "holder_name"),
                                 .product_name = rows.text(record, "product_name"),
                                 .standard = rows.text(record, "standard"),
                                 .state = record.state,
                                 .issued_on = rows.day(record, "issued_on"),
                                 .valid_until = rows.day(record, "valid_until"),
                                 .of_product = of_product});
  }
  return {};
}

Result<void> read_firms(registry::Registry& registry, const registry::Person& person,
                        ProductView& view) {
  std::set<std::string> seen;
  for (const ProductCheck& check : view.checks) {
    if (check.producer.empty() || !seen.insert(check.producer).second) continue;
    ZH_TRY(const registry::Page page,
           ask(registry, person, "enterprise",
               {.filter = "credit_code = '" + check.producer + "'", .limit = 1}));
    const Rows rows(page);
    for (const registry::Record& record : page.records) {
      view.firms.push_back({.credit_code = check.producer,
                            .name = rows.text(record, "name"),
                            .address = rows.text(record, "address"),
                            .status = rows.text(record, "status")});
    }
  }
  return {};
}

std::string escaped(std::string_view text) {
  static constexpr std::string_view plain = "-._~";
  static constexpr std::string_view hexadecimal = "0123456789ABCDEF";
  std::string made;
  for (const char sign : text) {
    const bool letter = (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
    if (letter || is_digit(sign) || plain.find(sign) != std::string_view::npos) {
      made += sign;
    } else {
      const auto byte = static_cast<unsigned char>(sign);
      made += {'%', hexadecimal[byte / 16], hexadecimal[byte % 16]};
    }
  }
  return made;
}

Result<void> check_component(std::string_view name, std::string_view text) {
  static constexpr std::string_view signs = "!\"%&'()*+,-./:;<=>?_";
  const bool fits = text.size() <= 20 && std::ranges::all_of(text, [](char sign) {
                      return is_digit(sign) || (sign >= 'a' && sign <= 'z') ||
                             (sign >= 'A' && sign <= 'Z') ||
                             signs.find(sign) != std::string_view::npos;
                    });
  if (fits) return {};
  return fail(value_malformed, std::string(name), std::string(text), "1..20, GS1 CSET 82");
}

}  // namespace

std::string ProductKey::path() const {
  std::string made = "/01/" + gtin;
  if (!lot.empty()) made += "/10/" + escaped(lot);
  if (!serial.empty()) made += "/21/" + escaped(serial);
  return made;
}

std::string ProductKey::canonical() const { return "https://id.gs1.org" + path(); }

bool ProductView::recalled() const {
  return std::ranges::any_of(recalls, [](const ProductRecall& each) {
    return each.reach != RecallReach::other_lots && !each.terminated_on &&
           each.status != "terminated" && each.status != "completed";
  });
}

Result<ProductKey> product_key(std::string_view gtin, std::string_view lot,
                               std::string_view serial) {
  ZH_TRY(const code::Gtin checked, code::check_gtin(gtin));
  ZH_DO(check_component("lot", lot));
  ZH_DO(check_component("serial", serial));
  return ProductKey{.gtin = std::string(checked.stored()),
                    .lot = std::string(lot),
                    .serial = std::string(serial)};
}

std::optional<RecallReach> reach_of(std::span<const std::string_view> codes,
                                    const ProductKey& key) {
  bool product = false;
  bool lots = false;
  bool same_lot = false;
  for (const std::string_view code : codes) {
    if (const auto named = item_of_link(code, key)) {
      product = true;
      same_lot = same_lot || *named == RecallReach::lot;
      lots = lots || *named != RecallReach::product;
      continue;
    }
    product = product || names_product(code, key.gtin);
    // What is no bar code is taken for a lot, a date or a model.
    lots = lots || (!names_product(code, key.gtin) && !trim(code).empty());
    same_lot = same_lot || (!key.lot.empty() && names_lot(code, key.lot));
  }
  if (!product) return std::nullopt;
  if (same_lot) return RecallReach::lot;
  return lots && !key.lot.empty() ? RecallReach::other_lots : RecallReach::product;
}

Result<ProductView> view_product(registry::Registry& registry, const registry::Person& person,
                                 const ProductKey& key) {
  ProductView view;
  view.key = key;
  ZH_DO(read_checks(registry, person, view));
  ZH_DO(read_recalls(registry, person, view));
  ZH_DO(read_firms(registry, person, view));
  ZH_DO(read_certificates(registry, person, "product = '" + key.gtin + "'", true, view));
  std::set<std::string> producers;
  for (const ProductCheck& check : view.checks) {
    if (check.producer.empty() || !producers.insert(check.producer).second) continue;
    ZH_DO(read_certificates(registry, person, "holder = '" + check.producer + "'", false, view));
  }
  return view;
}

}  // namespace zhiheng::trace
