#include "intake/xml.h"

#include <algorithm>
#include <deque>
#include <fstream>
#include <map>

#include "intake/failures.h"
#include "intake/xml_parser.h"

namespace zhiheng::intake {
namespace {

using Record =
    std::map<std::string, std::string, std::less<>>;  // path -> text, values by list_mark

/// Gathers the records that the parser walks through.
class RecordWalk {
 public:
  explicit RecordWalk(std::string element)
      : element_(std::move(element)),
        parser_({[this](std::string_view name, const XmlAttributes& attributes) {
                   start(name, attributes);
                 },
                 [this](std::string_view name) { end(name); },
                 [this](std::string_view piece) { text(piece); }}) {}

  [[nodiscard]] Result<void> feed(std::string_view bytes, bool last) {
    ZH_DO(parser_.feed(bytes, last));
    if (!overflow_) return {};
    return fail(too_large, element_, {}, "<= " + std::to_string(longest_record) + " B");
  }

  std::deque<Record> records;

 private:
  void start(std::string_view name, const XmlAttributes& attributes);
  void end(std::string_view name);
  void text(std::string_view piece);

  std::string element_;
  Record record_;
  std::vector<std::string> path_;  ///< below the record
  std::string text_;
  std::size_t bytes_ = 0;
  int level_ = 0;
  bool in_record_ = false, nil_ = false, has_children_ = false, overflow_ = false;
  XmlParser parser_;
};

void RecordWalk::start(std::string_view name, const XmlAttributes& attributes) {
  ++level_;
  if (!in_record_) {
    in_record_ = element_.empty() ? level_ == 2 : name == element_;
    if (in_record_) {
      record_.clear();
      path_.clear();
      bytes_ = 0;
    }
    return;
  }
  path_.push_back((path_.empty() ? "" : path_.back() + "/") + std::string(name));
  text_.clear();
  nil_ = attributes["nil"] == "true" || attributes["nil"] == "1";
  has_children_ = false;
}

void RecordWalk::end(std::string_view) {
  --level_;
  if (!in_record_) return;
  if (path_.empty()) {
    in_record_ = false;
    records.push_back(std::move(record_));
    record_ = {};
    return;
  }
  std::string& value = record_[path_.back()];
  if (!nil_ && !has_children_ && !text_.empty()) {
    if (!value.empty()) value.push_back(list_mark);
    value += text_;
  }
  path_.pop_back();
  text_.clear();
  has_children_ = true;  // of the element that now goes on
}

void RecordWalk::text(std::string_view piece) {
  if (!in_record_ || overflow_) return;
  bytes_ += piece.size();
  overflow_ = bytes_ > longest_record;
  if (!overflow_) text_.append(piece);
}

/// Reads a file through a walk until a record is there.
class XmlFile {
 public:
  XmlFile(const std::string& file, const std::string& element)
      : in_(file, std::ios::binary), walk_(element) {}

  [[nodiscard]] bool good() const { return in_.is_open(); }

  [[nodiscard]] Result<bool> next(Record& record) {
    while (walk_.records.empty() && !at_end_) {
      buffer_.resize(std::size_t{256} << 10);
      in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
      const auto got = static_cast<std::size_t>(in_.gcount());
      read_ += got;
      at_end_ = got < buffer_.size();
      ZH_DO(walk_.feed({buffer_.data(), got}, at_end_));
    }
    if (walk_.records.empty()) return false;
    record = std::move(walk_.records.front());
    walk_.records.pop_front();
    return true;
  }
  [[nodiscard]] std::size_t bytes_read() const { return read_; }

 private:
  std::ifstream in_;
  RecordWalk walk_;
  std::string buffer_;
  std::size_t read_ = 0;
  bool at_end_ = false;
};

class XmlSource final : public Source {
 public:
  XmlSource(const std::string& file, const std::string& element, std::vector<std::string> names,
            std::size_t size)
      : file_(file, element), names_(std::move(names)), size_(size) {}

  [[nodiscard]] std::vector<std::string> names() const override { return names_; }
  [[nodiscard]] double done() const override {
    return static_cast<double>(file_.bytes_read()) / static_cast<double>(size_);
  }
  [[nodiscard]] Result<bool> next(Line& line) override {
    ZH_TRY(const bool more, file_.next(record_));
    if (!more) return false;
    line.number = ++number_;
    line.fault.reset();
    line.cells.assign(names_.size(), {});
    for (std::size_t at = 0; at < names_.size(); ++at) {
      const auto found = record_.find(names_[at]);
      if (found == record_.end()) continue;
      const bool is_list = found->second.find(list_mark) != std::string::npos;
      line.cells[at] = {found->second, is_list ? CellKind::list : CellKind::text};
    }
    return true;
  }

 private:
  XmlFile file_;
  std::vector<std::string> names_;
  Record record_;
  std::size_t size_;
  std::int64_t number_ = 0;
};

}  // namespace

Result<std::unique_ptr<Source>> open_xml(const std::string& file,
                                         const std::string& record_element) {
  XmlFile first_reading(file, record_element);
  if (!first_reading.good()) return fail(cannot_read, file);
  std::vector<std::string> names;
  Record record;
  for (;;) {
    ZH_TRY(const bool more, first_reading.next(record));
    if (!more) break;
    constexpr std::size_t most_names = 4096;
    for (const auto& [path, text] : record) {
      if (names.size() == most_names) break;
      if (std::ranges::find(names, path) == names.end()) names.push_back(path);
    }
  }
  if (names.empty()) {
    return fail(header_missing, file, {},
                "<" + (record_element.empty() ? "…" : record_element) + ">");
  }
  return std::make_unique<XmlSource>(file, record_element, std::move(names),
                                     std::max<std::size_t>(first_reading.bytes_read(), 1));
}

}  // namespace zhiheng::intake
