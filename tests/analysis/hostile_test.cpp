// Every method that there is, on tables with something wrong in them: an answer in numbers or a
// refusal that names the place, and nothing else.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <map>
#include <mutex>
#include <sstream>
#include <thread>

#include "analysis/failures.h"
#include "analysis/method.h"
#include "sound_tables.h"
#include "support/source.h"

namespace zhiheng::analysis {
namespace {

using Columns = std::vector<std::pair<std::string, std::vector<std::string>>>;

std::vector<std::string> parted(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

Columns columns_of(const std::string& text, std::size_t rows) {
  Columns columns;
  for (const std::string& column : parted(text, ' ')) {
    const std::size_t at = column.find('=');
    if (at == std::string::npos) continue;
    const std::string values = column.substr(at + 1);
    std::vector<std::string> cells;
    if (values.ends_with("1..")) {
      for (std::size_t row = 1; row <= rows; ++row) {
        cells.push_back(values.substr(0, values.size() - 3) + std::to_string(row));
      }
    } else {
      const auto some = parted(values, ',');
      for (std::size_t row = 0; row < rows; ++row) cells.push_back(some[row % some.size()]);
    }
    columns.emplace_back(column.substr(0, at), std::move(cells));
  }
  return columns;
}

Table table_of(const std::string& name, const Columns& columns) {
  std::vector<std::string> names;
  for (const auto& [column, cells] : columns) names.push_back(column);
  Table table(name, names);
  const std::size_t rows = columns.empty() ? 0 : columns.front().second.size();
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<std::string_view> cells;
    for (const auto& [column, values] : columns) cells.push_back(values[row]);
    table.append(cells, static_cast<std::int64_t>(row) + 2);
  }
  return table;
}

/// A method with everything that it needs; `in` is what tests spoil.
struct Sound {
  std::string method;
  std::map<std::string, std::string> settings;
  Columns in;
  std::map<std::string, Table> tables;
};

std::vector<Sound> sound() {
  std::vector<Sound> all;
  for (const std::string& line : parted(sound_tables, '\n')) {
    if (line.empty()) continue;
    // A value may hold the bar itself: "1|2" of a coalition has no blank around it.
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (int part = 0; part < 3; ++part) {
      const std::size_t end = line.find('|', begin);
      parts.push_back(line.substr(begin, end - begin));
      begin = end + 1;
    }
    std::string rest = line.substr(begin);
    Sound one;
    one.method = parts[0];
    for (std::size_t at = rest.rfind("|@"); at != std::string::npos; at = rest.rfind("|@")) {
      const auto words = parted(rest.substr(at + 2), ' ');
      const std::string columns = rest.substr(at + 2 + words[0].size() + 1 + words[1].size());
      one.tables[words[0]] = table_of(words[0] + ".csv", columns_of(columns, std::stoul(words[1])));
      rest.resize(at);
    }
    one.in = columns_of(rest, std::stoul(parts[1]));
    for (const std::string& setting : parted(parts[2], ';')) {
      const std::size_t at = setting.find('=');
      one.settings[setting.substr(0, at)] = setting.substr(at + 1);
    }
    all.push_back(std::move(one));
  }
  return all;
}

/// A user who does not wait: asks to stop what has gone on for half a second.
class Impatience {
 public:
  ~Impatience() {
    {
      const std::lock_guard lock(mutex_);
      answered_ = true;
    }
    changed_.notify_one();
  }
  std::atomic<bool> interrupted = false;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool answered_ = false;
  std::jthread thread_{[this] {
    std::unique_lock lock(mutex_);
    const bool answered =
        changed_.wait_for(lock, std::chrono::milliseconds(500), [this] { return answered_; });
    if (!answered) interrupted = true;
  }};
};

Result<Answer> answer_to(const Sound& asked, const Columns& in) {
  ZH_TRY(const Method* method, find_method(asked.method));
  Call call;
  ZH_TRY(call.settings, settings_of(*method, asked.settings));
  call.tables = asked.tables;
  call.tables["in"] = table_of("in.csv", in);
  call.catalog = support::source_path("/catalog");
  Impatience impatience;
  call.interrupted = &impatience.interrupted;
  const auto began = std::chrono::steady_clock::now();
  try {
    auto found = method->run(call);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(30)) << asked.method;
    return found;
  } catch (const std::exception& error) {
    ADD_FAILURE() << asked.method << " threw: " << error.what();
    return fail(analysis::interrupted, asked.method);
  }
}

/// Columns are equally long, and a number that is not one is an empty cell.
void expect_answer(const Answer& answer) {
  for (std::size_t at = 0; at < answer.columns.size(); ++at) {
    const AnswerColumn& column = answer.columns[at];
    const std::size_t cells = std::visit([](const auto& v) { return v.size(); }, column.values);
    ASSERT_EQ(cells, answer.rows()) << column.name;
    if (std::holds_alternative<std::vector<std::string>>(column.values)) continue;
    for (std::size_t row = 0; row < cells; ++row) {
      const std::string cell = answer.cell(row, at);
      EXPECT_TRUE(cell.empty() || number_of(cell)) << column.name << " = " << cell;
      EXPECT_FALSE(cell.find("an") != std::string::npos) << column.name << " = " << cell;
    }
  }
}

void expect_stated(const Error& error) {
  ASSERT_NE(error.failure, nullptr);
  EXPECT_NE(error.failure->kind, Kind::internal) << describe(error);
  EXPECT_TRUE(!error.where.empty() || error.failure->kind == Kind::interrupted) << describe(error);
}

void expect_answer_or_refusal(const Result<Answer>& found) {
  if (found) {
    expect_answer(*found);
  } else {
    expect_stated(found.error());
  }
}

TEST(HostileTables, StandBesideASoundOneForEveryMethod) {
  const auto all = sound();
  for (const Method& method : methods()) {
    const auto found = std::ranges::find(all, method.name, &Sound::method);
    ASSERT_NE(found, all.end()) << "no line of sound_tables.h for " << method.name;
    const auto answer = answer_to(*found, found->in);
    ASSERT_TRUE(answer) << method.name << ": " << describe(answer.error());
    SCOPED_TRACE(method.name);
    expect_answer(*answer);
  }
  EXPECT_EQ(all.size(), methods().size());
}

TEST(HostileTables, ACellThatIsNoNumberIsRefusedByLineAndColumn) {
  for (const Sound& each : sound()) {
    const auto usual = answer_to(each, each.in);
    ASSERT_TRUE(usual);
    for (std::size_t column = 0; column < each.in.size(); ++column) {
      // Names may be anything; columns of numbers not.
      if (!number_of(each.in[column].second.front())) continue;
      for (const char* cell : {"NaN", "Inf", "-Inf", "none", "1e308", "1e-308"}) {
        SCOPED_TRACE(each.method + ", " + each.in[column].first + " = " + cell);
        Columns spoilt = each.in;
        const std::size_t row = spoilt[column].second.size() - 1;
        spoilt[column].second[row] = cell;
        const auto found = answer_to(each, spoilt);
        expect_answer_or_refusal(found);
        if (found) continue;  // a code, an identifier, a column that is not read
        const std::string line = "line " + std::to_string(row + 2);
        EXPECT_NE(found.error().where.find(line), std::string::npos) << describe(found.error());
        EXPECT_NE(found.error().where.find(each.in[column].first), std::string::npos)
            << describe(found.error());
      }
    }
  }
}

TEST(HostileTables, ANumberOutOfPlaceIsAnsweredOrRefusedByItsPlace) {
  for (const Sound& each : sound()) {
    for (std::size_t column = 0; column < each.in.size(); ++column) {
      for (const char* cell :
           {"-1", "0", "1e308", "-1e308", "1e50", "1e-150", "1e-308", "0.5", "9e15", ""}) {
        SCOPED_TRACE(each.method + ", " + each.in[column].first + " = '" + cell + "'");
        Columns spoilt = each.in;
        spoilt[column].second.back() = cell;
        expect_answer_or_refusal(answer_to(each, spoilt));
        // Everything alike: no spread, nothing observed, all of one kind.
        std::ranges::fill(spoilt[column].second, cell);
        expect_answer_or_refusal(answer_to(each, spoilt));
      }
    }
  }
}

TEST(HostileTables, AnOptionOutOfPlaceIsAnsweredOrRefused) {
  for (const Sound& each : sound()) {
    for (const Setting& setting : (*find_method(each.method))->settings) {
      const bool number = setting.kind == Setting::Kind::number;
      if (!number && setting.kind != Setting::Kind::whole) continue;
      for (const char* value :
           {"-1", "0", "1", "2", "1e9", "-Inf", "Inf", "0.5", "1e308", "1e-308"}) {
        SCOPED_TRACE(each.method + " --" + setting.name + " " + value);
        Sound asked = each;
        asked.settings[setting.name] = value;
        expect_answer_or_refusal(answer_to(asked, each.in));
      }
    }
  }
}

TEST(HostileTables, OneRowOrTwoOrTheSameTwiceAreAnsweredOrRefused) {
  for (const Sound& each : sound()) {
    for (const std::size_t rows : {std::size_t{1}, std::size_t{2}}) {
      SCOPED_TRACE(each.method + ", rows " + std::to_string(rows));
      Columns few = each.in;
      for (auto& [name, cells] : few) cells.resize(std::min(rows, cells.size()));
      expect_answer_or_refusal(answer_to(each, few));
    }
    SCOPED_TRACE(each.method + ", every row alike");
    Columns alike = each.in;
    for (auto& [name, cells] : alike) std::ranges::fill(cells, cells.front());
    expect_answer_or_refusal(answer_to(each, alike));
    SCOPED_TRACE("every row twice");
    Columns twice = each.in;
    for (auto& [name, cells] : twice) {
      const auto once = cells;
      cells.insert(cells.end(), once.begin(), once.end());
    }
    expect_answer_or_refusal(answer_to(each, twice));
  }
}

TEST(HostileTables, ColumnsThatRepeatOrUndoEachOtherAreAnsweredOrRefused) {
  for (const Sound& each : sound()) {
    for (std::size_t column = 0; column < each.in.size(); ++column) {
      for (std::size_t other = 0; other < each.in.size(); ++other) {
        if (column == other) continue;
        SCOPED_TRACE(each.method + ", " + each.in[column].first + " like " + each.in[other].first);
        Columns same = each.in;
        same[column].second = same[other].second;
        expect_answer_or_refusal(answer_to(each, same));
      }
    }
    SCOPED_TRACE(each.method + ", everything negative");
    Columns negative = each.in;
    for (auto& [name, cells] : negative) {
      for (std::string& cell : cells) {
        if (number_of(cell)) cell = "-" + cell;
      }
    }
    expect_answer_or_refusal(answer_to(each, negative));
  }
}

}  // namespace
}  // namespace zhiheng::analysis
