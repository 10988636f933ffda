#include "expr/lexer.h"

#include <array>

#include "base/text.h"
#include "expr/characters.h"
#include "expr/failures.h"

namespace zhiheng::expr {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) { return starts_name(c) || is_digit(c); }

/// Signs that a Chinese input method types, and what we read instead.
struct Typed {
  char32_t typed;
  std::string_view wanted;
};
constexpr std::array from_input_methods = {
    Typed{U'（', "("},     Typed{U'）', ")"},     Typed{U'，', ","},   Typed{U'、', ","},
    Typed{U'‘', "'"},      Typed{U'’', "'"},      Typed{U'“', "'"},    Typed{U'”', "'"},
    Typed{U'＝', "="},     Typed{U'＜', "<"},     Typed{U'＞', ">"},   Typed{U'≤', "<="},
    Typed{U'≥', ">="},     Typed{U'≠', "<>"},     Typed{U'＋', "+"},   Typed{U'－', "-"},
    Typed{U'×', "*"},      Typed{U'÷', "/"},      Typed{U'；', "and"}, Typed{U'。', "."},
    Typed{U'\u3000', "␠"}, Typed{U'\u00A0', "␠"}, Typed{U'＂', "'"},   Typed{U'＇', "'"},
};

/// What programmers type, and how it is written here.
struct Foreign {
  std::string_view foreign, wanted;
};
constexpr std::array from_other_languages = {Foreign{"==", "="}, Foreign{"&&", "and"},
                                             Foreign{"||", "or"}, Foreign{"--", "- (-x)"}};

std::string_view replacement(char32_t character) {
  for (const auto& [typed, wanted] : from_input_methods) {
    if (typed == character) return wanted;
  }
  return {};
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> run() {
    std::vector<Token> tokens;
    for (;;) {
      while (at_ < text_.size() && is_space(text_[at_])) ++at_;
      if (at_ == text_.size()) break;
      ZH_TRY(Token token, next());
      tokens.push_back(std::move(token));
    }
    tokens.push_back({Word::end, {at_, at_}});
    return tokens;
  }

 private:
  Result<Token> next() {
    const char first = text_[at_];
    if (first == '\'') return quoted(Word::text);
    if (first == '"') return quoted(Word::quoted_name);
    if (is_digit(first)) return number();
    if (starts_name(first)) return name();
    return symbol();
  }

  /// '' inside stands for one quote.
  Result<Token> quoted(Word word) {
    const std::size_t begin = at_;
    const char quote = text_[at_++];
    std::string value;
    for (;; ++at_) {
      if (at_ == text_.size()) return refuse(syntax, text_, {begin, at_}, std::string(1, quote));
      if (text_[at_] == '\0') return refuse(syntax, text_, {at_, at_ + 1}, "U+0020…");
      if (text_[at_] == quote) {
        if (at_ + 1 == text_.size() || text_[at_ + 1] != quote) break;
        ++at_;
      }
      value += text_[at_];
    }
    ++at_;
    ZH_TRY(std::string normal, to_nfc(value));
    return Token{word, {begin, at_}, std::move(normal)};
  }

  Result<Token> number() {
    Token token{Word::number, {at_, at_}};
    int digits = 0;
    bool too_long = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '.' && token.places < 0 && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])) {
        token.places = 0;
        continue;
      }
      if (!is_digit(c)) break;
      if (token.places >= 0) ++token.places;
      if (token.unscaled != 0 || c != '0') ++digits;
      too_long = too_long || digits > 18 || token.places > 18;
      if (!too_long) token.unscaled = token.unscaled * 10 + (c - '0');
    }
    token.span.end = at_;
    if (too_long) return refuse(number_too_long, text_, token.span, "<= 18 digits");
    if (at_ < text_.size() && (starts_name(text_[at_]) || text_[at_] == '.')) {
      return refuse(syntax, text_, {token.span.begin, at_ + 1}, "1234, 12.34");
    }
    return token;
  }

  Result<Token> name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && continues_name(text_[at_])) {
      std::size_t after = at_;
      const auto instead = replacement(next_character(text_, after));
      if (!instead.empty()) {
        if (at_ > begin) break;
        return refuse(syntax, text_, {at_, after}, std::string(instead));
      }
      at_ = after;
    }
    return Token{Word::name, {begin, at_}, std::string(text_.substr(begin, at_ - begin))};
  }

  Result<Token> symbol() {
    for (const auto& [foreign, wanted] : from_other_languages) {
      if (!text_.substr(at_).starts_with(foreign)) continue;
      return refuse(syntax, text_, {at_, at_ + foreign.size()}, std::string(wanted));
    }
    for (const std::string_view known :
         {"<>", "!=", "<=", ">=", "<", ">", "=", "(", ")", ",", "+", "-", "*", "/"}) {
      if (!text_.substr(at_).starts_with(known)) continue;
      at_ += known.size();
      return Token{Word::symbol, {at_ - known.size(), at_}, std::string(known)};
    }
    return refuse(syntax, text_, {at_, at_ + 1}, "field, 'text', 123, = < > ( ) + - * /");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<Token>> split(std::string_view text) { return Lexer(text).run(); }

bool is_keyword(const Token& token, std::string_view keyword) {
  return token.word == Word::name && to_lower(token.value) == keyword;
}

}  // namespace zhiheng::expr
