#include "registry/attachments.h"

#include <gtest/gtest.h>

#include <thread>

#include "catalog/attachments.h"
#include "content/failures.h"
#include "persons.h"
#include "records.h"
#include "registry/failures.h"
#include "store/failures.h"
#include "store/files.h"
#include "support/place.h"
#include "support/sample_files.h"

namespace zhiheng::registry {
namespace {

const Person elsewhere{.user = "wu", .name = "吴", .roles = {"officer"}, .region = "440000"};
const Person analyst{.user = "he", .name = "何", .roles = {"analyst"}, .region = "620000"};
const Person reader{.user = "", .name = "", .roles = {"public"}, .region = ""};

class RecordFiles : public support::OnBothEngines {
 protected:
  std::string record(const std::string& name, const std::vector<std::string>& columns,
                     std::vector<Value> values) {
    std::vector<Entry> entries = {{.values = std::move(values)}};
    const auto answers = registry_->put(officer, named(name), columns, std::move(entries));
    EXPECT_TRUE(answers) << describe(answers.error());
    if (!answers) return {};
    for (const auto& error : answers->front().errors) ADD_FAILURE() << describe(error);
    return answers->front().id;
  }
  std::string check(const std::string& number = "A-1") {
    const Entry entry = spot_check(number);
    return record("spot_check", spot_check_columns, entry.values);
  }
  std::string complaint() {
    return record("complaint", {"number", "kind", "received_on", "region", "content"},
                  {std::string("T-1"), std::string("complaint"), china_date(now()),
                   std::string("620102"), std::string("…")});
  }

  Result<Answer> add(const Person& person, const std::string& of, const std::string& id,
                     const std::string& field, const std::string& name, const std::string& bytes,
                     std::optional<int> expected = {}) {
    return Attachments(*registry_)
        .add(person, named(of), id, expected, {.field = field, .name = name, .bytes = bytes});
  }
  std::vector<Attachment> list(const Person& person, const std::string& of, const std::string& id) {
    auto all = Attachments(*registry_).list(person, named(of), id);
    EXPECT_TRUE(all) << describe(all.error());
    return all.value_or(std::vector<Attachment>());
  }
  std::string bytes_of(const Attachment& file) {
    std::string bytes;
    const auto done = Attachments(*registry_).read(file, 0, file.size, [&](std::string_view piece) {
      bytes.append(piece);
      return true;
    });
    EXPECT_TRUE(done) << describe(done.error());
    return bytes;
  }
};
ZH_ON_BOTH_ENGINES(RecordFiles);

TEST_P(RecordFiles, AreAddedListedAndFetched) {
  const std::string id = check();
  const auto added = add(officer, "spot_check", id, "report", "../现场 照片.jpg", support::pdf());
  ASSERT_TRUE(added) << describe(added.error());
  EXPECT_EQ(added->version, 2);
  const auto all = list(officer, "spot_check", id);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].name, "现场 照片.jpg.pdf");
  EXPECT_EQ(all[0].media, "application/pdf");
  EXPECT_EQ(all[0].digest, to_hex(sha256(support::pdf())));
  EXPECT_EQ(all[0].added_by, "li");
  EXPECT_EQ(bytes_of(all[0]), support::pdf());
  // The same again changes nothing.
  const auto again = add(officer, "spot_check", id, "report", "b.pdf", support::pdf());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->outcome, store::Outcome::unchanged);
  EXPECT_EQ(again->version, 2);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(RecordFiles, AreRemovedWithAReasonAndStayInTheHistory) {
  const std::string id = check();
  ASSERT_TRUE(add(officer, "spot_check", id, "report", "a.pdf", support::pdf()));
  const std::string digest = list(officer, "spot_check", id).front().digest;
  Attachments files(*registry_);
  const auto& of = named("spot_check");
  EXPECT_EQ(files.remove(officer, of, id, {}, digest, " ").error().failure, &reason_missing);
  EXPECT_EQ(files.remove(officer, of, id, 1, digest, "错").error().failure, &store::stale_version);
  EXPECT_EQ(files.remove(officer, of, id, {}, std::string(64, 'a'), "错").error().failure,
            &not_found);
  ASSERT_TRUE(files.remove(officer, of, id, {}, digest, "传错了"));
  const auto all = list(officer, "spot_check", id);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].removed_by, "li");
  EXPECT_EQ(all[0].removed_for, "传错了");
  EXPECT_EQ(bytes_of(all[0]), support::pdf());
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(RecordFiles, AreForThoseWhoseTheRecordAndItsFieldAre) {
  const std::string id = check();
  ASSERT_TRUE(add(officer, "spot_check", id, "report", "a.pdf", support::pdf()));
  const std::string digest = to_hex(sha256(support::pdf()));
  Attachments files(*registry_);
  const auto& of = named("spot_check");
  EXPECT_TRUE(files.find(analyst, of, id, digest));
  // Forbidden and unknown are the same answer.
  for (const Person& stranger : {elsewhere, reader}) {
    const auto forbidden = files.find(stranger, of, id, digest);
    const auto unknown = files.find(stranger, of, to_text(make_uuid()), std::string(64, '0'));
    ASSERT_FALSE(forbidden);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(forbidden.error().failure, unknown.error().failure);
    EXPECT_EQ(forbidden.error().failure, &not_found);
    EXPECT_EQ(add(stranger, "spot_check", id, "report", "b.pdf", support::pdf("b")).error().failure,
              &not_found);
    EXPECT_EQ(files.remove(stranger, of, id, {}, digest, "x").error().failure, &not_found);
  }
  EXPECT_EQ(files.find(officer, of, id, std::string(64, 'a')).error().failure, &not_found);
  EXPECT_EQ(files.find(officer, of, id, "../../store.key").error().failure, &not_found);
  EXPECT_EQ(add(analyst, "spot_check", id, "report", "b.pdf", support::pdf("b")).error().failure,
            &not_allowed);
  // A file of one record is none of another's, whoever asks.
  const std::string other = check("A-2");
  EXPECT_EQ(files.find(officer, of, other, digest).error().failure, &not_found);
}

// Whoever knows a digest could otherwise write it into a record of their own, and fetch the file.
TEST_P(RecordFiles, AreNotReachedByWritingTheirDigestIntoARecord) {
  const std::string id = check();
  ASSERT_TRUE(add(officer, "spot_check", id, "report", "a.pdf", support::pdf()));
  const std::string element = to_hex(sha256(support::pdf())) + "/a.pdf";
  const auto& of = named("spot_check");
  const std::vector<std::string> columns = {"report"};
  const std::string other = check("A-2");
  const auto changed =
      registry_->change(officer, of, other, {}, columns, {.values = {element}}, "x");
  ASSERT_TRUE(changed);
  ASSERT_FALSE(changed->errors.empty());
  EXPECT_EQ(changed->errors.front().failure, &attachment_wrong);
  const auto emptied = registry_->change(officer, of, id, {}, columns, {.values = {Value()}}, "x");
  ASSERT_TRUE(emptied);
  EXPECT_EQ(emptied->errors.front().failure, &attachment_wrong);
  const auto as_it_is = registry_->change(officer, of, id, {}, columns, {.values = {element}}, "x");
  ASSERT_TRUE(as_it_is);
  EXPECT_TRUE(as_it_is->errors.empty());
}

TEST_P(RecordFiles, ArePlacedOnlyInFieldsForFilesOfAcceptedTypes) {
  const std::string id = check();
  EXPECT_EQ(add(officer, "spot_check", id, "remark", "a.pdf", support::pdf()).error().failure,
            &content::no_place);
  EXPECT_EQ(add(officer, "spot_check", id, "none", "a.pdf", support::pdf()).error().failure,
            &content::no_place);
  EXPECT_EQ(add(officer, "spot_check", id, "report", "a.pdf", "MZ\x01").error().failure,
            &content::type_refused);
  EXPECT_EQ(add(officer, "spot_check", id, "report", "a.pdf", support::pdf(), 7).error().failure,
            &store::stale_version);
  const std::int64_t most = catalog::attachments_of(registry_->catalog().folder)->rules.most_files;
  for (std::int64_t i = 0; i < most; ++i) {
    ASSERT_TRUE(add(officer, "spot_check", id, "report", "a.pdf", support::pdf(std::to_string(i))));
  }
  EXPECT_EQ(add(officer, "spot_check", id, "report", "a.pdf", support::pdf("more")).error().failure,
            &content::too_many);
  EXPECT_EQ(list(officer, "spot_check", id).size(), static_cast<std::size_t>(most));
  // What was refused left nothing behind.
  std::int64_t kept = 0;
  ASSERT_TRUE(store::Files::of(*store_).each([&](const store::KeptFile&) { return ++kept > 0; }));
  EXPECT_EQ(kept, most);
}

TEST_P(RecordFiles, OfPersonalFieldsAreEncryptedNamelessAndLogged) {
  const std::string id = complaint();
  ASSERT_TRUE(add(officer, "complaint", id, "evidence", "张三的小票.jpg", support::jpeg()));
  const auto all = list(officer, "complaint", id);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].name, "附件1.jpg");
  EXPECT_NE(all[0].digest, to_hex(sha256(support::jpeg())));
  EXPECT_EQ(bytes_of(all[0]), support::jpeg());
  const auto digest = store::file_of_element(all[0].digest + "/x");
  EXPECT_TRUE((*store::Files::of(*store_).find(*digest))->sealed);
  // The analyst sees the complaint, not what is personal in it.
  EXPECT_TRUE(list(analyst, "complaint", id).empty());
  EXPECT_EQ(
      Attachments(*registry_).find(analyst, named("complaint"), id, all[0].digest).error().failure,
      &not_found);
  const Person system{.user = "system", .system = true};
  EXPECT_GE(registry_->count(system, named("personal_access"), {.filter = "action = 'files'"})
                .value_or(0),
            1);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(RecordFiles, AddedByManyAtOnceAreAllThere) {
  const std::string id = check();
  std::vector<std::thread> people;
  std::atomic<int> added = 0;
  for (int i = 0; i < 4; ++i) {
    people.emplace_back([&, i] {
      if (add(officer, "spot_check", id, "report", "a.pdf", support::pdf(std::to_string(i))))
        ++added;
    });
  }
  for (auto& person : people) person.join();
  EXPECT_EQ(added, 4);
  EXPECT_EQ(list(officer, "spot_check", id).size(), 4u);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST(FileElements, AreThePartsOfAField) {
  EXPECT_TRUE(file_elements(Value()).empty());
  EXPECT_EQ(file_elements(std::string("a/x|b/y")), (std::vector<std::string>{"a/x", "b/y"}));
}

}  // namespace
}  // namespace zhiheng::registry
