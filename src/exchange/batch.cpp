#include "exchange/batch.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/uuid.h"
#include "exchange/failures.h"

namespace zhiheng::exchange {
namespace {

namespace json = boost::json;

constexpr std::string_view space = "import_batch";
constexpr std::array<std::string_view, 5> state_names = {"running", "done", "nothing",
                                                         "interrupted", "failed"};

std::string text_of(const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t number_of(const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

std::optional<Batch> read_batch(std::string_view id, std::string_view text) {
  boost::system::error_code problem;
  const json::value value = json::parse(text, problem);
  if (problem || !value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  Batch batch;
  batch.id = id;
  const auto state = std::ranges::find(state_names, text_of(object, "state"));
  if (state == state_names.end()) return std::nullopt;
  batch.state = static_cast<BatchState>(state - state_names.begin());
  batch.user = text_of(object, "user");
  batch.began = Timestamp{number_of(object, "began")};
  batch.file = text_of(object, "file");
  batch.digest = text_of(object, "digest");
  batch.register_name = text_of(object, "register");
  batch.mapping = text_of(object, "mapping");
  batch.rows_read = number_of(object, "rows_read");
  batch.added = number_of(object, "added");
  batch.changed = number_of(object, "changed");
  batch.unchanged = number_of(object, "unchanged");
  batch.refused = number_of(object, "refused");
  batch.deleted_earlier = number_of(object, "deleted_earlier");
  return batch;
}

}  // namespace

std::string_view name_of(BatchState state) { return state_names[static_cast<std::size_t>(state)]; }

Result<void> keep_batch(store::Store& store, const Batch& batch) {
  const json::object object{{"state", name_of(batch.state)},
                            {"user", batch.user},
                            {"began", batch.began.microseconds},
                            {"file", batch.file},
                            {"digest", batch.digest},
                            {"register", batch.register_name},
                            {"mapping", batch.mapping},
                            {"rows_read", batch.rows_read},
                            {"added", batch.added},
                            {"changed", batch.changed},
                            {"unchanged", batch.unchanged},
                            {"refused", batch.refused},
                            {"deleted_earlier", batch.deleted_earlier}};
  return store.put(space, batch.id, json::serialize(object));
}

Result<std::vector<Batch>> batches(store::Store& store) {
  ZH_TRY(const auto kept, store.list(space));
  std::vector<Batch> found;
  for (const auto& [id, text] : kept) {
    if (auto batch = read_batch(id, text)) found.push_back(*std::move(batch));
  }
  std::ranges::sort(found, std::ranges::greater{}, &Batch::id);  // version 7: by time
  return found;
}

Result<Batch> find_batch(store::Store& store, const std::string& id) {
  ZH_TRY(const auto kept, store.get(space, id));
  auto batch = kept ? read_batch(id, *kept) : std::nullopt;
  if (!batch) return fail(batch_unknown, "batch", id);
  return *std::move(batch);
}

}  // namespace zhiheng::exchange
