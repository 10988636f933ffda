#include "stat/intraclass.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/infinity.h"
#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

/// The two-way analysis of variance with one rating per cell.
struct Variance {
  double n = 0;  ///< subjects
  double k = 0;  ///< raters
  double subjects = 0;
  double raters = 0;
  double error = 0;
  double within = 0;
};

Result<Variance> analyse(std::span<const double> ratings, std::size_t raters) {
  const std::size_t subjects = ratings.size() / raters;
  const auto n = static_cast<double>(subjects);
  const auto k = static_cast<double>(raters);
  double grand = 0;
  for (const double rating : ratings) grand += rating / (n * k);
  std::vector<double> of_rater(raters, 0.0);
  double between = 0;
  double total = 0;
  for (std::size_t row = 0; row < subjects; ++row) {
    double sum = 0;
    for (std::size_t at = 0; at < raters; ++at) {
      const double deviation = ratings[row * raters + at] - grand;
      sum += deviation;
      of_rater[at] += deviation;
      total += deviation * deviation;
    }
    between += sum * sum / k;
  }
  double among_raters = 0;
  for (const double sum : of_rater) among_raters += sum * sum / n;
  // Sums of squares below this share of the whole are rounding.
  const double rounding = 1e-14 * total;
  if (!(total > 1e-28 * grand * grand * n * k) || between <= rounding) {
    return fail(no_spread, "ratings", shown(between), "> 1 distinct mean of a subject");
  }
  const auto cleared = [&](double sum) { return sum > rounding ? sum : 0; };
  return Variance{n,
                  k,
                  between / (n - 1),
                  cleared(among_raters) / (k - 1),
                  cleared(total - between - among_raters) / ((n - 1) * (k - 1)),
                  cleared(total - between) / (n * (k - 1))};
}

/// Reliability of the mean of k raters from that of one (Spearman and Brown).
double averaged(double single, double k) {
  const double scale = 1 + (k - 1) * single;
  return scale > 0 ? k * single / scale : -infinity;
}

/// Fills in the test and the interval of the forms whose F follows the F distribution itself.
Intraclass from_f(double subjects, double other, double df1, double df2, double k, double tail) {
  const double inverse = other / subjects;  // 1 / F, which stays finite
  const auto single_at = [&](double ratio) { return (1 - ratio) / (1 + (k - 1) * ratio); };
  Intraclass found;
  found.correlation = single_at(inverse);
  found.f = other > 0 ? subjects / other : infinity;
  found.df1 = df1;
  found.df2 = df2;
  found.p_value = other > 0 ? f_upper(found.f, df1, df2) : 0;
  found.interval = {single_at(inverse * f_quantile(1 - tail, df1, df2)),
                    single_at(inverse / f_quantile(1 - tail, df2, df1))};
  return found;
}

/// ICC(2,1): absolute agreement of raters that are themselves a sample.
Intraclass random_form(const Variance& v, const Intraclass& fixed, double tail) {
  const double n = v.n;
  const double k = v.k;
  Intraclass found = fixed;
  const double r =
      (v.subjects - v.error) / (v.subjects + (k - 1) * v.error + k * (v.raters - v.error) / n);
  found.correlation = r;
  if (v.raters <= 0 && v.error <= 0) {
    found.interval = {1, 1};
    return found;
  }
  // Satterthwaite's degrees of freedom of  a J + b E  (McGraw and Wong, table 7), times (1 - r) n.
  const double a = k * r * v.raters;
  const double b = (n * (1 - r) + k * r * (n - 1)) * v.error;
  const double freedom = (a + b) * (a + b) / (a * a / (k - 1) + b * b / ((n - 1) * (k - 1)));
  const double df = std::max(freedom, 1e-2);  // a negative r can cancel it; F is then infinite
  const double low = f_quantile(1 - tail, n - 1, df);
  const double high = f_quantile(1 - tail, df, n - 1);
  const double rest = k * v.raters + (k * n - k - n) * v.error;
  found.interval = {n * (v.subjects / low - v.error) / (rest + n * v.subjects / low),
                    n * (v.subjects - v.error / high) / (rest / high + n * v.subjects)};
  return found;
}

Intraclass averaged(Intraclass single, double k) {
  single.correlation = averaged(single.correlation, k);
  single.interval = {averaged(single.interval.low, k), averaged(single.interval.high, k)};
  return single;
}

}  // namespace

Result<IntraclassForms> intraclass_correlations(std::span<const double> ratings, std::size_t raters,
                                                double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_at_least("raters", raters, 2));
  ZH_DO(check_same_length("ratings", ratings.size(), ratings.size() / raters * raters));
  ZH_DO(check_at_least("ratings", ratings.size() / raters, 2));
  ZH_DO(check_finite("ratings", ratings));
  ZH_TRY(const Variance v, analyse(ratings, raters));
  const double tail = (1 - confidence) / 2;
  IntraclassForms forms;
  forms.one_way_single = from_f(v.subjects, v.within, v.n - 1, v.n * (v.k - 1), v.k, tail);
  forms.fixed_single = from_f(v.subjects, v.error, v.n - 1, (v.n - 1) * (v.k - 1), v.k, tail);
  forms.random_single = random_form(v, forms.fixed_single, tail);
  forms.one_way_average = averaged(forms.one_way_single, v.k);
  forms.random_average = averaged(forms.random_single, v.k);
  forms.fixed_average = averaged(forms.fixed_single, v.k);
  forms.mean_square_subjects = v.subjects;
  forms.mean_square_raters = v.raters;
  forms.mean_square_error = v.error;
  forms.mean_square_within = v.within;
  return forms;
}

}  // namespace zhiheng::stat
