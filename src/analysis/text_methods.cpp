// How alike are two texts, two company names; who goes with whom?

#include <cmath>

#include "analysis/link_records.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "stat/assignment.h"
#include "stat/string_distance.h"

namespace zhiheng::analysis {

namespace {

/// The ways to raise a Jaro similarity for a common beginning, in the order of their columns.
Result<std::vector<double>> winklers(const Call& call, std::string_view a, std::string_view b) {
  const double prefix = call.number("prefix");
  std::vector<double> found;
  for (const stat::WinklerOptions& options :
       {stat::WinklerOptions{.prefix = prefix},
        stat::WinklerOptions{.prefix = prefix, .boost = call.number("boost")},
        stat::WinklerOptions{.prefix = prefix, .below = 1 - call.number("beyond")},
        stat::WinklerOptions{.prefix = prefix, .whole_transpositions = true}}) {
    ZH_TRY(const double similarity, stat::jaro_winkler(a, b, options));
    found.push_back(similarity);
  }
  return found;
}

Result<Answer> string_distance(const Call& call) {
  ZH_TRY(const std::size_t one, call.in().column("a"));
  ZH_TRY(const std::size_t other, call.in().column("b"));
  Rows rows({"jaro", "jaro_winkler", "jaro_winkler_boosted", "jaro_winkler_far",
             "jaro_winkler_whole", "levenshtein_similarity", "levenshtein", "optimal_alignment",
             "damerau_levenshtein", "common_subsequence", "piece_difference", "piece_jaccard",
             "piece_cosine"});
  std::vector<std::string> sound_a, sound_b;
  const auto pieces = static_cast<int>(call.whole("pieces"));
  for (std::size_t row = 0; row < call.in().rows(); ++row) {
    ZH_DO(call.go_on());
    const std::string_view a = call.in().text(row, one);
    const std::string_view b = call.in().text(row, other);
    ZH_TRY(const stat::PieceDistances found, stat::piece_distances(a, b, pieces));
    std::vector<double> cells{stat::jaro(a, b)};
    ZH_TRY(const auto raised, winklers(call, a, b));
    cells.insert(cells.end(), raised.begin(), raised.end());
    cells.push_back(stat::levenshtein_similarity(a, b));
    for (const auto distance : {stat::levenshtein, stat::optimal_alignment,
                                stat::damerau_levenshtein, stat::common_subsequence_distance}) {
      cells.push_back(static_cast<double>(distance(a, b)));
    }
    for (const double each :
         {found.difference, found.jaccard.value_or(std::nan("")), found.cosine}) {
      cells.push_back(each);
    }
    rows.add(cells);
    sound_a.push_back(stat::soundex(a));
    sound_b.push_back(stat::soundex(b));
  }
  ZH_TRY(Answer answer, call.echo({"a", "b"}));
  rows.move_to(answer);
  answer.add("soundex_a", std::move(sound_a));
  answer.add("soundex_b", std::move(sound_b));
  return answer;
}

const char* word_of(stat::Agreement agreement) {
  switch (agreement) {
    case stat::Agreement::same:
      return "same";
    case stat::Agreement::close:
      return "close";
    case stat::Agreement::near:
      return "near";
    case stat::Agreement::different:
    case stat::Agreement::missing:
      break;
  }
  return "different";
}

Result<Answer> company_names(const Call& call) {
  ZH_TRY(const stat::CompanyWords words, company_words(call));
  ZH_TRY(const std::size_t first, call.in().column("a"));
  const auto second = call.in().find("b");
  std::vector<std::string> region, trade, industry, form, branch, agreement;
  for (std::size_t row = 0; row < call.in().rows(); ++row) {
    const stat::CompanyName name = stat::company_name(call.in().text(row, first), words);
    if (second) {
      const auto other = stat::company_name(call.in().text(row, *second), words);
      agreement.emplace_back(word_of(stat::compare_companies(name, other)));
    }
    region.push_back(name.region);
    trade.push_back(name.trade);
    industry.push_back(name.industry);
    form.push_back(name.form);
    branch.push_back(name.branch);
  }
  ZH_TRY(Answer answer,
         call.echo(second ? std::vector<std::string>{"a", "b"} : std::vector<std::string>{"a"}));
  if (second) answer.add("agreement", std::move(agreement));
  answer.add("region", std::move(region));
  answer.add("trade_name", std::move(trade));
  answer.add("industry", std::move(industry));
  answer.add("form", std::move(form));
  answer.add("branch", std::move(branch));
  return answer;
}

Result<Answer> assignment(const Call& call) {
  ZH_TRY(const std::size_t left, call.in().column("left"));
  ZH_TRY(const std::size_t right, call.in().column("right"));
  ZH_TRY(const auto gains, call.in().numbers("gain"));
  const std::vector<Group> lefts = groups_of(call.in(), left);
  const std::vector<Group> rights = groups_of(call.in(), right);
  std::vector<stat::AssignmentEdge> edges(gains.size());
  for (std::size_t k = 0; k < lefts.size(); ++k) {
    for (const std::size_t row : lefts[k].rows) edges[row].left = k;
  }
  for (std::size_t k = 0; k < rights.size(); ++k) {
    for (const std::size_t row : rights[k].rows) edges[row].right = k;
  }
  for (std::size_t row = 0; row < gains.size(); ++row) edges[row].gain = gains[row];
  ZH_TRY(const auto chosen, stat::assign(lefts.size(), rights.size(), edges));
  std::vector<std::string> one, other;
  std::vector<double> gain;
  double total = 0;
  for (const std::size_t row : chosen) {
    one.emplace_back(call.in().text(row, left));
    other.emplace_back(call.in().text(row, right));
    gain.push_back(gains[row]);
    total += gains[row];
  }
  Answer answer;
  answer.add("left", std::move(one));
  answer.add("right", std::move(other));
  answer.add("gain", std::move(gain));
  answer.remarks.push_back("total " + written(total));
  return answer;
}

}  // namespace

std::vector<Method> text_methods() {
  return {
      {.name = "string-distance",
       .group = group::record_linkage,
       .title = {"文本相似度", "how alike two texts are"},
       .columns = {"输入列：a、b。", "Columns: a, b. Answer: a column for each measure."},
       .formula = "jaro = (c / |a| + c / |b| + (c - t) / c) / 3; winkler = jaro + l p (1 - jaro)",
       .source = "M. A. Jaro, J. Am. Stat. Assoc. 84 (1989) 414; W. E. Winkler (1990); V. I. "
                 "Levenshtein (1966); R. Lowrance, R. A. Wagner, J. ACM 22 (1975) 177",
       .settings = {number_setting(
                        "prefix", "0.1",
                        {"相同开头每字的加成", "what each common leading character gives"}),
                    number_setting("boost", "0.7",
                                   {"jaro_winkler_boosted 只加成不低于此值的",
                                    "jaro_winkler_boosted raises only from here on"}),
                    number_setting("beyond", "0.7",
                                   {"jaro_winkler_far 只加成距离大于此值的（同 stringdist 的 bt）",
                                    "jaro_winkler_far raises only distances above this (bt of "
                                    "stringdist)"}),
                    whole_setting("pieces", "2", {"片段字数", "characters in a piece"})},
       .run = string_distance},
      {.name = "company-name",
       .group = group::record_linkage,
       .title = {"企业名称拆分与比对", "Chinese company names taken apart and compared"},
       .columns =
           {"输入列：a，可有 b。输出：agreement、region、trade_name、industry、form、branch。",
            "Columns: a, and b to compare with. Answer: agreement (same, close, near, "
            "different), and of a: region, trade_name, industry, form, branch."},
       .formula = "region + trade name + industry + legal form; the trade name decides",
       .source = "企业名称登记管理规定 (国务院令第734号), article 6; words in "
                 "catalog/linkage/company_words.tsv",
       .settings = {},
       .run = company_names},
      {.name = "assign",
       .group = group::record_linkage,
       .title = {"一对一最优指派", "best one-to-one assignment"},
       .columns = {"输入列：left、right、gain。",
                   "Columns: left, right, gain, a row per possible "
                   "pair. Answer: the pairs chosen."},
       .formula = "the pairs with the largest sum of gains in which nobody stands twice",
       .source = "R. Jonker, A. Volgenant, Computing 38 (1987) 325",
       .settings = {},
       .run = assignment},
  };
}

}  // namespace zhiheng::analysis
