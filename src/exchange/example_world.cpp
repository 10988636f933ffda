#include "exchange/example_world.h"

#include <array>
#include <cmath>

#include "code/credit_code.h"
#include "code/organisation_code.h"
#include "code/region.h"
#include "exchange/failures.h"

namespace zhiheng::exchange {
namespace {

constexpr int days_covered = 3 * 365;

/// How much is sampled in each month: before 15 March and the September quality month most.
constexpr std::array<double, 12> busy = {0.5, 0.5, 1.0, 0.7, 0.8, 0.8,
                                         0.8, 0.8, 1.0, 0.8, 0.8, 0.7};
constexpr std::array<double, 4> motive_shares = {0.70, 0.18, 0.05, 0.07};
constexpr std::array<double, 4> motive_fails = {1.0, 2.5, 3.0, 1.5};
constexpr std::array<double, 3> yearly_fails = {1.15, 1.0, 0.88};

std::string zero_padded(std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

template <std::size_t N>
std::size_t pick_by_share(const std::array<double, N>& shares, Random& random) {
  double at = random.unit();
  for (std::size_t i = 0; i + 1 < N; ++i) {
    if (at < shares[i]) return i;
    at -= shares[i];
  }
  return N - 1;
}

/// Around 1, skewed: most firms are better than the mean, a few are far worse.
double skewed(Random& random) {
  const double sum = random.unit() + random.unit() + random.unit() - 1.5;
  return std::exp(1.4 * sum);
}

std::vector<ExamplePlace> places_of(const code::Regions& regions, const std::string& province,
                                    Date on, Random& random) {
  std::vector<ExamplePlace> places;
  for (const auto* prefecture : regions.children(province, on)) {
    const double factor = random.between(0.6, 1.6);
    const auto counties = regions.children(prefecture->code, on);
    for (const auto* county : counties) {
      places.push_back({county->code, county->name, prefecture->name, factor});
    }
    if (counties.empty()) places.push_back({prefecture->code, prefecture->name, "", factor});
  }
  return places;
}

std::string credit_code(const std::string& region, std::int64_t ordinal) {
  std::string subject = "MA" + zero_padded(ordinal, 6);
  subject += code::organisation_code_check_character(subject);
  std::string text = "91" + region + subject;
  return text + code::credit_code_check_character(text);
}

ExampleFirm make_firm(const ExampleWorld& world, std::int64_t ordinal, Random& random) {
  ExampleFirm firm;
  firm.place = random.below(world.places.size());
  firm.product = random.below(world.words.products.size());
  const auto& place = world.places[firm.place];
  firm.credit_code = credit_code(place.code, ordinal);
  firm.name = place.name + random.pick(world.words.brands) +
              world.words.products[firm.product].category + "有限公司";
  firm.fail_factor = skewed(random);
  firm.established = Date{world.from.days - static_cast<std::int32_t>(random.below(9000)) - 30};
  constexpr std::array<double, 4> shares = {0.03, 0.12, 0.45, 0.40};
  constexpr std::array<const char*, 4> sizes = {"large", "medium", "small", "micro"};
  constexpr std::array<int, 4> staff = {1200, 400, 80, 9};
  const auto size = pick_by_share(shares, random);
  firm.size = sizes[size];
  firm.employees = static_cast<int>(random.between(0.5, 1.5) * staff[size]) + 1;
  return firm;
}

Date draw_day(const ExampleWorld& world, Random& random) {
  while (true) {
    const Date day{world.from.days + static_cast<std::int32_t>(random.below(days_covered))};
    const auto month = static_cast<unsigned>(civil(day).month());
    if (random.chance(busy[month - 1])) return day;
  }
}

double fail_probability(const ExampleWorld& world, const ExampleCheck& check) {
  const auto& product = world.product(check);
  const auto month = static_cast<int>(static_cast<unsigned>(civil(check.sampled_on).month()));
  const double season =
      1 + product.swing * std::cos(2 * 3.14159265358979323846 * (month - product.peak) / 12.0);
  const auto year = static_cast<std::size_t>((check.sampled_on.days - world.from.days) / 365);
  const double probability = product.fail * season * world.places[check.place].fail_factor *
                             world.firms[check.firm].fail_factor *
                             motive_fails[static_cast<std::size_t>(check.motive)] *
                             yearly_fails[std::min<std::size_t>(year, 2)];
  return std::min(probability, 0.9);
}

/// A value beyond the limit, with as many places as the limit or one more.
std::string measured_value(const ExampleItem& item, Random& random) {
  const double limit = std::stod(item.limit);
  const auto point = item.limit.find('.');
  const std::size_t places = point == std::string::npos ? 0 : item.limit.size() - point - 1;
  const double unit = std::pow(10.0, -static_cast<double>(places));
  const double factor =
      item.at_most ? 1.05 + 1.6 * random.unit() * random.unit() : random.between(0.55, 0.97);
  double value = limit == 0 ? 1.0 + static_cast<double>(random.below(9)) : limit * factor;
  if (item.at_most) value = std::max(value, limit + unit);
  char buffer[40];
  const int length = std::snprintf(buffer, sizeof buffer, "%.*f", static_cast<int>(places), value);
  return std::string(buffer, static_cast<std::size_t>(length));
}

}  // namespace

std::string ExampleWorld::address(std::size_t place, std::size_t house) const {
  return province_name + places[place].prefecture + places[place].name + "合成路" +
         std::to_string(house) + "号";
}

Result<ExampleWorld> make_world(const catalog::Catalog& catalog, const std::string& province,
                                Date until, std::size_t firms, Random& random) {
  const auto* region = catalog.regions ? catalog.regions->nearest(province, until) : nullptr;
  if (region == nullptr || region->kind != code::RegionKind::province) {
    return fail(province_unknown, "province", province, "620000");
  }
  ExampleWorld world{.province = province,
                     .province_name = region->name,
                     .province_short = region->short_name,
                     .places = places_of(*catalog.regions, province, until, random),
                     .firms = {},
                     .words = {},
                     .from = Date{until.days - days_covered + 1},
                     .until = until};
  if (world.places.empty()) return fail(province_unknown, "province", province, "620000");
  ZH_TRY(world.words, load_vocabulary(catalog.folder));
  world.firms.reserve(firms);
  for (std::size_t i = 0; i < firms; ++i) {
    world.firms.push_back(make_firm(world, static_cast<std::int64_t>(i) + 1, random));
  }
  return world;
}

void draw_check(const ExampleWorld& world, std::int64_t ordinal, std::string_view prefix,
                Random& random, ExampleCheck& check) {
  check.firm = random.below(world.firms.size());
  check.product = world.firms[check.firm].product;
  check.place = random.below(world.places.size());
  check.sampled_on = draw_day(world, random);
  check.made_on = Date{check.sampled_on.days - static_cast<std::int32_t>(random.below(120)) - 1};
  check.motive = static_cast<Motive>(pick_by_share(motive_shares, random));
  check.stage = random.below(4);
  constexpr std::array<double, 3> trades = {0.92, 0.04, 0.04};
  check.trade = pick_by_share(trades, random);
  check.value = world.product(check).price * static_cast<double>(10 + random.below(490));
  check.seller = world.places[check.place].name;
  check.seller += random.pick(world.words.brands);
  check.seller += random.pick(world.words.sellers);
  check.failed = random.chance(fail_probability(world, check));
  check.measured.clear();
  if (check.failed) {
    const auto& items = world.product(check).items;
    check.item = random.below(items.size());
    check.measured = measured_value(items[check.item], random);
  }
  const int year = static_cast<int>(civil(check.sampled_on).year()) % 100;
  check.number = prefix;
  check.number += zero_padded(year, 2);
  check.number += world.places[check.place].code;
  check.number += zero_padded(ordinal, 8);
}

}  // namespace zhiheng::exchange
