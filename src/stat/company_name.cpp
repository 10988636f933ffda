#include "stat/company_name.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "stat/failures.h"
#include "stat/string_distance.h"
#include "stat/table_text.h"

namespace zhiheng::stat {
namespace {

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_start(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

/// 3205 of 320500, 32 of 320000.
std::string without_zeros(std::string code) {
  while (code.size() > 2 && code.ends_with("00")) code.resize(code.size() - 2);
  return code;
}

bool nested(std::string_view one, std::string_view other) {
  return one.starts_with(other) || other.starts_with(one);
}

std::string shared_beginning(std::string_view one, std::string_view other) {
  const auto [end, unused] = std::ranges::mismatch(one, other);
  const auto length = static_cast<std::size_t>(end - one.begin()) / 2 * 2;
  return std::string(one.substr(0, length));
}

/// The highest region that lies in `region`, what they begin with if several are as high; nothing
/// when none does.
std::optional<std::string> settled(const std::vector<std::string>& codes,
                                   const std::string& region) {
  std::optional<std::string> found;
  std::size_t height = std::string::npos;
  for (const std::string& code : codes) {
    if (!code.starts_with(region) || code.size() > height) continue;
    found = found && code.size() == height ? shared_beginning(*found, code) : code;
    height = code.size();
  }
  return found;
}

/// Longest word of `lookup` that `text` begins with; "" for none.
std::string_view leading(std::string_view text, const auto& lookup, std::size_t most) {
  std::string_view found;
  std::size_t end = 0;
  for (std::size_t k = 0; k < most && end < text.size(); ++k) {
    do ++end;
    while (!is_start(text, end));
    const std::string_view word = text.substr(0, end);
    if (lookup.contains(std::string(word))) found = word;
  }
  return found;
}

/// Longest word of `lookup` that `text` ends with.
std::string_view trailing(std::string_view text, const CompanyWords::Lookup& lookup,
                          std::size_t most) {
  std::string_view found;
  std::size_t from = text.size();
  for (std::size_t k = 0; k < most && from > 0; ++k) {
    do --from;
    while (from > 0 && !is_start(text, from));
    const std::string_view word = text.substr(from);
    if (lookup.contains(std::string(word))) found = word;
  }
  return found;
}

constexpr std::size_t longest_region = 15, longest_word = 16;
constexpr std::size_t least_trade = 2;

/// Narrow, upper case, without spaces and punctuation; brackets stay, as forms have them.
std::string folded(std::string_view name) {
  const std::string narrow = to_upper(to_half_width(name));
  std::string made;
  for (std::size_t i = 0; i < narrow.size();) {
    std::size_t end = i + 1;
    while (!is_start(narrow, end)) ++end;
    const std::string_view one = std::string_view(narrow).substr(i, end - i);
    static constexpr std::string_view dropped[] = {" ",  "\t", ".",  ",", "-", "·", "•", "、",
                                                   "。", "'",  "\"", "“", "”", "‧", "/"};
    static constexpr std::string_view opening[] = {"〔", "[", "【", "{"};
    static constexpr std::string_view closing[] = {"〕", "]", "】", "}"};
    if (std::ranges::find(opening, one) != std::end(opening)) {
      made += '(';
    } else if (std::ranges::find(closing, one) != std::end(closing)) {
      made += ')';
    } else if (std::ranges::find(dropped, one) == std::end(dropped)) {
      made += one;
    }
    i = end;
  }
  return made;
}

bool is_full(std::string_view region) {
  return std::ranges::any_of(std::array{"省", "市", "县", "区", "州", "旗", "盟"},
                             [&](const char* end) { return region.ends_with(end); });
}

/// Takes regions from the front as long as each lies in the one before: 江苏省苏州市.
void take_regions(std::string& text, std::string& region, const CompanyWords& words) {
  for (int level = 0; level < 3; ++level) {
    const std::string found(leading(text, words.regions(), longest_region));
    if (found.empty() || characters(text) - characters(found) < least_trade) return;
    const auto code = settled(words.regions().at(found), region);
    // A county's short name (和平, 长安) is a trade name unless its city stands before it.
    if (!code || (level == 0 && code->size() != 2 && code->size() != 4 && !is_full(found))) return;
    if (level > 0 && code->size() <= region.size()) return;
    region = *code;
    text.erase(0, found.size());
  }
}

/// A region in brackets, 甲乙(上海)有限公司; other brackets lose only their signs.
void open_brackets(std::string& text, std::string& region, const CompanyWords& words) {
  for (std::size_t open = text.find('('); open != std::string::npos; open = text.find('(', open)) {
    const std::size_t close = text.find(')', open);
    if (close == std::string::npos) {
      text.erase(open, 1);
      continue;
    }
    const std::string inside = text.substr(open + 1, close - open - 1);
    const auto found = words.regions().find(inside);
    const bool is_region = found != words.regions().end();
    if (is_region && region.empty()) region = settled(found->second, region).value_or("");
    text.replace(open, close - open + 1, is_region || inside == "中国" ? "" : inside);
  }
  std::erase(text, ')');
}

/// 北京甲乙有限公司苏州分公司: what stands behind the form of the firm and ends as a branch does.
void take_branch(std::string& text, std::string& branch, const CompanyWords& words) {
  if (trailing(text, words.branches(), longest_word).empty()) return;
  for (const std::string_view form : {"公司", "合伙企业", "合作社", "集团", "厂"}) {
    const std::size_t at = text.find(form);
    if (at == std::string::npos || at + form.size() >= text.size()) continue;
    branch = text.substr(at + form.size());
    if (trailing(branch, words.branches(), longest_word).empty()) {
      branch.clear();
      continue;
    }
    text.resize(at + form.size());
    return;
  }
}

std::string common_form(std::string_view word, const CompanyWords::Lookup& lookup) {
  return lookup.at(std::string(word));
}

void take_form(std::string& text, std::string& form, const CompanyWords& words) {
  const std::string_view found = trailing(text, words.forms(), longest_word);
  if (found.empty() || found.size() == text.size()) return;
  form = common_form(found, words.forms());
  text.resize(text.size() - found.size());
}

void take_industries(std::string& text, std::string& industry, const CompanyWords& words) {
  while (true) {
    const std::string_view found = trailing(text, words.industries(), longest_word);
    if (found.empty() || characters(text) - characters(found) < least_trade) return;
    industry.insert(0, common_form(found, words.industries()));
    text.resize(text.size() - found.size());
  }
}

}  // namespace

Result<CompanyWords> CompanyWords::parse(std::string_view words, std::string_view regions) {
  CompanyWords made;
  ZH_TRY(const TableText table, TableText::parse(words, {"kind", "word", "same_as"}));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view kind = table.text(row, 0);
    Lookup* lookup = kind == "form"       ? &made.forms_
                     : kind == "industry" ? &made.industries_
                     : kind == "branch"   ? &made.branches_
                                          : nullptr;
    if (lookup == nullptr || table.text(row, 1).empty()) {
      return fail(table_malformed, "row " + std::to_string(row + 1),
                  std::string(kind) + ", " + std::string(table.text(row, 1)),
                  "form, industry, branch");
    }
    const std::string_view same = table.text(row, 2);
    (*lookup)[std::string(table.text(row, 1))] = same.empty() ? table.text(row, 1) : same;
  }
  ZH_TRY(const TableText places, TableText::parse(regions, {"code", "name", "short", "valid_to"}));
  // A name of today is not what it once was somewhere else; a name of the past is better than none.
  for (const bool past : {false, true}) made.add_regions(places, past);
  return made;
}

void CompanyWords::add_regions(const TableText& places, bool past) {
  std::unordered_map<std::string, std::vector<std::string>> found;
  for (std::size_t row = 0; row < places.rows(); ++row) {
    if (places.text(row, 3).empty() == past) continue;
    const std::string code = without_zeros(std::string(places.text(row, 0)));
    for (const std::size_t column : {std::size_t{1}, std::size_t{2}}) {
      const std::string_view name = places.text(row, column);
      if (characters(name) < 2) continue;
      std::vector<std::string>& codes = found[std::string(name)];
      if (std::ranges::find(codes, code) == codes.end()) codes.push_back(code);
    }
  }
  regions_.merge(found);
}

CompanyName company_name(std::string_view name, const CompanyWords& words) {
  CompanyName made;
  std::string text = folded(name);
  take_form(text, made.form, words);  // forms with brackets of their own: 合伙企业(有限合伙)
  const bool bracketed = made.form == "合伙企业";
  if (!bracketed) {
    text = folded(name);
    made.form.clear();
  }
  take_regions(text, made.region, words);
  open_brackets(text, made.region, words);
  take_branch(text, made.branch, words);
  if (!bracketed) take_form(text, made.form, words);
  take_industries(text, made.industry, words);
  made.trade = std::move(text);
  return made;
}

Agreement compare_companies(const CompanyName& one, const CompanyName& other) {
  const auto fits = [](const std::string& a, const std::string& b) {
    return a.empty() || b.empty() || a == b;
  };
  if (one.branch != other.branch || !nested(one.region, other.region)) return Agreement::different;
  const bool industries_fit = fits(one.industry, other.industry);
  if (one.trade == other.trade) {
    const bool all = one.industry == other.industry && one.form == other.form;
    return all ? Agreement::same : industries_fit ? Agreement::close : Agreement::near;
  }
  const std::size_t length = std::min(characters(one.trade), characters(other.trade));
  const bool slip = length >= 3 && optimal_alignment(one.trade, other.trade) <= 1;
  return slip && industries_fit && fits(one.form, other.form) ? Agreement::near
                                                              : Agreement::different;
}

}  // namespace zhiheng::stat
