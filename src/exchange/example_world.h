#pragma once
// An invented province: its firms, and the batches that are drawn from them.

#include <string>
#include <vector>

#include "base/date.h"
#include "catalog/catalog.h"
#include "exchange/example_vocabulary.h"
#include "exchange/random.h"

namespace zhiheng::exchange {

/// A county, or a prefecture without counties.
struct ExamplePlace {
  std::string code;
  std::string name;        ///< 城关区
  std::string prefecture;  ///< 兰州市
  double fail_factor = 1;  ///< of the prefecture
};

struct ExampleFirm {
  std::string credit_code;
  std::string name;
  std::size_t place = 0;
  std::size_t product = 0;
  double fail_factor = 1;
  Date established;
  std::string size;  ///< code of enterprise_size
  int employees = 0;
};

enum class Motive { random, targeted, follow_up, monitoring };

/// A sampled batch.
struct ExampleCheck {
  std::string number;
  Date sampled_on, made_on;
  Motive motive = Motive::random;
  std::size_t firm = 0, product = 0, place = 0;  ///< place: where it was sampled
  std::string seller;
  std::size_t stage = 0;  ///< position in the code list sampling_place
  std::size_t trade = 0;  ///< position in the code list trade_direction
  double value = 0;       ///< CNY
  bool failed = false;
  std::size_t item = 0;  ///< of the product, when it failed
  std::string measured;
};

struct ExampleWorld {
  std::string province, province_name;  ///< "甘肃省"
  std::string province_short;           ///< "甘肃"
  std::vector<ExamplePlace> places;
  std::vector<ExampleFirm> firms;
  Vocabulary words;
  Date from, until;

  [[nodiscard]] const ExampleProduct& product(const ExampleCheck& check) const {
    return words.products[check.product];
  }
  [[nodiscard]] std::string address(std::size_t place, std::size_t house) const;
};

/// @fails  exchange.province_unknown, exchange.vocabulary_wrong
[[nodiscard]] Result<ExampleWorld> make_world(const catalog::Catalog& catalog,
                                              const std::string& province, Date until,
                                              std::size_t firms, Random& random);

/// The `ordinal`th batch; its number tells year, region and ordinal.
void draw_check(const ExampleWorld& world, std::int64_t ordinal, std::string_view prefix,
                Random& random, ExampleCheck& check);

}  // namespace zhiheng::exchange
