#include "stat/block_eigenvalues.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

namespace zhiheng::stat {

BlockComponents block_components(const Matrix& correlations) {
  const auto n = static_cast<Eigen::Index>(correlations.rows);
  if (n == 1) return {};
  const Eigen::Map<const Eigen::MatrixXd> square(correlations.values.data(), n, n);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(square);
  BlockComponents found{.first = solver.eigenvalues()(n - 1),
                        .second = solver.eigenvalues()(n - 2)};
  double sum = 0;
  double own = 0;
  for (Eigen::Index item = 0; item < n; ++item) {
    const double loading = std::sqrt(found.first) * solver.eigenvectors()(item, n - 1);
    sum += loading;
    own += 1 - std::min(1.0, loading * loading);
  }
  found.rho = sum * sum / (sum * sum + own);
  return found;
}

}  // namespace zhiheng::stat
