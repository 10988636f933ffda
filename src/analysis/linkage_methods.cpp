// Which records speak of the same thing?

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "analysis/failures.h"
#include "analysis/methods.h"
#include "analysis/settings.h"
#include "stat/assignment.h"
#include "stat/company_name.h"
#include "stat/linkage.h"
#include "stat/string_distance.h"

namespace zhiheng::analysis {

namespace {

const Words group = {"记录关联与去重", "Record linkage"};

Result<Answer> string_distance(const Call& call) {
  ZH_TRY(const std::size_t one, call.in().column("a"));
  ZH_TRY(const std::size_t other, call.in().column("b"));
  std::vector<double> jaro, winkler, boosted, far, whole, similarity, levenshtein, alignment,
      damerau, subsequence, difference, jaccard, cosine;
  std::vector<std::string> sound_a, sound_b;
  const auto pieces = static_cast<int>(call.whole("pieces"));
  const double prefix = call.number("prefix");
  const double boost = call.number("boost");
  const double beyond = call.number("beyond");
  for (std::size_t row = 0; row < call.in().rows(); ++row) {
    const std::string_view a = call.in().text(row, one);
    const std::string_view b = call.in().text(row, other);
    ZH_TRY(const double plain, stat::jaro_winkler(a, b, {.prefix = prefix}));
    ZH_TRY(const double raised, stat::jaro_winkler(a, b, {.prefix = prefix, .boost = boost}));
    ZH_TRY(const double distant, stat::jaro_winkler(a, b, {.prefix = prefix, .below = 1 - beyond}));
    ZH_TRY(const double rounded,
           stat::jaro_winkler(a, b, {.prefix = prefix, .whole_transpositions = true}));
    ZH_TRY(const stat::PieceDistances found, stat::piece_distances(a, b, pieces));
    jaro.push_back(stat::jaro(a, b));
    winkler.push_back(plain);
    boosted.push_back(raised);
    far.push_back(distant);
    whole.push_back(rounded);
    similarity.push_back(stat::levenshtein_similarity(a, b));
    levenshtein.push_back(static_cast<double>(stat::levenshtein(a, b)));
    alignment.push_back(static_cast<double>(stat::optimal_alignment(a, b)));
    damerau.push_back(static_cast<double>(stat::damerau_levenshtein(a, b)));
    subsequence.push_back(static_cast<double>(stat::common_subsequence_distance(a, b)));
    difference.push_back(found.difference);
    jaccard.push_back(found.jaccard.value_or(std::nan("")));
    cosine.push_back(found.cosine);
    sound_a.push_back(stat::soundex(a));
    sound_b.push_back(stat::soundex(b));
  }
  ZH_TRY(Answer answer, call.echo({"a", "b"}));
  answer.add("jaro", std::move(jaro));
  answer.add("jaro_winkler", std::move(winkler));
  answer.add("jaro_winkler_boosted", std::move(boosted));
  answer.add("jaro_winkler_far", std::move(far));
  answer.add("jaro_winkler_whole", std::move(whole));
  answer.add("levenshtein_similarity", std::move(similarity));
  answer.add("levenshtein", std::move(levenshtein));
  answer.add("optimal_alignment", std::move(alignment));
  answer.add("damerau_levenshtein", std::move(damerau));
  answer.add("common_subsequence", std::move(subsequence));
  answer.add("piece_difference", std::move(difference));
  answer.add("piece_jaccard", std::move(jaccard));
  answer.add("piece_cosine", std::move(cosine));
  answer.add("soundex_a", std::move(sound_a));
  answer.add("soundex_b", std::move(sound_b));
  return answer;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(separator, from), text.size());
    parts.emplace_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

/// The records of one file, or of two, and how they are told apart in the answer.
struct Files {
  std::vector<const Table*> tables;
  std::size_t first_file = 0;
  std::size_t records = 0;

  [[nodiscard]] Result<std::vector<std::string>> column(std::string_view name) const {
    std::vector<std::string> all;
    for (const Table* table : tables) {
      ZH_TRY(const std::size_t at, table->column(name));
      std::ranges::move(table->texts(at), std::back_inserter(all));
    }
    return all;
  }
};

Files files_of(const Call& call) {
  Files files;
  files.tables.push_back(&call.in());
  files.records = call.in().rows();
  if (const Table* other = call.table("other")) {
    files.tables.push_back(other);
    files.first_file = files.records;
    files.records += other->rows();
  }
  return files;
}

Result<stat::CompanyWords> company_words(const Call& call) {
  ZH_TRY(const std::string words, call.declared("linkage/company_words.tsv"));
  ZH_TRY(const std::string regions, call.declared("codes/regions.tsv"));
  return stat::CompanyWords::parse(words, regions);
}

/// The parts of a name in one text, equal for names that mean the same.
constexpr char part_end = '\x1F';

std::string key_of(const stat::CompanyName& name) {
  std::string key;
  for (const std::string* part :
       {&name.trade, &name.industry, &name.form, &name.branch, &name.region}) {
    key.append(*part).push_back(part_end);
  }
  return key;
}

stat::CompanyName from_key(std::string_view key) {
  stat::CompanyName name;
  for (std::string* part : {&name.trade, &name.industry, &name.form, &name.branch, &name.region}) {
    const std::size_t end = key.find(part_end);
    *part = key.substr(0, end);
    key.remove_prefix(end + 1);
  }
  return name;
}

Result<void> compare_as_companies(const Call& call, stat::LinkField& field) {
  ZH_TRY(const stat::CompanyWords words, company_words(call));
  for (std::string& value : field.values) {
    if (!value.empty()) value = key_of(stat::company_name(value, words));
  }
  field.likeness = stat::Likeness::given;
  field.agree = [](std::string_view one, std::string_view other) {
    const auto agreement = stat::compare_companies(from_key(one), from_key(other));
    // Equal keys alone are the same; a region left out is a little less.
    return agreement == stat::Agreement::same ? stat::Agreement::close : agreement;
  };
  return {};
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

Result<std::vector<stat::LinkField>> fields_of(const Call& call, const Files& files) {
  std::set<std::string> aside;
  for (const char* setting : {"id", "truth"}) {
    if (call.has(setting)) aside.insert(call.text(setting));
  }
  std::vector<std::string> wanted;
  if (call.has("fields")) {
    wanted = split(call.text("fields"), ',');
  } else {
    for (const std::string& name : call.in().columns()) {
      if (!aside.contains(name)) wanted.push_back(name);
    }
  }
  std::vector<stat::LinkField> fields;
  for (const std::string& each : wanted) {
    const std::vector<std::string> parts = split(each, ':');
    stat::LinkField field{.name = parts.front()};
    ZH_TRY(field.values, files.column(parts.front()));
    const std::string kind = parts.size() > 1 ? parts[1] : "";
    if (kind == "text") {
      field.likeness = stat::Likeness::text;
    } else if (kind == "digits") {
      field.likeness = stat::Likeness::digits;
    } else if (kind == "code") {
      field.likeness = stat::Likeness::code;
    } else if (kind == "company") {
      ZH_DO(compare_as_companies(call, field));
    } else if (!kind.empty() || parts.size() > 2) {
      return call.refuse("fields", "a,b:text,c:digits,d:code,e:company");
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

Result<std::vector<stat::BlockPass>> passes_of(const Call& call,
                                               const std::vector<stat::LinkField>& fields) {
  std::vector<stat::BlockPass> passes;
  if (!call.has("block")) return passes;
  for (const std::string& pass : split(call.text("block"), ',')) {
    passes.emplace_back();
    for (const std::string& key : split(pass, '+')) {
      const std::vector<std::string> parts = split(key, ':');
      const auto field = std::ranges::find(fields, parts.front(), &stat::LinkField::name);
      if (field == fields.end() || parts.size() > 2) {
        return call.refuse("block", "a,b+c,d:4,e:sound");
      }
      stat::BlockKey made{.field = static_cast<std::size_t>(field - fields.begin())};
      if (parts.size() == 2 && parts[1] == "sound") {
        made.form = stat::BlockKey::Form::sound;
      } else if (parts.size() == 2) {
        const auto characters = number_of(parts[1]);
        if (!characters || !(*characters >= 1 && *characters <= 1000)) {
          return call.refuse("block", "a,b+c,d:4,e:sound");
        }
        made.form = stat::BlockKey::Form::beginning;
        made.characters = static_cast<std::size_t>(*characters);
      }
      passes.back().push_back(made);
    }
  }
  return passes;
}

Result<stat::LinkOptions> options_of(const Call& call, const std::vector<stat::LinkField>& fields) {
  stat::LinkOptions options;
  ZH_TRY(options.passes, passes_of(call, fields));
  options.model.rarity = !call.flag("no-rarity");
  options.model.dependence = !call.flag("no-dependence");
  options.model.seed = static_cast<std::uint64_t>(call.whole("seed"));
  options.model.threads = call.threads();
  const std::string& structure = call.text("structure");
  options.structure = structure == "pairs"    ? stat::LinkStructure::pairs
                      : structure == "groups" ? stat::LinkStructure::groups
                                              : stat::LinkStructure::one_to_one;
  if (call.has("probability")) options.cut.probability = call.number("probability");
  if (call.has("false-share")) options.cut.false_share = call.number("false-share");
  return options;
}

std::string passes_in_words(const std::vector<stat::BlockPass>& passes,
                            const std::vector<stat::LinkField>& fields) {
  std::string all;
  for (const stat::BlockPass& pass : passes) {
    if (!all.empty()) all += ',';
    for (std::size_t k = 0; k < pass.size(); ++k) {
      if (k > 0) all += '+';
      all += fields[pass[k].field].name;
      if (pass[k].form == stat::BlockKey::Form::sound) all += ":sound";
      if (pass[k].form == stat::BlockKey::Form::beginning) {
        all += ':' + std::to_string(pass[k].characters);
      }
    }
  }
  return all;
}

/// What was compared, where the cut lies and how each field speaks.
std::vector<std::string> remarks_of(const stat::Linkage& found,
                                    const std::vector<stat::LinkField>& fields) {
  std::vector<std::string> remarks;
  remarks.push_back(std::to_string(found.candidates.size()) + " pairs compared, passes " +
                    passes_in_words(found.passes, fields));
  remarks.push_back("cut at probability " + written(found.cut) + "; expected part of false links " +
                    written(found.expected_false_share) + "; expected matches " +
                    written(found.model.matches) +
                    (found.model.converged ? "" : "; EM stopped before it settled"));
  for (std::size_t f = 0; f < fields.size(); ++f) {
    std::string line = fields[f].name + ": m";
    for (const double part : found.model.fields[f].match) line += ' ' + written(part);
    line += ", u";
    for (const double part : found.model.fields[f].stranger) line += ' ' + written(part);
    remarks.push_back(std::move(line));
  }
  for (const stat::FieldDependence& each : found.model.dependences) {
    remarks.push_back(fields[each.one].name + " and " + fields[each.other].name +
                      ": shared by strangers together " + written(each.ratio) +
                      " times as often as by chance");
  }
  return remarks;
}

Result<Answer> link(const Call& call) {
  const Files files = files_of(call);
  ZH_TRY(const auto fields, fields_of(call, files));
  ZH_TRY(const stat::LinkOptions options, options_of(call, fields));
  std::vector<std::string> names;
  if (call.has("id")) {
    ZH_TRY(names, files.column(call.text("id")));
  } else {
    for (std::size_t i = 0; i < files.records; ++i) {
      names.push_back(std::to_string(i < files.first_file ? i + 1 : i - files.first_file + 1));
    }
  }
  ZH_TRY(const stat::Linkage found, stat::link(fields, files.first_file, options));
  std::vector<std::string> one, other;
  std::vector<double> probability, weight;
  std::vector<std::int64_t> group_of, implied;
  const double none = std::nan("");
  for (const stat::Link& each : found.links) {
    one.push_back(names[each.pair.first]);
    other.push_back(names[each.pair.second]);
    group_of.push_back(found.group[each.pair.first] + 1);
    probability.push_back(each.implied ? none : each.probability);
    weight.push_back(each.implied ? none : each.weight);
    implied.push_back(each.implied ? 1 : 0);
  }
  Answer answer;
  answer.add("record_a", std::move(one));
  answer.add("record_b", std::move(other));
  answer.add("group", std::move(group_of));
  answer.add("probability", std::move(probability));
  answer.add("weight", std::move(weight));
  answer.add("implied", std::move(implied));
  answer.remarks = remarks_of(found, fields);
  return answer;
}

Result<Answer> link_quality(const Call& call) {
  if (!call.has("truth")) return call.refuse("truth", "NAME");
  const Files files = files_of(call);
  ZH_TRY(const auto fields, fields_of(call, files));
  ZH_TRY(const stat::LinkOptions options, options_of(call, fields));
  ZH_TRY(const auto truth, files.column(call.text("truth")));
  ZH_TRY(const stat::Linkage found, stat::link(fields, files.first_file, options));
  std::vector<stat::RecordPair> links;
  for (const stat::Link& each : found.links) links.push_back(each.pair);
  ZH_TRY(const stat::LinkQuality quality,
         stat::link_quality(links, found.candidates, truth, files.first_file));
  Answer answer;
  answer.add("candidate_pairs", std::vector<std::int64_t>{quality.candidates});
  answer.add("candidate_true", std::vector<std::int64_t>{quality.candidates_true});
  answer.add("pred", std::vector<std::int64_t>{quality.predicted});
  answer.add("true", std::vector<std::int64_t>{quality.truth});
  answer.add("tp", std::vector<std::int64_t>{quality.right});
  answer.add("precision", std::vector<double>{quality.precision});
  answer.add("recall", std::vector<double>{quality.recall});
  answer.add("f1", std::vector<double>{quality.f});
  answer.add("cut", std::vector<double>{found.cut});
  answer.add("expected_false_share", std::vector<double>{found.expected_false_share});
  answer.remarks = remarks_of(found, fields);
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

std::vector<Setting> link_settings() {
  return {
      {.name = "other",
       .kind = Setting::Kind::table,
       .help = {"第二个文件；不给则在一个文件内查重",
                "a second file; without it one file is "
                "searched for duplicates"}},
      {.name = "fields",
       .kind = Setting::Kind::text,
       .help =
           {"比较的列，可注明比法：a,b:text,c:digits,d:code,e:company；默认全部",
            "columns to compare, with how: a,b:text,c:digits,d:code,e:company; all by default"}},
      {.name = "block",
       .kind = Setting::Kind::text,
       .help = {"分块，各遍以逗号分隔：a,b+c,d:4（前 4 字）,e:sound；默认自动",
                "passes: a,b+c,d:4 (first 4 characters),e:sound; chosen by the data by default"}},
      {.name = "id",
       .kind = Setting::Kind::text,
       .help = {"记录编号列", "column that names the records"}},
      {.name = "truth",
       .kind = Setting::Kind::text,
       .help = {"已知身份列（只用于评价）", "column with the known identity, only to judge"}},
      {.name = "structure",
       .kind = Setting::Kind::choice,
       .otherwise = "groups",
       .help = {"关联的结构", "what the links form"},
       .choices = {"pairs", "groups", "one-to-one"}},
      {.name = "probability",
       .kind = Setting::Kind::number,
       .help = {"后验概率不低于此值才关联；默认 0.5",
                "link from this posterior probability on; 0.5 by default"}},
      {.name = "false-share",
       .kind = Setting::Kind::number,
       .help = {"误联的期望占比不超过此值",
                "as many links as keep the expected part of false "
                "ones below this"}},
      {.name = "no-rarity",
       .kind = Setting::Kind::flag,
       .help = {"不按取值的稀有程度加权", "rare values weigh no more than common ones"}},
      {.name = "no-dependence",
       .kind = Setting::Kind::flag,
       .help = {"不考虑字段间的相关", "fields count as independent"}},
      {.name = "seed",
       .kind = Setting::Kind::whole,
       .otherwise = "1",
       .help = {"随机数种子", "seed of the random numbers"}},
      threads_setting(),
  };
}

}  // namespace

std::vector<Method> linkage_methods() {
  const char* formula =
      "odds = share / (1 - share) x product of m / u; m by EM, u from all pairs, by value";
  const char* source =
      "I. P. Fellegi, A. B. Sunter, J. Am. Stat. Assoc. 64 (1969) 1183; W. E. Winkler, Proc. "
      "Section on Survey Research Methods, ASA (1988) 667, (1989) 778";
  return {
      {.name = "string-distance",
       .group = group,
       .title = {"文本相似度", "how alike two texts are"},
       .columns = {"输入列：a、b。", "Columns: a, b. Answer: a column for each measure."},
       .formula = "jaro = (c / |a| + c / |b| + (c - t) / c) / 3; winkler = jaro + l p (1 - jaro)",
       .source = "M. A. Jaro, J. Am. Stat. Assoc. 84 (1989) 414; W. E. Winkler (1990); V. I. "
                 "Levenshtein (1966); R. Lowrance, R. A. Wagner, J. ACM 22 (1975) 177",
       .settings = {{.name = "prefix",
                     .kind = Setting::Kind::number,
                     .otherwise = "0.1",
                     .help = {"相同开头每字的加成", "what each common leading character gives"}},
                    {.name = "boost",
                     .kind = Setting::Kind::number,
                     .otherwise = "0.7",
                     .help = {"jaro_winkler_boosted 只加成不低于此值的",
                              "jaro_winkler_boosted raises only from here on"}},
                    {.name = "beyond",
                     .kind = Setting::Kind::number,
                     .otherwise = "0.7",
                     .help = {"jaro_winkler_far 只加成距离大于此值的（同 stringdist 的 bt）",
                              "jaro_winkler_far raises only distances above this (bt of "
                              "stringdist)"}},
                    {.name = "pieces",
                     .kind = Setting::Kind::whole,
                     .otherwise = "2",
                     .help = {"片段字数", "characters in a piece"}}},
       .run = string_distance},
      {.name = "link",
       .group = group,
       .title = {"记录关联与去重（无须样本标注）", "link records without labelled examples"},
       .columns = {"输入：每行一条记录，空格为缺失。输出：record_a、record_b、group、probability、"
                   "weight、implied。",
                   "A row per record, empty cells missing. Answer: record_a, record_b, group, "
                   "probability, weight (log m / u), implied (linked through a third record)."},
       .formula = formula,
       .source = source,
       .settings = link_settings(),
       .run = link},
      {.name = "link-quality",
       .group = group,
       .title = {"关联质量：查准率、查全率、F", "precision, recall and F of the links"},
       .columns = {"输入同 link，另给 --truth。",
                   "As link, with --truth. Answer: candidate_pairs, candidate_true, pred, true, "
                   "tp, precision, recall, f1, cut, expected_false_share."},
       .formula = "precision = tp / pred, recall = tp / true, f1 = 2 tp / (pred + true)",
       .source = source,
       .settings = link_settings(),
       .run = link_quality},
      {.name = "company-name",
       .group = group,
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
       .group = group,
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
