// The agenda of due moments: kept, replaced, read in order; nobody writes over somebody else.

#include "store/listing.h"
#include "store_fixture.h"

namespace zhiheng::store {
namespace {

class Agenda : public EveryEngine {};

ZH_EVERY_ENGINE(Agenda);

Appointment due_at(const Uuid& id, std::optional<std::int64_t> due) {
  Appointment one;
  one.table = "spot_check";
  one.id = id;
  one.clock = "correction";
  one.state = "recorded";
  one.region = "620102";
  if (due) one.due = Timestamp{*due};
  return one;
}

TEST_P(Agenda, IsKeptReplacedAndReadInOrder) {
  open_store();
  EXPECT_FALSE(*store_->agenda_position());
  const AgendaPosition start{.commit = 0, .hash = {}, .rules = "a"};
  ASSERT_TRUE(*store_->write_agenda({}, start, {}, {}));
  const Uuid first = make_uuid();
  const Uuid second = make_uuid();
  const AgendaPosition next{.commit = 7, .hash = {1, 2, 3}, .rules = "a"};
  const Appointment both[] = {due_at(first, 200), due_at(second, 100)};
  ASSERT_TRUE(*store_->write_agenda(start, next, {}, both));
  EXPECT_EQ(*store_->agenda_position(), next);
  std::vector<Uuid> order;
  ASSERT_TRUE(
      store_->read_agenda({"due <= ?", {std::int64_t{200}}}, 10, [&](const Appointment& one) {
        order.push_back(one.id);
        return true;
      }));
  EXPECT_EQ(order, (std::vector<Uuid>{second, first}));
  const std::pair<std::string, Uuid> changed[] = {{"spot_check", second}};
  const Appointment still[] = {due_at(second, std::nullopt)};
  const AgendaPosition third{.commit = 8, .hash = {4}, .rules = "a"};
  ASSERT_TRUE(*store_->write_agenda(next, third, changed, still));
  EXPECT_EQ(store_->count_agenda({"due IS NULL", {}}), 1);
  EXPECT_EQ(store_->count_agenda({}), 2);
  ASSERT_TRUE(*store_->write_agenda({}, start, {}, {}));
  EXPECT_EQ(store_->count_agenda({}), 0);
}

TEST_P(Agenda, TellsWhichTablesHaveAppointmentsAndCountsNoFurtherThanAsked) {
  open_store();
  const AgendaPosition start{.commit = 0, .hash = {}, .rules = "a"};
  const AgendaPosition next{.commit = 1, .hash = {}, .rules = "a"};
  ASSERT_TRUE(*store_->write_agenda({}, start, {}, {}));
  const std::string tables[] = {"unknown", "spot_check", "complaint"};
  EXPECT_EQ(tables_with_appointments(*store_, tables), std::vector<std::string>());
  Appointment later = due_at(make_uuid(), std::nullopt);
  later.table = "complaint";
  const Appointment three[] = {due_at(make_uuid(), 1), due_at(make_uuid(), 2), later};
  ASSERT_TRUE(*store_->write_agenda(start, next, {}, three));
  EXPECT_EQ(tables_with_appointments(*store_, tables),
            (std::vector<std::string>{"spot_check", "complaint"}));
  EXPECT_EQ(tables_with_appointments(*store_, {}), std::vector<std::string>());
  EXPECT_EQ(count_agenda_up_to(*store_, {}, 2), 2);
  EXPECT_EQ(count_agenda_up_to(*store_, {}, 9), 3);
  EXPECT_EQ(count_agenda_up_to(*store_, {"table_name = ?", {std::string("unknown")}}, 9), 0);
}

TEST_P(Agenda, IsNotWrittenFromAPlaceThatSomebodyElseHasLeft) {
  open_store();
  const AgendaPosition start{.commit = 0, .hash = {}, .rules = "a"};
  const AgendaPosition next{.commit = 1, .hash = {}, .rules = "a"};
  ASSERT_TRUE(*store_->write_agenda({}, start, {}, {}));
  ASSERT_TRUE(*store_->write_agenda(start, next, {}, {}));
  const Appointment one[] = {due_at(make_uuid(), 5)};
  const auto late = store_->write_agenda(start, next, {}, one);
  ASSERT_TRUE(late);
  EXPECT_FALSE(*late);
  EXPECT_EQ(store_->count_agenda({}), 0);
}

}  // namespace
}  // namespace zhiheng::store
