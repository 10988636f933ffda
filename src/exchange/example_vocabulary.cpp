#include "exchange/example_vocabulary.h"

#include <algorithm>
#include <charconv>
#include <fstream>

#include "exchange/failures.h"

namespace zhiheng::exchange {
namespace {

using Cells = std::vector<std::string>;

Cells split(const std::string& line) {
  Cells cells;
  std::size_t from = 0;
  for (auto tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', from)) {
    cells.push_back(line.substr(from, tab - from));
    from = tab + 1;
  }
  cells.push_back(line.substr(from));
  return cells;
}

/// Calls `row` for each line below the header; comment lines start with '#'.
template <class Row>
Result<void> each_row(const std::string& file, std::size_t columns, const Row& row) {
  std::ifstream stream(file);
  if (!stream) return fail(vocabulary_wrong, file, {}, "a readable file");
  std::string line;
  bool header = true;
  for (int number = 1; std::getline(stream, line); ++number) {
    if (line.empty() || line.starts_with('#')) continue;
    if (std::exchange(header, false)) continue;
    const Cells cells = split(line);
    if (cells.size() != columns || !row(cells)) {
      return fail(vocabulary_wrong, file + ":" + std::to_string(number), line,
                  std::to_string(columns) + " columns");
    }
  }
  return {};
}

bool read_number(const std::string& text, double& number) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && end == text.data() + text.size() && number >= 0;
}

bool read_product(const Cells& cells, Vocabulary& vocabulary) {
  ExampleProduct product{.category = cells[0],
                         .name = cells[1],
                         .industry = cells[2],
                         .specification = cells[3],
                         .items = {}};
  double fail_in_thousand = 0;
  double peak = 0;
  double swing_percent = 0;
  const bool good = read_number(cells[4], product.price) &&
                    read_number(cells[5], fail_in_thousand) && read_number(cells[6], peak) &&
                    read_number(cells[7], swing_percent) && peak >= 1 && peak <= 12;
  product.fail = fail_in_thousand / 1000;
  product.peak = static_cast<int>(peak);
  product.swing = swing_percent / 100;
  vocabulary.products.push_back(std::move(product));
  return good;
}

bool read_item(const Cells& cells, Vocabulary& vocabulary) {
  const ExampleItem item{.name = cells[1],
                         .unit = cells[2],
                         .standard = cells[5],
                         .at_most = cells[3] == "max",
                         .limit = cells[4]};
  double limit = 0;
  bool used = false;
  for (auto& product : vocabulary.products) {
    if (product.category != cells[0]) continue;
    product.items.push_back(item);
    used = true;
  }
  return used && read_number(item.limit, limit) && (item.at_most || cells[3] == "min");
}

bool read_word(const Cells& cells, Vocabulary& vocabulary) {
  const std::pair<std::string_view, std::vector<std::string>*> kinds[] = {
      {"brand", &vocabulary.brands},
      {"seller", &vocabulary.sellers},
      {"laboratory", &vocabulary.laboratories},
      {"hazard", &vocabulary.hazards},
      {"matter", &vocabulary.matters}};
  for (const auto& [kind, words] : kinds) {
    if (cells[0] != kind) continue;
    words->push_back(cells[1]);
    return true;
  }
  return false;
}

}  // namespace

Result<Vocabulary> load_vocabulary(const std::string& folder) {
  Vocabulary vocabulary;
  const std::string at = folder + "/example/";
  ZH_DO(each_row(at + "products.tsv", 8,
                 [&](const Cells& cells) { return read_product(cells, vocabulary); }));
  ZH_DO(each_row(at + "items.tsv", 6,
                 [&](const Cells& cells) { return read_item(cells, vocabulary); }));
  ZH_DO(each_row(at + "words.tsv", 2,
                 [&](const Cells& cells) { return read_word(cells, vocabulary); }));
  for (const auto& product : vocabulary.products) {
    if (product.items.empty()) return fail(vocabulary_wrong, at + "items.tsv", product.category);
  }
  for (const auto* words : {&vocabulary.brands, &vocabulary.sellers, &vocabulary.laboratories,
                            &vocabulary.hazards, &vocabulary.matters}) {
    if (words->empty()) return fail(vocabulary_wrong, at + "words.tsv", {}, "a word of each kind");
  }
  if (vocabulary.products.empty()) return fail(vocabulary_wrong, at + "products.tsv");
  return vocabulary;
}

}  // namespace zhiheng::exchange
