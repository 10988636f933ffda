#include "document/paper.h"

#include <algorithm>

#include "code/region.h"
#include "document/failures.h"
#include "registry/failures.h"

namespace zhiheng::document {
namespace {

using catalog::FieldType;

std::string chinese_number(unsigned number) {
  static const char* const digits[] = {"〇", "一", "二", "三", "四", "五",
                                       "六", "七", "八", "九", "十"};
  if (number <= 10) return digits[number];
  std::string text = number < 20 ? "" : digits[number / 10];
  text += digits[10];
  if (number % 10 != 0) text += digits[number % 10];
  return text;
}

std::string date_text(Date date, Language language) {
  if (language == Language::en) return to_text(date);
  const auto day = civil(date);
  return std::to_string(static_cast<int>(day.year())) + "年" +
         std::to_string(static_cast<unsigned>(day.month())) + "月" +
         std::to_string(static_cast<unsigned>(day.day())) + "日";
}

/// One document in the making.
class Writing {
 public:
  Writing(const Material& material, Language language) : material_(material), language_(language) {
    record_.resize(material.of.fields.size());
    seen_.resize(record_.size());
    for (std::size_t i = 0; i < material.columns.size(); ++i) {
      const auto position = material.of.position(material.columns[i]);
      if (!position) continue;
      record_[*position] = material.record.values[i];
      seen_[*position] = true;
    }
    record_.emplace_back(material.record.state);
    record_.emplace_back(material.record.recorded_at);
  }

  [[nodiscard]] bool holds(const std::optional<expr::Expression>& condition) const {
    return !condition ||
           condition->holds(record_, expr::Environment{china_date(material_.record.recorded_at)});
  }

  Result<std::string> text(const catalog::NoticeText& text) const {
    std::string made;
    for (const auto& piece : text.in(language_)) {
      made += piece.literal;
      if (!piece.field.empty()) {
        ZH_TRY(const std::string shown, value(piece));
        made += shown;
      } else if (!piece.clock.empty()) {
        ZH_TRY(const std::string day, due(piece.clock));
        made += day;
      }
    }
    return made;
  }

  Result<Date> date(const std::string& field) const {
    if (field.empty()) return china_date(material_.record.recorded_at);
    const auto* found = std::get_if<Date>(&record_[*material_.of.position(field)]);
    if (found == nullptr) return fail(value_missing, field);
    return *found;
  }

 private:
  Result<std::string> value(const catalog::NoticePiece& piece) const {
    const auto position = *material_.of.position(piece.field);
    const auto& field = material_.of.fields[position];
    if (!seen_[position]) return fail(registry::not_allowed, material_.of.name + "." + field.name);
    const Value& value = record_[position];
    if (is_null(value)) return fail(value_missing, field.name);
    if (const auto* day = std::get_if<Date>(&value)) {
      if (piece.format == "year") return std::to_string(static_cast<int>(civil(*day).year()));
      const bool chinese = piece.format == "chinese" && language_ == Language::zh;
      return chinese ? chinese_date(*day) : date_text(*day, language_);
    }
    if (const auto* time = std::get_if<Timestamp>(&value)) return to_china_text(*time);
    if (const auto* truth = std::get_if<bool>(&value)) {
      return language_ == Language::zh ? (*truth ? "是" : "否") : (*truth ? "yes" : "no");
    }
    return element(field, piece.format, to_text(value));
  }

  std::string element(const catalog::Field& field, const std::string& format,
                      const std::string& text) const {
    if (field.list) return listed(field, format, text);
    if (field.type == FieldType::region) return region(text, format);
    if (format == "firm") {
      const auto known = material_.firms.find(text);
      return known == material_.firms.end() ? text : known->second;
    }
    if (const auto* codes = material_.catalog.find_codes(field.codes)) {
      const auto* known = codes->find(text);
      return known == nullptr ? text : known->title.in(language_);
    }
    return text;
  }

  std::string listed(const catalog::Field& field, const std::string& format,
                     std::string_view text) const {
    catalog::Field one = field;
    one.list = false;
    std::string all;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('|'), text.size());
      if (!all.empty()) all += language_ == Language::zh ? "、" : ", ";
      all += element(one, format, std::string(text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
  }

  std::string region(const std::string& code, const std::string& format) const {
    const auto* found =
        material_.catalog.regions->nearest(code, china_date(material_.record.recorded_at));
    if (found == nullptr) return code;
    if (format != "authority") return found->name;
    return language_ == Language::zh ? found->name + "市场监督管理局"
                                     : "Administration for Market Regulation, " + found->name;
  }

  // A term ends with its last day; what is late begins the instant after.
  Result<std::string> due(const std::string& clock) const {
    for (const auto& reading : material_.clocks) {
      if (reading.clock == nullptr || reading.clock->name != clock || !reading.due) continue;
      return date_text(china_date(Timestamp{reading.due->microseconds - 1}), language_);
    }
    return fail(value_missing, clock);
  }

  const Material& material_;
  Language language_;
  std::vector<Value> record_;  ///< fields, state, recorded_at: as expressions count them
  std::vector<bool> seen_;
};

}  // namespace

std::string chinese_date(Date date) {
  const auto day = civil(date);
  std::string text;
  for (const char digit : std::to_string(static_cast<int>(day.year()))) {
    text += chinese_number(static_cast<unsigned>(digit - '0'));
  }
  return text + "年" + chinese_number(static_cast<unsigned>(day.month())) + "月" +
         chinese_number(static_cast<unsigned>(day.day())) + "日";
}

Result<Paper> write_paper(const Material& material, Language language) {
  const Writing writing(material, language);
  const catalog::Notice& notice = material.notice;
  if (!writing.holds(notice.when)) {
    return fail(not_now, notice.name, material.record.state, notice.when->text());
  }
  Paper paper;
  paper.language = language;
  paper.page = *catalog::page_of(material.catalog.folder);
  paper.title = notice.title.in(language);
  ZH_TRY(paper.issuer, writing.text(notice.issuer));
  ZH_TRY(paper.number, writing.text(notice.number));
  ZH_TRY(const std::string recipient, writing.text(notice.recipient));
  paper.recipient = recipient + (language == Language::zh ? "：" : ":");
  for (const auto& part : notice.parts) {
    if (!writing.holds(part.when)) continue;
    ZH_TRY(std::string paragraph, writing.text(part.text));
    paper.paragraphs.push_back(std::move(paragraph));
  }
  ZH_TRY(paper.dated, writing.date(notice.date_field));
  paper.dated_text = date_text(paper.dated, language);
  paper.record = material.of.name + "/" + material.record.id;
  paper.source = notice.source;
  return paper;
}

}  // namespace zhiheng::document
