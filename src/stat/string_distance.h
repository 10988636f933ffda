#pragma once
// How alike are two texts? The distances that record linkage rests on.
//
// Texts are UTF-8 and compared by code point, so a Chinese character counts as one; bytes that are
// not UTF-8 count one each. Nothing is folded: bring case, width and spaces to one form first.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::stat {

/// Similarity by shared characters: with c characters in common, each within
/// max(|a|, |b|) / 2 - 1 places of its twin, and t half the number of those in another order,
///
///   J = (c / |a| + c / |b| + (c - t) / c) / 3
///
/// @return  0..1; 1 for two empty texts, 0 without a common character
/// @cost    |a| x |b| at worst
/// @source  M. A. Jaro, J. Am. Stat. Assoc. 84 (1989) 414-420
/// @checked R stringdist 0.9.10, method "jw", p = 0
[[nodiscard]] double jaro(std::string_view a, std::string_view b);

struct WinklerOptions {
  double prefix = 0.1;  ///< p: what each common leading character gives, 0..0.25
  double boost = 0;     ///< only a Jaro similarity of at least this is raised
  /// Only a Jaro similarity below this is raised. stringdist's `bt` is 1 - below: it raises texts
  /// that are far apart, the reverse of Winkler's rule.
  double below = 1;
  /// Half the displaced characters rounded down, as in Winkler's program strcmp95 and those that
  /// follow it (RecordLinkage).
  bool whole_transpositions = false;
};

/// Jaro similarity raised by a common beginning of l <= 4 characters: W = J + l p (1 - J).
///
/// @return  0..1
/// @fails   value_out_of_range (prefix, boost, below)
/// @source  W. E. Winkler, Proc. Section on Survey Research Methods, ASA (1990) 354-359
/// @checked R stringdist 0.9.10, p = 0.1, bt = 0 and 0.7; RecordLinkage 0.4-12.5 jarowinkler
///          (whole transpositions)
[[nodiscard]] Result<double> jaro_winkler(std::string_view a, std::string_view b,
                                          const WinklerOptions& options = {});

/// Fewest insertions, deletions and substitutions that turn one text into the other.
///
/// @cost    |a| x |b|
/// @source  V. I. Levenshtein, Sov. Phys. Dokl. 10 (1966) 707-710
[[nodiscard]] std::int64_t levenshtein(std::string_view a, std::string_view b);

/// 1 - levenshtein / length of the longer; 1 for two empty texts.
/// @checked RecordLinkage 0.4-12.5 levenshteinSim
[[nodiscard]] double levenshtein_similarity(std::string_view a, std::string_view b);

/// Levenshtein with swaps of neighbours, where no part is edited twice ("optimal string
/// alignment"). Not a metric: it may break the triangle inequality.
[[nodiscard]] std::int64_t optimal_alignment(std::string_view a, std::string_view b);

/// Levenshtein with swaps of neighbours, without that restriction: a metric.
///
/// @source  R. Lowrance, R. A. Wagner, J. ACM 22 (1975) 177-183
[[nodiscard]] std::int64_t damerau_levenshtein(std::string_view a, std::string_view b);

/// Fewest insertions and deletions: |a| + |b| - 2 x length of the longest common subsequence.
/// @source  S. B. Needleman, C. D. Wunsch, J. Mol. Biol. 48 (1970) 443-453
[[nodiscard]] std::int64_t common_subsequence_distance(std::string_view a, std::string_view b);

/// Distances between the counts of overlapping pieces of `size` characters.
struct PieceDistances {
  double difference = 0;  ///< sum of the absolute differences of counts
  /// 1 - pieces in both / pieces in either, each piece once; nothing when neither text has a piece.
  std::optional<double> jaccard;
  /// 1 - cosine of the angle between the vectors of counts; 0 when neither text has a piece, 1 when
  /// only one has.
  double cosine = 0;
};

/// @param size  >= 1
/// @fails   value_not_positive (size)
/// @source  E. Ukkonen, Theor. Comput. Sci. 92 (1992) 191-211
/// @checked R stringdist 0.9.10, methods "qgram", "jaccard", "cosine", q = 2
[[nodiscard]] Result<PieceDistances> piece_distances(std::string_view a, std::string_view b,
                                                     int size);

/// American Soundex: a letter and three digits, for ASCII letters in either case. Other characters
/// are passed over; "0000" when no letter is left.
///
/// @source  U.S. National Archives, The Soundex Indexing System
/// @checked R stringdist 0.9.10 phonetic
[[nodiscard]] std::string soundex(std::string_view text);

}  // namespace zhiheng::stat
