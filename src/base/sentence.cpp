#include "base/sentence.h"

#include <string_view>
#include <utility>

namespace zhiheng {
namespace {

SentenceOf& source() {
  static SentenceOf sentence_of;
  return sentence_of;
}

}  // namespace

void set_sentences(SentenceOf sentence_of) { source() = std::move(sentence_of); }

std::string said(const Error& error, Language language) {
  const bool zh = language == Language::zh;
  std::string line = source() ? source()(error, language) : std::string(error.failure->sentence);
  for (const std::string_view stop : {"。", "."}) {
    if (line.ends_with(stop)) line.resize(line.size() - stop.size());
  }
  const auto add = [&](const char* in_chinese, const char* in_english, const std::string& what) {
    if (!what.empty()) line.append(zh ? in_chinese : in_english).append(what);
  };
  add("；位置：", "; at: ", error.where);
  add("；实际：", "; found: ", error.found);
  add("；应为：", "; wanted: ", error.wanted);
  return line.append(" [").append(error.failure->id).append("]");
}

}  // namespace zhiheng
