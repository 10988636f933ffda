#include "stat/string_distance.h"

#include <gtest/gtest.h>

#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

std::string drawn_text(Random& random) {
  std::string text;
  const char* letters[] = {"A", "B", "C", "质", "衡", "é"};
  for (std::uint64_t n = random.below(9); n > 0; --n) text += letters[random.below(6)];
  return text;
}

TEST(JaroWinkler, ReproducesThePublishedExamples) {
  // Winkler 1990, table 1; printed to three decimals.
  EXPECT_NEAR(jaro("MARTHA", "MARHTA"), 0.944, 5e-4);
  EXPECT_NEAR(*jaro_winkler("MARTHA", "MARHTA"), 0.961, 5e-4);
  EXPECT_NEAR(jaro("DWAYNE", "DUANE"), 0.822, 5e-4);
  EXPECT_NEAR(*jaro_winkler("DWAYNE", "DUANE"), 0.840, 5e-4);
  EXPECT_NEAR(jaro("DIXON", "DICKSONX"), 0.767, 5e-4);
  EXPECT_NEAR(*jaro_winkler("DIXON", "DICKSONX"), 0.813, 5e-4);
}

TEST(JaroWinkler, RoundsTranspositionsDownWhenAsked) {
  // RecordLinkage 0.4-12.5: jarowinkler("HANS", "SCHUNERT")
  EXPECT_NEAR(*jaro_winkler("HANS", "SCHUNERT", {.whole_transpositions = true}), 0.597222222222222,
              1e-12);
  EXPECT_NEAR(*jaro_winkler("HANS", "SCHUNERT"), 0.541666666666667, 1e-12);
}

TEST(JaroWinkler, LeavesAloneWhatLiesBelowTheBoost) {
  EXPECT_DOUBLE_EQ(*jaro_winkler("WOLFZGANG", "WILLZI", {.boost = 0.7}),
                   jaro("WOLFZGANG", "WILLZI"));
  EXPECT_GT(*jaro_winkler("WOLFZGANG", "WILLZI"), jaro("WOLFZGANG", "WILLZI"));
}

TEST(JaroWinkler, RaisesTextsFarApartAsStringdistDoes) {
  // stringdist("WOLFZGANG", "WILLZI", method = "jw", p = 0.1, bt = 0.7): 1 - 0.611111111111111
  EXPECT_NEAR(*jaro_winkler("WOLFZGANG", "WILLZI", {.below = 1 - 0.7}), 0.611111111111111, 1e-12);
  EXPECT_EQ(jaro_winkler("a", "b", {.below = 2}).error().failure, &value_out_of_range);
}

TEST(JaroWinkler, RefusesAPrefixThatCouldLeadAboveOne) {
  const auto refused = jaro_winkler("a", "b", {.prefix = 0.3});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &value_out_of_range);
  EXPECT_FALSE(jaro_winkler("a", "b", {.boost = std::nan("")}));
}

TEST(EditDistances, AgreeWithTheTextbook) {
  EXPECT_EQ(levenshtein("kitten", "sitting"), 3);
  EXPECT_EQ(levenshtein("", "abc"), 3);
  EXPECT_EQ(common_subsequence_distance("kitten", "sitting"), 5);
  // The pair that tells the two distances with swaps apart.
  EXPECT_EQ(optimal_alignment("ca", "abc"), 3);
  EXPECT_EQ(damerau_levenshtein("ca", "abc"), 2);
  EXPECT_EQ(levenshtein("ca", "abc"), 3);
}

TEST(EditDistances, CountAChineseCharacterOnce) {
  EXPECT_EQ(levenshtein("质量强国", "质量兴国"), 1);
  EXPECT_EQ(damerau_levenshtein("质量强国", "量质强国"), 1);
  EXPECT_NEAR(jaro("质量", "质量强国"), (1 + 0.5 + 1) / 3, 1e-12);
}

TEST(EditDistances, TakeBytesThatAreNotUtf8AsTheyAre) {
  EXPECT_EQ(levenshtein("\xFF\xFE", "\xFF"), 1);
  EXPECT_EQ(levenshtein("\xE8\xB4", "质"), 2);  // a cut sequence is two characters, none of them 质
  EXPECT_EQ(jaro("\xFF", "\xFF"), 1);
}

TEST(EditDistances, AreSymmetricAndOrdered) {
  Random random(7);
  for (int round = 0; round < 2000; ++round) {
    const std::string a = drawn_text(random);
    const std::string b = drawn_text(random);
    const std::string c = drawn_text(random);
    SCOPED_TRACE(a + " | " + b + " | " + c);
    EXPECT_EQ(levenshtein(a, b), levenshtein(b, a));
    EXPECT_EQ(damerau_levenshtein(a, b), damerau_levenshtein(b, a));
    EXPECT_EQ(optimal_alignment(a, b), optimal_alignment(b, a));
    EXPECT_LE(damerau_levenshtein(a, b), optimal_alignment(a, b));
    EXPECT_LE(optimal_alignment(a, b), levenshtein(a, b));
    EXPECT_LE(levenshtein(a, b), common_subsequence_distance(a, b));
    EXPECT_LE(levenshtein(a, c), levenshtein(a, b) + levenshtein(b, c));
    EXPECT_LE(damerau_levenshtein(a, c), damerau_levenshtein(a, b) + damerau_levenshtein(b, c));
    EXPECT_EQ(levenshtein(a, a), 0);
    const double one = jaro(a, b);
    EXPECT_GE(one, 0);
    EXPECT_LE(one, 1);
    EXPECT_GE(*jaro_winkler(a, b), one);
    EXPECT_EQ(jaro(a, a), 1);
  }
}

TEST(PieceDistances, CountOverlappingPieces) {
  // ab ba ab against ab bc: counts ab 2/1, ba 1/0, bc 0/1.
  const auto found = piece_distances("abab", "abc", 2);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->difference, 3);
  EXPECT_DOUBLE_EQ(*found->jaccard, 1 - 1.0 / 3);
  EXPECT_NEAR(found->cosine, 1 - 2 / std::sqrt(10), 1e-12);
}

TEST(PieceDistances, SayNothingOfTextsShorterThanAPiece) {
  EXPECT_FALSE(piece_distances("a", "b", 2)->jaccard);
  EXPECT_EQ(piece_distances("a", "bc", 2)->cosine, 1);
  EXPECT_EQ(piece_distances("a", "b", 0).error().failure, &value_not_positive);
}

TEST(Soundex, ReproducesTheArchivesExamples) {
  // U.S. National Archives, The Soundex Indexing System
  EXPECT_EQ(soundex("Washington"), "W252");
  EXPECT_EQ(soundex("Lee"), "L000");
  EXPECT_EQ(soundex("Gutierrez"), "G362");
  EXPECT_EQ(soundex("Pfister"), "P236");
  EXPECT_EQ(soundex("Jackson"), "J250");
  EXPECT_EQ(soundex("Tymczak"), "T522");
  EXPECT_EQ(soundex("Ashcraft"), "A261");
  EXPECT_EQ(soundex("质衡"), "0000");
}

}  // namespace
}  // namespace zhiheng::stat
