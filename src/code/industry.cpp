#include "code/industry.h"

#include <cmath>

#include "code/failures.h"
#include "code/table.h"

namespace zhiheng::code {
namespace {

constexpr std::array<std::string_view, 4> industry_columns{"code", "name", "parent", "mark"};
constexpr std::array<std::string_view, 2> crosswalk_columns{"code_2011", "code_2017"};
constexpr std::array<std::string_view, 4> mark_names{"", "folded", "restored", "derived"};

bool is_letter(char sign) { return sign >= 'A' && sign <= 'Z'; }

/// "C1311" is how annual reports write 1311.
std::string_view without_letter(std::string_view code) {
  return code.size() > 1 && is_letter(code.front()) ? code.substr(1) : code;
}

std::string_view edition_text(Edition edition) {
  return edition == Edition::gb2011 ? "GB/T 4754-2011" : "GB/T 4754-2017";
}

std::string joined(const std::vector<std::string>& codes) {
  std::string text;
  for (const std::string& code : codes) text.append(text.empty() ? "" : ", ").append(code);
  return text;
}

}  // namespace

std::string_view name_of(NameMark mark) {
  return mark == NameMark::original ? "original" : mark_names[static_cast<std::size_t>(mark)];
}

int industry_level(std::string_view code) { return static_cast<int>(without_letter(code).size()); }

Result<Edition> edition_named(std::string_view name) {
  if (name == "2011") return Edition::gb2011;
  if (name == "2017") return Edition::gb2017;
  return fail(edition_unknown, "edition", std::string(name), "2011, 2017");
}

Result<Industries::Table> Industries::read_edition(std::string_view text, std::string_view name) {
  ZH_TRY(const code::Table cells, read_table(text, name, industry_columns));
  Table table;
  for (std::size_t row = 0; row < cells.rows(); ++row) {
    const auto mark = std::find(mark_names.begin(), mark_names.end(), cells.cell(row, 3));
    if (mark == mark_names.end()) {
      return refuse_cell(cells, name, row, 3, "folded, restored, derived");
    }
    const std::string code(cells.cell(row, 0));
    Industry industry{code, std::string(cells.cell(row, 1)), std::string(cells.cell(row, 2)),
                      static_cast<NameMark>(mark - mark_names.begin())};
    if (code.empty() || !table.emplace(code, std::move(industry)).second) {
      return refuse_cell(cells, name, row, 0, "a code, once");
    }
  }
  return table;
}

Result<Industries> Industries::read(const Texts& texts) {
  Industries all;
  ZH_TRY(all.in_2011_, read_edition(texts.edition_2011, "industries_2011.tsv"));
  ZH_TRY(all.in_2017_, read_edition(texts.edition_2017, "industries_2017.tsv"));
  constexpr std::string_view name = "industry_crosswalk.tsv";
  ZH_TRY(const code::Table cells, read_table(texts.crosswalk, name, crosswalk_columns));
  for (std::size_t row = 0; row < cells.rows(); ++row) {
    const std::string old_code(cells.cell(row, 0));
    const std::string new_code(cells.cell(row, 1));
    if (!all.in_2011_.contains(old_code)) return refuse_cell(cells, name, row, 0, "GB/T 4754-2011");
    if (!all.in_2017_.contains(new_code)) return refuse_cell(cells, name, row, 1, "GB/T 4754-2017");
    all.to_2017_[old_code].push_back(new_code);
    all.to_2011_[new_code].push_back(old_code);
  }
  return all;
}

Result<Industries> load_industries(const std::filesystem::path& folder) {
  ZH_TRY(const std::string edition_2011, read_file(folder / "codes" / "industries_2011.tsv"));
  ZH_TRY(const std::string edition_2017, read_file(folder / "codes" / "industries_2017.tsv"));
  ZH_TRY(const std::string crosswalk, read_file(folder / "codes" / "industry_crosswalk.tsv"));
  return Industries::read({edition_2011, edition_2017, crosswalk});
}

const Industry* Industries::find(std::string_view code, Edition edition) const {
  const Table& all = table(edition);
  const auto found = all.find(without_letter(code));
  if (found == all.end()) return nullptr;
  const Industry* const industry = &found->second;
  if (industry->code.size() == code.size()) return industry;
  // The letter was given, so it must be the right one.
  return path(industry->code, edition).front()->code.front() == code.front() ? industry : nullptr;
}

std::vector<const Industry*> Industries::path(std::string_view code, Edition edition) const {
  std::vector<const Industry*> steps;
  const Table& all = table(edition);
  for (auto step = all.find(without_letter(code)); step != all.end() && steps.size() < 4;
       step = all.find(step->second.parent)) {
    steps.push_back(&step->second);
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

std::vector<const Industry*> Industries::children(std::string_view code, Edition edition) const {
  std::vector<const Industry*> below;
  for (const auto& [own, industry] : table(edition)) {
    if (industry.parent == code) below.push_back(&industry);
  }
  return below;
}

Result<std::vector<std::string>> Industries::counterparts(std::string_view code,
                                                          Edition from) const {
  const Industry* industry = find(code, from);
  if (industry == nullptr) {
    return fail(industry_unknown, "code", std::string(code), std::string(edition_text(from)));
  }
  if (industry->parent.empty()) return std::vector{industry->code};
  const Links& links = from == Edition::gb2011 ? to_2017_ : to_2011_;
  const auto found = links.find(industry->code);
  if (found == links.end()) return std::vector<std::string>{};
  return found->second;
}

Result<std::vector<Portion>> Industries::divide(
    double value, std::string_view code, Edition from,
    const std::map<std::string, double>& weights) const {
  ZH_TRY(const std::vector<std::string> heirs, counterparts(code, from));
  if (heirs.size() == 1 && weights.empty()) return std::vector{Portion{heirs.front(), value}};
  double sum = 0;
  std::vector<Portion> portions;
  for (const auto& [heir, weight] : weights) {
    if (std::find(heirs.begin(), heirs.end(), heir) == heirs.end()) {
      return fail(weights_malformed, std::string(code), heir, joined(heirs));
    }
    if (!(weight >= 0)) return fail(weights_malformed, heir, std::to_string(weight), ">= 0");
    sum += weight;
    portions.push_back({heir, value * weight});
  }
  if (!(std::abs(sum - 1) <= 1e-9)) {
    return fail(weights_malformed, std::string(code), "sum " + std::to_string(sum), "sum 1");
  }
  return portions;
}

}  // namespace zhiheng::code
