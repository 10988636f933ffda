#include "stat/path_model.h"

#include <algorithm>
#include <set>

#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

constexpr std::size_t most_latents = 100;
constexpr std::size_t most_items = 1000;

Result<void> check_size(std::string_view what, std::size_t found, std::size_t most) {
  if (found >= 1 && found <= most) return {};
  return fail(path_model_malformed, std::string(what), std::to_string(found),
              "1.." + std::to_string(most));
}

Result<void> check_blocks(const PathModel& model) {
  std::set<std::string> names;
  for (const Latent& latent : model.latents) {
    if (!names.insert(latent.name).second) {
      return fail(path_model_malformed, "latent", latent.name, "once");
    }
    if (latent.items.empty()) return fail(path_model_malformed, latent.name, "0", ">= 1 items");
    std::set<std::size_t> items;
    for (const std::size_t item : latent.items) {
      if (item >= model.items.size()) {
        return fail(path_model_malformed, latent.name, std::to_string(item),
                    "< " + std::to_string(model.items.size()));
      }
      if (!items.insert(item).second) {
        return fail(path_model_malformed, latent.name, model.items[item], "once");
      }
    }
  }
  return {};
}

Result<void> check_arrows(const PathModel& model) {
  std::set<std::pair<std::size_t, std::size_t>> seen;
  std::vector<bool> connected(model.latents.size(), false);
  for (const auto& [source, target] : model.arrows) {
    if (source >= model.latents.size() || target >= model.latents.size()) {
      return fail(path_model_malformed, "arrows", std::to_string(std::max(source, target)),
                  "< " + std::to_string(model.latents.size()));
    }
    const std::string arrow = model.latents[source].name + " -> " + model.latents[target].name;
    if (source == target) return fail(path_model_malformed, "arrows", arrow, "a -> b");
    if (!seen.insert({source, target}).second) {
      return fail(path_model_malformed, "arrows", arrow, "once");
    }
    connected[source] = connected[target] = true;
  }
  const auto alone = std::ranges::find(connected, false);
  if (alone == connected.end()) return {};
  return fail(path_model_malformed,
              model.latents[static_cast<std::size_t>(alone - connected.begin())].name, "0",
              ">= 1 arrows");
}

}  // namespace

Result<std::vector<std::size_t>> causal_order(const PathModel& model) {
  ZH_DO(check_size("latents", model.latents.size(), most_latents));
  ZH_DO(check_size("items", model.items.size(), most_items));
  ZH_DO(check_blocks(model));
  ZH_DO(check_arrows(model));
  std::vector<std::size_t> order;
  std::vector<bool> placed(model.latents.size(), false);
  while (order.size() < model.latents.size()) {
    std::size_t next = model.latents.size();
    for (std::size_t latent = model.latents.size(); latent-- > 0;) {
      const bool ready = std::ranges::all_of(model.arrows, [&](const Arrow& arrow) {
        return arrow.target != latent || placed[arrow.source];
      });
      if (ready && !placed[latent]) next = latent;
    }
    if (next == model.latents.size()) {
      const auto within = std::ranges::find(placed, false) - placed.begin();
      return fail(path_model_malformed, "arrows",
                  model.latents[static_cast<std::size_t>(within)].name, "a -> b -> c");
    }
    placed[next] = true;
    order.push_back(next);
  }
  return order;
}

}  // namespace zhiheng::stat
