// Apart from distributions.cpp because its series are the dearest of Boost.Math to compile.

#include <boost/math/distributions/non_central_t.hpp>
#include <cassert>

#include "stat/distributions.h"

namespace zhiheng::stat {

double noncentral_t_upper(double t, double df, double delta) {
  assert(df > 0);
  namespace bm = boost::math;
  using Quiet = bm::policies::policy<bm::policies::promote_double<false>,
                                     bm::policies::domain_error<bm::policies::ignore_error>,
                                     bm::policies::pole_error<bm::policies::ignore_error>,
                                     bm::policies::overflow_error<bm::policies::ignore_error>,
                                     bm::policies::evaluation_error<bm::policies::ignore_error>>;
  const bm::non_central_t_distribution<double, Quiet> distribution(df, delta);
  return bm::cdf(bm::complement(distribution, t));
}

}  // namespace zhiheng::stat
