#include <string>
#include <vector>

#include "stat/failures.h"
#include "stat/survey_replicates.h"

namespace zhiheng::stat {
namespace {

bool prime(std::size_t n) {
  if (n < 2) return false;
  for (std::size_t d = 2; d * d <= n; ++d) {
    if (n % d == 0) return false;
  }
  return true;
}

/// Legendre symbols of 0..q-1: 0, +1 for squares modulo the prime q, -1 for the others.
std::vector<std::int8_t> residues(std::size_t q) {
  std::vector<std::int8_t> symbol(q, -1);
  symbol[0] = 0;
  for (std::size_t i = 1; i < q; ++i) symbol[i * i % q] = 1;
  return symbol;
}

using Signs = std::vector<std::int8_t>;

/// Order q + 1 for a prime q = 3 modulo 4.
Signs paley_first(std::size_t q) {
  const auto symbol = residues(q);
  const std::size_t n = q + 1;
  Signs h(n * n, 1);
  for (std::size_t i = 1; i < n; ++i) {
    h[i * n] = -1;
    for (std::size_t j = 1; j < n; ++j) {
      h[i * n + j] = i == j ? std::int8_t{1} : symbol[(j + q - i) % q];
    }
  }
  return h;
}

/// Order 2 (q + 1) for a prime q = 1 modulo 4: a symmetric conference matrix, each entry a block.
Signs paley_second(std::size_t q) {
  const auto symbol = residues(q);
  const std::size_t n = 2 * (q + 1);
  Signs h(n * n);
  for (std::size_t i = 0; i <= q; ++i) {
    for (std::size_t j = 0; j <= q; ++j) {
      const bool edge = i == 0 || j == 0;
      const std::int8_t entry = i == j ? std::int8_t{0}
                                : edge ? std::int8_t{1}
                                       : symbol[(j + q - i) % q];
      const std::int8_t block[] = {1, 1, 1, -1};
      const std::int8_t zero[] = {1, -1, -1, -1};
      for (std::size_t part = 0; part < 4; ++part) {
        h[(2 * i + part / 2) * n + 2 * j + part % 2] =
            entry == 0 ? zero[part] : static_cast<std::int8_t>(entry * block[part]);
      }
    }
  }
  return h;
}

Signs doubled(const Signs& half, std::size_t m) {
  const std::size_t n = 2 * m;
  Signs h(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const std::int8_t entry = half[i % m * m + j % m];
      h[i * n + j] = i >= m && j >= m ? static_cast<std::int8_t>(-entry) : entry;
    }
  }
  return h;
}

/// Empty when none of the constructions gives this order.
Signs of_order(std::size_t n) {
  if (n == 1) return {1};
  if (n == 2) return {1, 1, 1, -1};
  if (n % 4 != 0) return {};
  if (prime(n - 1)) return paley_first(n - 1);
  if (prime(n / 2 - 1) && (n / 2 - 1) % 4 == 1) return paley_second(n / 2 - 1);
  const Signs half = of_order(n / 2);
  return half.empty() ? half : doubled(half, n / 2);
}

}  // namespace

Result<std::vector<std::int8_t>> hadamard(std::size_t least) {
  for (std::size_t n = least < 3 ? least : (least + 3) / 4 * 4; n > 0 && n <= 4096;
       n += n < 3 ? 1 : 4) {
    Signs h = of_order(n);
    if (h.empty()) continue;
    for (std::size_t j = 0; j < n; ++j) {  // the first row becomes all +1
      if (h[j] > 0) continue;
      for (std::size_t i = 0; i < n; ++i) h[i * n + j] = static_cast<std::int8_t>(-h[i * n + j]);
    }
    return h;
  }
  return fail(value_out_of_range, "order", std::to_string(least), "1..4096");
}

}  // namespace zhiheng::stat
