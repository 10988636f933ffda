#include "intake/csv.h"

#include <algorithm>
#include <cstring>

#include "intake/csv_marks.h"
#include "intake/failures.h"
#include "intake/text_blocks.h"

namespace zhiheng::intake {
namespace {

/// A cell by its place in the text: quotation marks off, doubled ones still doubled.
struct Piece {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool doubled = false;
  bool quoted = false;
};

class CsvSource final : public Source {
 public:
  CsvSource(TextBlocks blocks, char delimiter)
      : blocks_(std::move(blocks)), delimiter_(delimiter), marks_(delimiter) {}

  [[nodiscard]] Result<void> start();
  [[nodiscard]] Result<bool> next(Line& line) override;
  [[nodiscard]] double done() const override { return blocks_.done(); }
  [[nodiscard]] std::string encoding() const override {
    return std::string(name_of(blocks_.encoding()));
  }

 private:
  [[nodiscard]] Result<bool> refill();
  [[nodiscard]] bool scan_record();
  [[nodiscard]] bool scan_quoted(Piece& piece, std::size_t& after);
  [[nodiscard]] bool ends_record(std::size_t at) const;
  void hand_over(Line& line);
  void explain_fault(Line& line);

  TextBlocks blocks_;
  char delimiter_;
  CsvMarks marks_;
  std::string text_;
  std::vector<Fault> faults_;
  std::size_t record_ = 0;      ///< where the record begins
  std::size_t record_end_ = 0;  ///< behind its line end
  std::int64_t line_ = 1;       ///< of the record's beginning
  std::int64_t lines_ = 0;      ///< that the record spans
  std::vector<Piece> pieces_;
  bool misplaced_quote_ = false;
  bool open_quote_ = false;
  bool only_returns_ = false;  ///< old Macintosh line ends
  bool complete_ = false;      ///< all of the file is in text_
};

Result<void> CsvSource::start() {
  ZH_DO(refill());
  const std::string_view head = std::string_view(text_).substr(0, std::size_t{1} << 16);
  only_returns_ =
      head.find('\n') == std::string_view::npos && head.find('\r') != std::string_view::npos;
  if (delimiter_ == 0) delimiter_ = likely_delimiter(head);
  marks_ = CsvMarks(delimiter_);
  marks_.seek(text_, 0);
  return {};
}

/// Drops what has been read and appends the next block.
Result<bool> CsvSource::refill() {
  if (text_.size() - record_ > longest_record) {
    return fail(too_large, "line " + std::to_string(line_), "a record without end",
                "<= " + std::to_string(longest_record) + " B");
  }
  text_.erase(0, record_);
  std::erase_if(faults_, [this](const Fault& fault) { return fault.at < record_; });
  for (Fault& fault : faults_) fault.at -= record_;
  record_ = 0;
  ZH_TRY(const bool more, blocks_.append_next(text_, faults_));
  complete_ = !more;
  marks_.seek(text_, 0);
  return more;
}

bool CsvSource::ends_record(std::size_t at) const {
  if (text_[at] == '\n') return true;
  if (text_[at] != '\r') return false;
  return only_returns_ || (at + 1 < text_.size() && text_[at + 1] == '\n');
}

/// From an opening quotation mark, which has been stepped over, to behind the closing one.
/// @return false when the text ends before
bool CsvSource::scan_quoted(Piece& piece, std::size_t& after) {
  for (;;) {
    const std::size_t mark = marks_.next();
    if (mark >= text_.size()) return false;
    if (text_[mark] == '\n' || (only_returns_ && text_[mark] == '\r')) ++lines_;
    if (text_[mark] != '"') continue;
    if (mark + 1 >= text_.size() && !complete_) return false;
    if (mark + 1 < text_.size() && text_[mark + 1] == '"') {
      (void)marks_.next();
      piece.doubled = true;
      continue;
    }
    piece.end = mark;
    after = mark + 1;
    return true;
  }
}

/// Cuts the record that begins at `record_` into pieces.
/// @return false when the text ends before the record does
bool CsvSource::scan_record() {
  pieces_.clear();
  misplaced_quote_ = open_quote_ = false;
  lines_ = 0;
  std::size_t at = record_;
  for (;;) {
    Piece piece{at, at};
    std::size_t mark = 0;
    if (at < text_.size() && text_[at] == '"') {
      (void)marks_.next();
      piece.begin = at + 1;
      piece.quoted = true;
      std::size_t after = 0;
      if (!scan_quoted(piece, after)) {
        open_quote_ = complete_;
        return false;
      }
      mark = marks_.next();
      while (mark < text_.size() && text_[mark] != delimiter_ && !ends_record(mark)) {
        mark = marks_.next();
      }
      if (mark != after) {
        const std::string_view rest(text_.data() + after, mark - after);
        misplaced_quote_ |= rest.find_first_not_of(" \t") != std::string_view::npos;
      }
    } else {
      mark = marks_.next();
      while (mark < text_.size() && text_[mark] != delimiter_ && !ends_record(mark)) {
        mark = marks_.next();
      }
      piece.end = mark;
    }
    if (mark >= text_.size() && !complete_) return false;
    // A CR at the very end may be followed by LF in the next block.
    pieces_.push_back(piece);
    if (mark >= text_.size()) {
      record_end_ = text_.size();
      if (lines_ == 0 && piece.end > piece.begin && text_[piece.end - 1] == '\r') {
        --pieces_.back().end;
      }
      break;
    }
    if (text_[mark] != delimiter_ || ends_record(mark)) {
      const bool pair = text_[mark] == '\r' && mark + 1 < text_.size() && text_[mark + 1] == '\n';
      if (pair) (void)marks_.next();
      record_end_ = mark + (pair ? 2 : 1);
      break;
    }
    at = mark + 1;
  }
  ++lines_;
  return true;
}

/// `say ""no""` becomes `say "no"`, within its own bytes.
std::size_t halve_doubled_quotes(char* begin, std::size_t size) {
  std::size_t kept = 0;
  for (std::size_t at = 0; at < size; ++at) {
    begin[kept++] = begin[at];
    if (begin[at] == '"') ++at;
  }
  return kept;
}

void CsvSource::hand_over(Line& line) {
  line.number = line_;
  line.fault.reset();
  line.cells.resize(pieces_.size());
  bool too_long = false;
  for (std::size_t at = 0; at < pieces_.size(); ++at) {
    const Piece& piece = pieces_[at];
    std::size_t size = piece.end - piece.begin;
    too_long |= size > longest_cell;
    if (piece.doubled) size = halve_doubled_quotes(text_.data() + piece.begin, size);
    const std::string_view text(text_.data() + piece.begin, size);
    const bool guarded = piece.quoted && text.starts_with('\'');
    line.cells[at] = {text, guarded ? CellKind::guarded : CellKind::text};
  }
  if (misplaced_quote_) {
    line.fault = Error{&quote_misplaced, {}, {}, "\"…\"\"…\""};
  } else if (too_long || pieces_.size() > most_columns) {
    line.fault = Error{&cell_too_long, {}, {}, "<= " + std::to_string(longest_cell) + " B"};
  }
  if (!faults_.empty()) explain_fault(line);
}

void CsvSource::explain_fault(Line& line) {
  const auto here = std::ranges::find_if(faults_, [this](const Fault& fault) {
    return fault.at >= record_ && fault.at < record_end_;
  });
  if (here == faults_.end()) return;
  line.fault = Error{here->failure,
                     "byte " + std::to_string(here->byte),
                     {},
                     std::string(name_of(blocks_.encoding()))};
}

Result<bool> CsvSource::next(Line& line) {
  for (;;) {
    if (record_ >= text_.size()) {
      ZH_TRY(const bool more, refill());
      if (!more && text_.empty()) return false;
    }
    while (!scan_record()) {
      if (open_quote_) return fail(quote_not_closed, "line " + std::to_string(line_), {}, "\"");
      ZH_DO(refill());
    }
    const bool blank = pieces_.size() == 1 && pieces_[0].begin == pieces_[0].end;
    if (!blank) hand_over(line);
    record_ = record_end_;
    line_ += lines_;
    if (!blank) return true;
  }
}

/// How many cells each of the first lines has.
std::vector<std::size_t> cells_by_line(std::string_view sample, char delimiter) {
  constexpr std::size_t enough = 50;
  CsvMarks marks(delimiter);
  marks.seek(sample, 0);
  std::vector<std::size_t> counts;
  std::size_t cells = 1, start = 0;
  bool quoted = false;
  while (counts.size() < enough) {
    const std::size_t mark = marks.next();
    if (mark >= sample.size()) break;
    if (sample[mark] == '"') {
      quoted = !quoted;
    } else if (!quoted && sample[mark] == delimiter) {
      ++cells;
    } else if (!quoted) {
      if (mark > start) counts.push_back(cells);
      cells = 1;
      start = mark + 1;
    }
  }
  if (counts.empty()) counts.push_back(cells);
  return counts;
}

}  // namespace

char likely_delimiter(std::string_view sample) {
  char best = ',';
  std::size_t best_score = 0;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    const std::vector<std::size_t> counts = cells_by_line(sample, delimiter);
    std::size_t score = 0;
    for (const std::size_t count : counts) {
      if (count < 2) continue;
      const auto same = static_cast<std::size_t>(std::ranges::count(counts, count));
      score = std::max(score, same * 1000 + std::min<std::size_t>(count, 999));
    }
    if (score > best_score) {
      best = delimiter;
      best_score = score;
    }
  }
  return best;
}

Result<std::unique_ptr<Source>> open_csv(const std::string& file, std::string_view encoding,
                                         char delimiter) {
  ZH_TRY(TextBlocks blocks, TextBlocks::open(file, encoding));
  auto source = std::make_unique<CsvSource>(std::move(blocks), delimiter);
  ZH_DO(source->start());
  return source;
}

}  // namespace zhiheng::intake
