#include "stat/linkage.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "stat/assignment.h"
#include "stat/check.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

double log_odds(double probability) { return std::log(probability / (1 - probability)); }

/// Candidates from the likeliest; nothing below one in a million is ever linked.
std::vector<std::size_t> by_probability(const LinkageModel& model) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < model.probability.size(); ++i) {
    if (model.probability[i] >= 1e-6) order.push_back(i);
  }
  std::ranges::stable_sort(order, std::greater<>{}, [&](std::size_t i) { return model.weight[i]; });
  return order;
}

/// The longest list whose expected part of false links stays within the limit ends half way between
/// its last probability and the next.
double cut_by_false_share(const LinkageModel& model, const std::vector<std::size_t>& order,
                          double limit) {
  double right = 0;
  std::size_t taken = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    right += model.probability[order[k]];
    if (1 - right / static_cast<double>(k + 1) <= limit) taken = k + 1;
  }
  const double last = taken > 0 ? model.probability[order[taken - 1]] : 1;
  const double next = taken < order.size() ? model.probability[order[taken]] : 0;
  // Odds of a cut at 1 would be infinite.
  return std::clamp((last + next) / 2, 1e-6, 1 - 1e-9);
}

/// Records joined while the pairs across two groups speak for it on the whole.
class Groups {
 public:
  Groups(std::size_t records, double unseen) : unseen_(unseen), group_(records), members_(records) {
    std::iota(group_.begin(), group_.end(), 0U);
    for (std::size_t i = 0; i < records; ++i) members_[i] = {static_cast<std::uint32_t>(i)};
  }
  void know(const RecordPair& pair, double odds) { odds_.emplace(key(pair), odds); }

  void join(const RecordPair& pair) {
    std::uint32_t one = group_[pair.first];
    std::uint32_t other = group_[pair.second];
    if (one == other) return;
    double sum = 0;
    for (const std::uint32_t a : members_[one]) {
      for (const std::uint32_t b : members_[other]) {
        const auto found = odds_.find(key({std::min(a, b), std::max(a, b)}));
        sum += found == odds_.end() ? unseen_ : found->second;
      }
    }
    if (sum < 0) return;
    if (members_[one].size() < members_[other].size()) std::swap(one, other);
    for (const std::uint32_t b : members_[other]) {
      group_[b] = one;
      members_[one].push_back(b);
    }
    members_[other].clear();
  }
  [[nodiscard]] const std::vector<std::vector<std::uint32_t>>& members() const { return members_; }

 private:
  static std::uint64_t key(const RecordPair& pair) {
    return std::uint64_t{pair.first} << 32U | pair.second;
  }
  double unseen_;  ///< log odds of a pair that was not compared
  std::vector<std::uint32_t> group_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::unordered_map<std::uint64_t, double> odds_;
};

Link link_of(const Linkage& made, std::size_t candidate) {
  return {made.candidates[candidate], made.model.probability[candidate],
          made.model.weight[candidate], false};
}

void link_pairs(Linkage& made, const std::vector<std::size_t>& order) {
  for (const std::size_t i : order) {
    if (made.model.probability[i] >= made.cut) made.links.push_back(link_of(made, i));
  }
}

void link_groups(Linkage& made, const std::vector<std::size_t>& order, std::size_t records,
                 std::size_t first_file) {
  const double prior = log_odds(made.model.share);
  const double shift = prior - log_odds(made.cut);
  std::vector<RecordPair> linked;
  for (const std::size_t i : order) {
    if (made.model.probability[i] >= made.cut) linked.push_back(made.candidates[i]);
  }
  // Only records with a link of their own can join: what others say of them is not needed.
  std::vector<bool> involved(records);
  for (const RecordPair& pair : linked) involved[pair.first] = involved[pair.second] = true;
  Groups groups(records, std::min(0.0, shift));
  for (std::size_t i = 0; i < made.candidates.size(); ++i) {
    const RecordPair& pair = made.candidates[i];
    if (involved[pair.first] && involved[pair.second]) {
      groups.know(pair, made.model.weight[i] + shift);
    }
  }
  for (const RecordPair& pair : linked) groups.join(pair);
  for (const auto& members : groups.members()) {
    for (std::size_t a = 0; a < members.size(); ++a) {
      for (std::size_t b = a + 1; b < members.size(); ++b) {
        const RecordPair pair{std::min(members[a], members[b]), std::max(members[a], members[b])};
        if (first_file > 0 && (pair.first >= first_file || pair.second < first_file)) continue;
        const auto at = std::ranges::lower_bound(made.candidates, pair);
        if (at == made.candidates.end() || *at != pair) {
          made.links.push_back({pair, 0, 0, true});
        } else {
          made.links.push_back(
              link_of(made, static_cast<std::size_t>(at - made.candidates.begin())));
        }
      }
    }
  }
}

Result<void> link_one_to_one(Linkage& made, const std::vector<std::size_t>& order,
                             std::size_t records, std::size_t first_file) {
  const double shift = log_odds(made.model.share) - log_odds(made.cut);
  std::vector<AssignmentEdge> edges;
  for (const std::size_t i : order) {
    const RecordPair& pair = made.candidates[i];
    edges.push_back({pair.first, pair.second - first_file, made.model.weight[i] + shift});
  }
  ZH_TRY(const auto chosen, assign(first_file, records - first_file, edges));
  for (const std::size_t edge : chosen) made.links.push_back(link_of(made, order[edge]));
  return {};
}

void number_groups(Linkage& made, std::size_t records) {
  std::vector<std::uint32_t> root(records);
  std::iota(root.begin(), root.end(), 0U);
  const auto find = [&](std::uint32_t i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
  };
  for (const Link& link : made.links) {
    const std::uint32_t one = find(link.pair.first);
    const std::uint32_t other = find(link.pair.second);
    root[std::max(one, other)] = std::min(one, other);
  }
  std::uint32_t next = 0;
  made.group.resize(records);
  for (std::uint32_t i = 0; i < records; ++i) {
    const std::uint32_t first = find(i);
    made.group[i] = first == i ? next++ : made.group[first];
  }
}

Result<void> check(const LinkOptions& options, std::size_t records, std::size_t first_file) {
  if (options.structure == LinkStructure::one_to_one && first_file == 0) {
    return fail(value_out_of_range, "first_file", "0", ">= 1");
  }
  if (first_file > 0 && first_file >= records) {
    return fail(value_out_of_range, "first_file", std::to_string(first_file),
                "< " + std::to_string(records));
  }
  if (options.cut.probability) {
    ZH_DO(check_probability("cut.probability", *options.cut.probability));
  }
  if (options.cut.false_share) {
    ZH_DO(check_probability("cut.false_share", *options.cut.false_share));
  }
  return {};
}

std::int64_t same_things(std::span<const RecordPair> pairs, std::span<const std::string> truth) {
  return std::ranges::count_if(pairs, [&](const RecordPair& pair) {
    return !truth[pair.first].empty() && truth[pair.first] == truth[pair.second];
  });
}

}  // namespace

Result<Linkage> link(std::span<const LinkField> fields, std::size_t first_file,
                     const LinkOptions& options) {
  ZH_DO(check_at_least("fields", fields.size(), 1));
  const std::size_t records = fields.front().values.size();
  for (const LinkField& field : fields) {
    ZH_DO(check_same_length(field.name, field.values.size(), records));
  }
  ZH_DO(check_at_least("records", records, 2));
  if (records >= std::numeric_limits<std::uint32_t>::max()) {
    return fail(too_many_observations, "records", std::to_string(records), "< 4294967295");
  }
  ZH_DO(check(options, records, first_file));
  std::vector<CodedField> coded;
  for (const LinkField& field : fields) coded.emplace_back(field);

  Linkage made;
  made.passes = options.passes.empty() ? usual_passes(coded, first_file).passes : options.passes;
  ZH_TRY(made.candidates, candidate_pairs(coded, made.passes, first_file, options.most_pairs));
  ZH_TRY(made.model, linkage_model(coded, made.candidates, first_file, options.model));
  const std::vector<std::size_t> order = by_probability(made.model);
  made.cut = options.cut.probability ? *options.cut.probability
             : options.cut.false_share
                 ? cut_by_false_share(made.model, order, *options.cut.false_share)
                 : 0.5;
  if (options.structure == LinkStructure::pairs) {
    link_pairs(made, order);
  } else if (options.structure == LinkStructure::groups) {
    link_groups(made, order, records, first_file);
  } else {
    ZH_DO(link_one_to_one(made, order, records, first_file));
  }
  std::ranges::sort(made.links, {}, &Link::pair);
  double wrong = 0, compared = 0;
  for (const Link& link : made.links) {
    wrong += link.implied ? 0 : 1 - link.probability;
    compared += link.implied ? 0 : 1;
  }
  made.expected_false_share = compared > 0 ? wrong / compared : 0;
  number_groups(made, records);
  return made;
}

Result<LinkQuality> link_quality(std::span<const RecordPair> links,
                                 std::span<const RecordPair> candidates,
                                 std::span<const std::string> truth, std::size_t first_file) {
  for (const auto& pairs : {links, candidates}) {
    for (const RecordPair& pair : pairs) {
      if (std::max(pair.first, pair.second) < truth.size()) continue;
      return fail(lengths_differ, "truth", std::to_string(truth.size()),
                  "> " + std::to_string(std::max(pair.first, pair.second)));
    }
  }
  LinkQuality quality;
  quality.candidates = static_cast<std::int64_t>(candidates.size());
  quality.candidates_true = same_things(candidates, truth);
  quality.predicted = static_cast<std::int64_t>(links.size());
  quality.right = same_things(links, truth);
  std::unordered_map<std::string_view, std::pair<std::int64_t, std::int64_t>> things;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    if (truth[i].empty()) continue;
    auto& [here, there] = things[truth[i]];
    ++(i < first_file ? here : there);
  }
  for (const auto& [thing, records] : things) {
    const auto [here, there] = records;
    quality.truth += first_file > 0 ? here * there : there * (there - 1) / 2;
  }
  const auto part = [](std::int64_t some, std::int64_t all) {
    return all > 0 ? static_cast<double>(some) / static_cast<double>(all) : 0.0;
  };
  quality.precision = part(quality.right, quality.predicted);
  quality.recall = part(quality.right, quality.truth);
  quality.f = part(2 * quality.right, quality.predicted + quality.truth);
  return quality;
}

}  // namespace zhiheng::stat
