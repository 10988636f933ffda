// The words of a recall: which goods, who received them, what they are told.

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/sha256.h"
#include "catalog/declaration.h"
#include "trace/chain_failures.h"
#include "trace/recall_notice.h"

namespace zhiheng::trace {
namespace {

/// Fields of the register hold so many bytes at the most; what does not fit stands in the list that
/// can be had beside.
constexpr std::size_t most_codes = 12'000, most_receivers = 3'000, most_items = 6'000;
constexpr std::size_t longest_number = 60;

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
  [[nodiscard]] std::string text() const {
    return full_ ? whole_ + std::string(between_) + "… (" + std::to_string(count_) + ")" : whole_;
  }
  [[nodiscard]] const std::string& whole() const { return whole_; }

 private:
  std::string_view between_;
  std::size_t most_;
  std::string whole_;
  std::size_t count_ = 0;
  bool full_ = false;
};

struct Template {
  Words title, text;
};

Result<Template> load_template(const std::filesystem::path& catalog) {
  const std::string name = "trace/recall_notices.toml";
  std::vector<Error> errors;
  Template made;
  if (auto file = catalog::Declaration::read((catalog / name).string(), name, errors)) {
    for (catalog::Declaration& table : file->tables("notice")) {
      table.text("id");
      made = {table.words("title"), table.words("text")};
      table.text("source");
      table.text_or("status", "");
      table.finish();
    }
    file->finish();
  }
  if (errors.empty()) return made;
  return fail(rules_malformed, errors.front().where, errors.front().found, errors.front().wanted);
}

std::string filled(std::string text, const std::map<std::string, std::string>& values) {
  std::size_t from = 0;
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', from)) {
    const std::size_t end = text.find('}', at);
    if (end == std::string::npos) break;
    const auto value = values.find(text.substr(at + 1, end - at - 1));
    from = end + 1;
    if (value == values.end()) continue;
    text.replace(at, end + 1 - at, value->second);
    from = at + value->second.size();
  }
  return text;
}

/// "6901234000023": what is short enough for a number; else all of it.
std::string short_name(const std::string& receiver) {
  constexpr std::string_view gs1 = "https://id.gs1.org/";
  if (!receiver.starts_with(gs1)) return receiver;
  std::string name = receiver.substr(receiver.find('/', gs1.size()) + 1);
  std::ranges::replace(name, '/', '-');
  return name;
}

class Drafter {
 public:
  Drafter(const Question& question, const RecallScope& scope)
      : question_(question), chain_(question.chain()), told_(question.told), scope_(scope) {}

  void put_scope(RecallDraft& draft);
  void put_notices(const Template& words, RecallDraft& draft);

 private:
  /// What a receiver had to do with.
  struct Items {
    std::set<Id> lots, others;
  };
  void gather_items();
  std::string items_text(const Items& items, Language language);

  const Question& question_;
  const Chain& chain_;
  Telling& told_;
  const RecallScope& scope_;
  std::unordered_map<Id, Items> items_;
};

void Drafter::put_scope(RecallDraft& draft) {
  Joined codes("|", most_codes), receivers("; ", most_receivers);
  for (const Reached& reached : scope_.walk.reached) {
    if (reached.link == Link::carrier || !told_.knows(reached.id)) continue;
    const Form form = chain_.form(reached.id);
    if (form == Form::lot || reached.link == Link::asked) codes.add(chain_.text(reached.id));
  }
  for (const Receiver& receiver : scope_.receivers) {
    if (told_.sees(receiver.first)) {
      receivers.add(chain_.text(receiver.id));
    } else {
      ++draft.withheld;
    }
  }
  for (const StockLine& line : scope_.stock) {
    draft.pieces += static_cast<std::int64_t>(line.pieces);
  }
  draft.product_codes = codes.whole();
  draft.distribution = receivers.text();
}

/// Affected goods of the events that each place took part in, or that were meant for it.
void Drafter::gather_items() {
  std::set<Id> affected;
  for (const Reached& reached : scope_.walk.reached) {
    if (reached.link != Link::carrier && told_.knows(reached.id)) affected.insert(reached.id);
  }
  for (const Seen& seen : scope_.walk.events) {
    if (!told_.sees(seen.event)) continue;
    std::vector<Id> places{chain_.event(seen.event).place};
    for (const Part& part : chain_.parts(seen.event)) {
      if (part.role() == Role::destination) places.push_back(part.id);
    }
    for (const Part& part : chain_.parts(seen.event)) {
      if (!affected.contains(part.id)) continue;
      for (const Id place : places) {
        Items& items = items_[place];
        (chain_.form(part.id) == Form::lot ? items.lots : items.others).insert(part.id);
      }
    }
  }
}

std::string Drafter::items_text(const Items& items, Language language) {
  Joined lines("\n", most_items);
  const auto line = [&](Id id) {
    const std::string text = chain_.text(id);
    const Id product = chain_.product(id);
    const MasterFact* fact =
        question_.loaded.facts.find(product == nothing ? text : chain_.text(product));
    lines.add("- " + (fact == nullptr || fact->name.empty() ? "" : fact->name + " ") + text);
  };
  for (const Id lot : items.lots) line(lot);
  for (const Id other : items.others) line(other);
  const std::string text = lines.text();
  if (!text.empty()) return text;
  return language == Language::zh ? "- （见清单）" : "- (see the list)";
}

void Drafter::put_notices(const Template& words, RecallDraft& draft) {
  gather_items();
  const RecallOrder& order = draft.order;
  const bool zh = order.language == Language::zh;
  const auto or_else = [](const std::string& text, const char* otherwise) {
    return text.empty() ? std::string(otherwise) : text;
  };
  for (const Receiver& receiver : scope_.receivers) {
    if (!told_.sees(receiver.first)) continue;
    const std::string id = chain_.text(receiver.id);
    const MasterFact* fact = question_.loaded.facts.find(id);
    const std::string name = fact == nullptr || fact->name.empty() ? id : fact->name;
    const std::map<std::string, std::string> values{
        {"number", order.number},
        {"title", or_else(order.title, order.number.c_str())},
        {"receiver", name},
        {"items", items_text(items_[receiver.id], order.language)},
        {"reason", or_else(order.reason, zh ? "存在安全隐患" : "a hazard")},
        {"hotline", or_else(order.hotline, zh ? "见召回公告" : "see the notice of recall")},
        {"date", to_text(china_date(now()))}};
    RecallDraft::Notice notice{.receiver = id,
                               .number = order.number + "-" + short_name(id),
                               .title = filled(words.title.in(order.language), values),
                               .text = filled(words.text.in(order.language), values)};
    if (notice.number.size() > longest_number) {
      notice.number = order.number.substr(0, 30) + "-" + to_hex(sha256(id)).substr(0, 20);
    }
    draft.notices.push_back(std::move(notice));
  }
}

}  // namespace

Result<RecallOrder> recall_order(const Question& question) {
  const Invocation& call = question.call;
  RecallOrder order;
  order.number = call.option("record");
  if (order.number.empty()) return fail(recall_number_missing, "record");
  order.source = call.option("source", order.source);
  order.title = call.option("title");
  order.reason = call.option("reason");
  order.hotline = call.option("hotline");
  order.region = call.option("region");
  order.with_notices = call.has("notices");
  const std::string language = call.option("notice-language", "zh");
  if (language != "zh" && language != "en") {
    return fail(notice_language_unknown, "notice-language", language, "zh|en");
  }
  order.language = language == "zh" ? Language::zh : Language::en;
  return order;
}

Result<RecallDraft> draft_recall(const Question& question, const RecallScope& scope,
                                 const RecallOrder& order) {
  RecallDraft draft{.order = order, .product_codes = {}, .distribution = {}};
  Drafter drafter(question, scope);
  drafter.put_scope(draft);
  if (!order.with_notices) return draft;
  ZH_TRY(const Template words, load_template(question.call.catalog));
  drafter.put_notices(words, draft);
  return draft;
}

}  // namespace zhiheng::trace
