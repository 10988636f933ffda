#include "stat/component_weights.h"

#include <Eigen/Eigenvalues>

namespace zhiheng::stat {

std::vector<double> component_weights(std::span<const double> correlations, std::size_t count) {
  const auto size = static_cast<Eigen::Index>(count);
  const Eigen::MatrixXd matrix = Eigen::Map<const Eigen::MatrixXd>(correlations.data(), size, size);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(matrix);
  std::vector<double> weights(count, 0);
  for (Eigen::Index c = size - 1; c >= 0; --c) {
    const double eigenvalue = solved.eigenvalues()(c);
    if (c < size - 1 && eigenvalue < 1) break;
    for (std::size_t i = 0; i < count; ++i) {
      const double loading = solved.eigenvectors()(static_cast<Eigen::Index>(i), c);
      weights[i] += eigenvalue * loading * loading;
    }
  }
  return weights;
}

}  // namespace zhiheng::stat
