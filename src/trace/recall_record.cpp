#include "trace/recall_record.h"

#include <array>

namespace zhiheng::trace {
namespace {

/// Fields of the register hold so many bytes at the most; what does not fit stands in the list that
/// was written beside.
constexpr std::size_t most_codes = 12'000, most_receivers = 3'000;

/// Texts with `between` between them, as many as fit.
class Joined {
 public:
  Joined(std::string_view between, std::size_t most) : between_(between), most_(most) {}

  void add(const std::string& text) {
    ++count_;
    if (full_ || whole_.size() + between_.size() + text.size() > most_) {
      full_ = true;
      return;
    }
    whole_.append(whole_.empty() ? "" : between_).append(text);
  }
  [[nodiscard]] std::string text() const { return whole_; }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] bool full() const { return full_; }

 private:
  std::string_view between_;
  std::size_t most_;
  std::string whole_;
  std::size_t count_ = 0;
  bool full_ = false;
};

}  // namespace

Result<std::string> record_scope(registry::Registry& registry, const registry::Person& person,
                                 const std::string& source, const std::string& number,
                                 const Chain& chain, const RecallScope& scope) {
  ZH_TRY(const catalog::Register* const of, registry.find_register(recall_register));
  Joined codes("|", most_codes), receivers("; ", most_receivers);
  for (const Reached& reached : scope.walk.reached) {
    if (reached.link == Link::carrier) continue;
    const Form form = chain.form(reached.id);
    if (form == Form::lot || reached.link == Link::asked) codes.add(chain.text(reached.id));
  }
  for (const Receiver& receiver : scope.receivers) receivers.add(chain.text(receiver.id));
  std::int64_t pieces = 0;
  for (const StockLine& line : scope.stock) pieces += static_cast<std::int64_t>(line.pieces);
  std::string distribution = receivers.text();
  if (receivers.full()) distribution += "; … (" + std::to_string(receivers.count()) + ")";

  const std::array<std::string, 5> columns{"source", "recall_number", "product_codes", "units",
                                           "distribution"};
  registry::Entry entry;
  entry.values = {Value(source), Value(number), Value(codes.text()), Value(pieces),
                  Value(distribution)};
  ZH_TRY(const auto answers, registry.put(person, *of, columns, {std::move(entry)}));
  if (!answers.front().errors.empty()) return std::unexpected(answers.front().errors.front());
  return answers.front().id;
}

}  // namespace zhiheng::trace
