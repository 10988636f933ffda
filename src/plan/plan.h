#pragma once
// What does a plan say, and where does it say it? The text of a plan as sections, items, clauses,
// parties, targets, citations and defects, each with its place in the unchanged source.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "plan/folded_text.h"
#include "plan/lexicon.h"

namespace zhiheng::plan {

enum class Level { unknown, national, province, city, county };
enum class Role { responsible, lead, participating };

/// One named party in one clause.
struct Assignment {
  Span name = {};
  Role role = Role::responsible;
  std::size_t party = 0;  ///< index into Plan::parties
};

/// Who answers for an item: "（质检总局牵头，工商总局、法制办参加）".
struct Clause {
  Span span = {};         ///< with its brackets, or the paragraph "由…。"
  std::string form = {};  ///< the role words: "负责", "牵头+参加"
  std::vector<Assignment> assignments = {};
  std::optional<Date> due = {};  ///< "完成时限：2018年6月底"
  bool open = false;             ///< "等" leaves the list open
  bool own_paragraph = false;    ///< stands below its item
};

struct Section {
  int no = 0;  ///< as printed; 0 when none is printed
  Span marker = {}, title = {}, span = {};
  std::vector<Span> sentences = {};  ///< right below the heading, before the first item
};

/// A numbered task. `no` is 0 where the number is missing; what it should be stands in the defect.
struct Item {
  int no = 0;
  std::size_t section = 0;  ///< place in Plan::sections, from 1; 0 outside of all
  Span marker = {}, title = {};
  Span span = {};                    ///< from the number to the end of the last paragraph
  std::vector<Span> sentences = {};  ///< of the body, without title and clause
  std::optional<Clause> clause = {};
};

/// A numbered passage without duties of its own: of an outline, or the roof over numbered items.
struct Subsection {
  int no = 0;
  std::size_t section = 0;
  Span marker = {}, title = {}, span = {};
  std::vector<Span> sentences = {};
  std::vector<Span> bullets = {};
};

/// "1.产品质量：到2020年，…" with its bullets.
struct Goal {
  int no = 0;
  std::size_t section = 0;
  Span marker = {}, title = {}, span = {};
  std::vector<Span> paragraphs = {};  ///< bullets excepted
  std::vector<Span> bullets = {};
};

/// 专栏: a box of numbered rows.
struct Box {
  struct Row {
    int no = 0;
    Span title = {}, span = {};
    std::vector<Span> texts = {};
  };
  int no = 0;
  std::size_t section = 0;
  Span title = {}, span = {};
  std::vector<Row> rows = {};
};

enum class Comparator {
  equal,
  at_least,
  more_than,
  at_most,
  less_than,
  about,
  stable_at_least,  ///< in every period up to the deadline
  meets,            ///< a level that is named, not printed as a number
  rising,
  falling,
  falling_every_year,
  stable,
  multiplied  ///< at least `value` times as much as in the base year: 翻一番
};
enum class Force { task, goal, binding, aspirational, nominal, list };

struct Target {
  Span subject = {};
  Comparator comparator = Comparator::equal;
  std::optional<double> value = {};  ///< in `unit`; 10万次 is 100000
  std::string unit = {};
  std::optional<int> base_year = {};  ///< of `multiplied`, where it is printed
  std::optional<Date> deadline = {};
  Force force = Force::task;
  std::string where = {};          ///< "15", "二（三）1", "专栏1-01"
  Span span = {};                  ///< the number, the words of the trend, or the list
  Span sentence = {};              ///< in which it stands
  std::vector<Span> names = {};    ///< of a list whose length is the value; else empty
  std::vector<Span> repeats = {};  ///< the same target printed again
};

/// A number that counts nothing: a year, a hotline, a name such as “三包”.
struct Number {
  Span span = {};
  std::string kind = {};
};

/// An indicator named in the text, with or without a value.
struct NamedIndicator {
  Span span = {};
  std::string indicator = {};  ///< one name for all its spellings, of catalog/plan/words.tsv
  std::string where = {};      ///< as Target::where
};

struct Party {
  std::vector<std::string> printed = {};  ///< each form once, in order of appearance
  std::string canonical = {};             ///< prefix restored, the fullest of its forms
  std::string authority = {};             ///< key in catalog/plan/authorities.tsv, "" when unknown
  bool collective = false;
};

/// One place where a document is named.
struct Mention {
  Span span = {};
  std::string where = {};     ///< "22", "四（四）", "前言"; as Target::where
  std::string wording = {};   ///< "根据", "印发"; "" when no word says why
  std::string relation = {};  ///< basis, makes, sends; "" without a wording
};

/// A document named in the text.
struct Citation {
  std::string title = {};   ///< normalised; "" when only the number is given
  std::string number = {};  ///< normalised: "国办发〔2012〕27号"; "" when not given
  std::string known = {};   ///< number in catalog/plan/documents.tsv, "" when not found there
  bool self = false;        ///< the plan names itself
  bool damaged = false;     ///< the number lost its year; `known` is then a proposal
  std::optional<std::size_t> short_for = {};  ///< the citation that "以下简称" shortens
  std::vector<Mention> mentions = {};
};

/// Damage or an oddity of the copy. Nothing is mended.
struct Defect {
  Span span = {};
  std::string what = {};    ///< "year_missing"; all are listed in docs/plans.md
  std::string repair = {};  ///< proposed, "" when none can be derived
};

enum class PartKind {
  gap,
  noise,
  notice_title,
  number,
  addressees,
  notice_text,
  signature,
  date,
  title,
  preamble,
  marker,
  heading,
  text,
  bullet,
  clause,
  box,
  closing,
  tail
};

/// A stretch of the source. All parts in order are the source.
struct Part {
  Span span = {};
  PartKind kind = PartKind::gap;
};

/// A letter that sends the plan on. The first stands outermost.
struct Notice {
  std::string title = {};
  std::string number = {};
  std::string issuer = {};
  std::optional<Date> date = {};
  Span span = {};       ///< from its first line to its last
  Span number_at = {};  ///< empty when it has none
};

struct Document {
  std::string title = {};
  std::string notice_title = {};
  std::string number = {};
  std::string issuer = {};
  std::optional<Date> date = {};
  Level level = Level::unknown;
  std::optional<int> year = {};   ///< of the plan, or the first of a range
  std::optional<int> until = {};  ///< last year of a range
  std::vector<Span> titles = {};  ///< the lines that the title stands on
  std::vector<Notice> notices = {};
};

struct Plan {
  FoldedText text;
  Document document;
  std::vector<Section> sections = {};
  std::vector<Item> items = {};
  std::vector<Subsection> subsections = {};
  std::vector<Goal> goals = {};
  std::vector<Box> boxes = {};
  std::vector<Target> targets = {};
  std::vector<Number> numbers = {};
  std::vector<NamedIndicator> indicators = {};
  std::vector<Party> parties = {};
  std::vector<Citation> citations = {};
  std::vector<Defect> defects = {};
  std::vector<Span> closing = {};  ///< unnumbered paragraphs after the last item
  std::vector<Part> parts = {};
  std::size_t defects_left_out = 0;  ///< beyond the most that are listed
};

/// Reads the text of a plan. Text without any of a plan's marks gives an empty plan, not an error.
///
/// @param source  UTF-8
/// @fails  not_text, text_empty, text_too_large
/// @cost   linear in the text
[[nodiscard]] Result<Plan> parse(std::string source, const Lexicon& lexicon);

/// Where a place stands, as one would cite it: item "15", subsection "二（三）", goal "二（三）1",
/// box row "专栏1-01", section "一", "前言", "通知", "结尾"; "" in none of them.
[[nodiscard]] std::string place_name(const Plan& plan, std::uint32_t at);

/// The source again, put together from the parts.
[[nodiscard]] std::string render(const Plan& plan);

[[nodiscard]] std::string_view name_of(Level level);
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::string_view name_of(Comparator comparator);
[[nodiscard]] std::string_view name_of(Force force);
[[nodiscard]] std::string_view name_of(PartKind kind);

}  // namespace zhiheng::plan
