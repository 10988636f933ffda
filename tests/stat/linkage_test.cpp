#include "stat/linkage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

struct People {
  std::vector<LinkField> fields;
  std::vector<std::string> truth;

  void add(const std::vector<std::string>& row, const std::string& who) {
    for (std::size_t f = 0; f < fields.size(); ++f) fields[f].values.push_back(row[f]);
    truth.push_back(who);
  }
};

std::string word(std::uint64_t number, std::size_t length) {
  std::string made;
  std::uint64_t state = number * 2654435761U + 12345;
  for (std::size_t i = 0; i < length; ++i) {
    made += static_cast<char>('A' + state % 26);
    state = state * 6364136223846793005U + 1442695040888963407U;
    state ^= state >> 29U;
  }
  return made;
}

/// A value drawn with the frequencies 1, 1/2, 1/3, ...
std::uint64_t zipf(Random& random, int values) {
  double sum = 0;
  for (int v = 1; v <= values; ++v) sum += 1.0 / v;
  double at = random.uniform() * sum;
  for (int v = 1; v < values; ++v) {
    at -= 1.0 / v;
    if (at < 0) return static_cast<std::uint64_t>(v);
  }
  return static_cast<std::uint64_t>(values);
}

std::string mistyped(std::string text, Random& random) {
  if (text.empty()) return text;
  text[random.below(text.size())] = static_cast<char>('A' + random.below(26));
  return text;
}

/// People with names of uneven frequency, a birthday, and a town whose post code goes with it;
/// every tenth stands in the register twice, the second time with a field in four mistyped or left
/// out.
People people(std::size_t count, std::uint64_t seed, bool towns) {
  People made;
  made.fields = {{.name = "given"}, {.name = "family"}, {.name = "year"}, {.name = "day"}};
  if (towns) {
    made.fields.push_back({.name = "town"});
    made.fields.push_back({.name = "postcode"});
    made.fields.push_back({.name = "district"});
  }
  Random random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<std::string> row = {word(zipf(random, 150), 6), word(1000 + zipf(random, 300), 7),
                                    std::to_string(1940 + random.below(60)),
                                    std::to_string(100 + random.below(365))};
    if (towns) {
      const std::uint64_t town = random.below(40);
      row.push_back(word(5000 + town, 8));
      row.push_back(std::to_string(100000 + 977 * town));
      row.push_back(word(9000 + town, 9));
    }
    made.add(row, std::to_string(i));
    if (i % 10 != 0) continue;
    for (std::string& value : row) {
      const double luck = random.uniform();
      if (luck < 0.15) value = mistyped(value, random);
      if (luck > 0.93) value.clear();
    }
    made.add(row, std::to_string(i));
  }
  return made;
}

LinkQuality quality_of(const People& data, const Linkage& found, std::size_t first_file = 0) {
  std::vector<RecordPair> links;
  for (const Link& each : found.links) links.push_back(each.pair);
  return *link_quality(links, found.candidates, data.truth, first_file);
}

TEST(Linkage, FindsTheDuplicatesWithoutLabels) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const People data = people(3000, seed, false);
    const auto found = link(data.fields, 0);
    ASSERT_TRUE(found) << describe(found.error());
    const LinkQuality quality = quality_of(data, *found);
    EXPECT_EQ(quality.truth, 300);
    EXPECT_GT(quality.f, 0.88) << seed << ": " << quality.precision << ", " << quality.recall;
    EXPECT_TRUE(found->model.converged);
    // What the posteriors promise is about what happens.
    EXPECT_NEAR(found->expected_false_share, 1 - quality.precision, 0.03);
    EXPECT_NEAR(found->model.matches, 300, 40);
  }
}

TEST(Linkage, LinksNothingToSpeakOfWhereThereIsNothing) {
  People data = people(2000, 5, false);
  // Every second record of a person is taken out.
  People alone;
  alone.fields = data.fields;
  for (LinkField& field : alone.fields) field.values.clear();
  for (std::size_t i = 0; i < data.truth.size(); ++i) {
    if (i > 0 && data.truth[i] == data.truth[i - 1]) continue;
    std::vector<std::string> row;
    for (const LinkField& field : data.fields) row.push_back(field.values[i]);
    alone.add(row, data.truth[i]);
  }
  const auto found = link(alone.fields, 0, {.cut = {.probability = 0.9}});
  ASSERT_TRUE(found);
  EXPECT_LE(found->links.size(), 5U);
}

TEST(Linkage, SeesThatTownPostcodeAndDistrictAreOneFact) {
  const People data = people(3000, 4, true);
  LinkOptions options;
  const auto with = link(data.fields, 0, options);
  options.model.dependence = false;
  const auto without = link(data.fields, 0, options);
  ASSERT_TRUE(with && without);
  EXPECT_EQ(with->model.dependences.size(), 2U);
  for (const FieldDependence& each : with->model.dependences) {
    EXPECT_GE(each.one, 4U);
    EXPECT_NEAR(each.ratio, 40, 8);  // forty towns
  }
  const LinkQuality better = quality_of(data, *with);
  const LinkQuality worse = quality_of(data, *without);
  EXPECT_GT(better.f, worse.f);
  EXPECT_GT(better.f, 0.95);
}

TEST(Linkage, DoesNotDependOnTheOrderOfFieldsThreadsOrRecords) {
  const People data = people(1500, 6, false);
  const auto found = link(data.fields, 0);
  LinkOptions options;
  options.model.threads = 2;
  const auto again = link(data.fields, 0, options);
  ASSERT_TRUE(found && again);
  ASSERT_EQ(found->links.size(), again->links.size());
  for (std::size_t i = 0; i < found->links.size(); ++i) {
    EXPECT_EQ(found->links[i].probability, again->links[i].probability);
  }
  People turned = data;
  for (LinkField& field : turned.fields) std::ranges::reverse(field.values);
  std::ranges::reverse(turned.truth);
  const auto mirrored = link(turned.fields, 0);
  ASSERT_TRUE(mirrored);
  // The sample of strangers is another one, so nearly the same.
  EXPECT_NEAR(quality_of(turned, *mirrored).f, quality_of(data, *found).f, 0.01);
}

TEST(Linkage, KeepsToTheShareOfFalseLinksAskedFor) {
  const People data = people(4000, 8, false);
  LinkOptions options;
  options.structure = LinkStructure::pairs;
  options.cut.false_share = 0.001;
  const auto strict = link(data.fields, 0, options);
  options.cut.false_share = 0.2;
  const auto loose = link(data.fields, 0, options);
  ASSERT_TRUE(strict && loose);
  EXPECT_LE(strict->expected_false_share, 0.001);
  EXPECT_LE(loose->expected_false_share, 0.2);
  EXPECT_LT(strict->links.size(), loose->links.size());
  EXPECT_LT(strict->cut, 1);
  EXPECT_GE(quality_of(data, *strict).precision, 0.985);
}

TEST(Linkage, OfTwoFilesGivesEachRecordOnePartner) {
  const People all = people(2000, 9, false);
  People files;
  files.fields = all.fields;
  for (LinkField& field : files.fields) field.values.clear();
  std::size_t first_file = 0;
  for (const bool second : {false, true}) {
    for (std::size_t i = 0; i < all.truth.size(); ++i) {
      const bool repeated = i > 0 && all.truth[i] == all.truth[i - 1];
      if (repeated != second) continue;
      std::vector<std::string> row;
      for (const LinkField& field : all.fields) row.push_back(field.values[i]);
      files.add(row, all.truth[i]);
    }
    if (!second) first_file = files.truth.size();
  }
  const auto found = link(files.fields, first_file, {.structure = LinkStructure::one_to_one});
  ASSERT_TRUE(found) << describe(found.error());
  std::vector<std::uint32_t> seen;
  for (const Link& each : found->links) {
    EXPECT_LT(each.pair.first, first_file);
    EXPECT_GE(each.pair.second, first_file);
    seen.push_back(each.pair.first);
    seen.push_back(each.pair.second);
  }
  std::ranges::sort(seen);
  EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
  EXPECT_GT(quality_of(files, *found, first_file).f, 0.95);
}

TEST(Linkage, ImpliesTheLinkThatNoPassProposed) {
  // B has neither value of A's that makes a block with C.
  People data = people(1000, 10, false);
  const std::vector<std::string> full = {"XIMENA", "QUILLFEATHER", "1950", "311"};
  data.add({full[0], full[1], "", "311"}, "x");
  data.add(full, "x");
  data.add({"", "", "1950", "311"}, "x");
  LinkOptions options;
  options.passes = {{{.field = 1}}, {{.field = 2}, {.field = 3}}};
  const auto found = link(data.fields, 0, options);
  ASSERT_TRUE(found);
  const auto last = static_cast<std::uint32_t>(data.truth.size() - 1);
  const auto at = std::ranges::find(found->links, RecordPair{last - 2, last}, &Link::pair);
  if (at != found->links.end()) {
    EXPECT_TRUE(at->implied);
  }
  EXPECT_EQ(found->group[last - 1], found->group[last - 2]);
}

TEST(Linkage, StandsRecordsThatAreAllAlikeOrAllEmpty) {
  People same;
  same.fields = {{.name = "a"}, {.name = "b"}};
  for (int i = 0; i < 50; ++i) same.add({"x", "y"}, "");
  EXPECT_TRUE(link(same.fields, 0, {.passes = {{{.field = 0}}}}));
  People empty;
  empty.fields = {{.name = "a"}};
  for (int i = 0; i < 50; ++i) empty.add({""}, "");
  const auto refused = link(empty.fields, 0, {.passes = {{{.field = 0}}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &too_few_observations);
}

TEST(Linkage, RefusesWhatDoesNotFit) {
  const People data = people(50, 1, false);
  EXPECT_EQ(link({}, 0).error().failure, &too_few_observations);
  EXPECT_EQ(link(data.fields, 0, {.passes = {{{.field = 9}}}}).error().failure,
            &value_out_of_range);
  EXPECT_EQ(link(data.fields, 0, {.structure = LinkStructure::one_to_one}).error().failure,
            &value_out_of_range);
  EXPECT_EQ(link(data.fields, 5000).error().failure, &value_out_of_range);
  EXPECT_EQ(link(data.fields, 0, {.cut = {.probability = 1.5}}).error().failure,
            &probability_out_of_range);
  EXPECT_EQ(link(data.fields, 0, {.passes = {{{.field = 2}}}, .most_pairs = 3}).error().failure,
            &too_many_observations);
  People ragged = data;
  ragged.fields[2].values.pop_back();
  EXPECT_EQ(link(ragged.fields, 0).error().failure, &lengths_differ);
}

TEST(LinkageModel, NeverCountsAWorseAgreementForMore) {
  const People data = people(2000, 12, true);
  const auto found = link(data.fields, 0);
  ASSERT_TRUE(found);
  for (const FieldModel& field : found->model.fields) {
    double before = std::numeric_limits<double>::infinity();
    for (std::size_t level = 0; level < agreement_levels; ++level) {
      if (field.stranger[level] == 0) continue;
      const double ratio = field.match[level] / field.stranger[level];
      EXPECT_LE(ratio, before * (1 + 1e-9));
      before = ratio;
    }
    EXPECT_NEAR(std::accumulate(field.match.begin(), field.match.end(), 0.0), 1, 1e-9);
    EXPECT_NEAR(std::accumulate(field.stranger.begin(), field.stranger.end(), 0.0), 1, 1e-9);
  }
}

TEST(Blocking, ProposesEachPairOnceAcrossPasses) {
  People data;
  data.fields = {{.name = "a"}, {.name = "b"}};
  data.add({"x", "1"}, "");
  data.add({"x", "1"}, "");
  data.add({"", "1"}, "");
  data.add({"xy", ""}, "");
  std::vector<CodedField> coded;
  for (const LinkField& field : data.fields) coded.emplace_back(field);
  const auto pairs =
      candidate_pairs(coded, std::vector<BlockPass>{{{.field = 0}}, {{.field = 1}}}, 0);
  ASSERT_TRUE(pairs);
  EXPECT_EQ(*pairs, (std::vector<RecordPair>{{0, 1}, {0, 2}, {1, 2}}));
  const BlockKey beginning{.field = 0, .form = BlockKey::Form::beginning, .characters = 1};
  EXPECT_EQ(candidate_pairs(coded, std::vector<BlockPass>{{beginning}}, 0)->size(), 3U);
  EXPECT_EQ(candidate_pairs(coded, std::vector<BlockPass>{{{.field = 1}}}, 2)->size(), 2U);
}

TEST(LinkQuality, CountsPairsOfTheSameThing) {
  const std::vector<std::string> truth = {"a", "a", "a", "b", "b", ""};
  const std::vector<RecordPair> candidates = {{0, 1}, {0, 2}, {3, 4}, {2, 3}};
  const std::vector<RecordPair> links = {{0, 1}, {2, 3}};
  const auto quality = link_quality(links, candidates, truth, 0);
  ASSERT_TRUE(quality);
  EXPECT_EQ(quality->truth, 4);
  EXPECT_EQ(quality->candidates_true, 3);
  EXPECT_EQ(quality->right, 1);
  EXPECT_DOUBLE_EQ(quality->precision, 0.5);
  EXPECT_DOUBLE_EQ(quality->recall, 0.25);
  EXPECT_DOUBLE_EQ(quality->f, 1.0 / 3);
  EXPECT_EQ(link_quality(links, candidates, std::vector<std::string>{"a"}, 0).error().failure,
            &lengths_differ);
}

}  // namespace
}  // namespace zhiheng::stat
