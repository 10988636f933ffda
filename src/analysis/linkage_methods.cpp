// Which records speak of the same thing?

#include <cmath>

#include "analysis/failures.h"
#include "analysis/link_records.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/settings.h"

namespace zhiheng::analysis {

namespace {

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
  const LinkFiles files = files_of(call);
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
  const LinkFiles files = files_of(call);
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
      {.name = "link",
       .group = group::record_linkage,
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
       .group = group::record_linkage,
       .title = {"关联质量：查准率、查全率、F", "precision, recall and F of the links"},
       .columns = {"输入同 link，另给 --truth。",
                   "As link, with --truth. Answer: candidate_pairs, candidate_true, pred, true, "
                   "tp, precision, recall, f1, cut, expected_false_share."},
       .formula = "precision = tp / pred, recall = tp / true, f1 = 2 tp / (pred + true)",
       .source = source,
       .settings = link_settings(),
       .run = link_quality},
  };
}

}  // namespace zhiheng::analysis
