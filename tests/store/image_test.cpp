#include "store/image.h"

#include <gtest/gtest.h>

#include "store/digest.h"
#include "store_fixture.h"

namespace zhiheng::store {
namespace {

Layout layout() {
  const Table table = spot_checks();
  std::vector<StoredColumn> stored;
  for (const Column& column : table.columns) {
    stored.push_back({static_cast<int>(stored.size()) + 1, column});
  }
  return make_layout(table, stored);
}

std::string image_of(const std::vector<Value>& values) {
  std::string image;
  append_image(image, layout(), values);
  return image;
}

TEST(ContentImage, GivesBackEveryValue) {
  const Draft draft = spot_check("1");
  const std::string image = image_of(draft.values);
  EXPECT_TRUE(valid_image(image, layout()));
  ImageReader reader(image);
  Field field;
  std::vector<Value> values;
  while (reader.next(field)) values.push_back(to_value(field));
  EXPECT_EQ(values, draft.values);
  EXPECT_TRUE(reader.complete());
}

TEST(ContentImage, IsWhatTheDocumentSays) {
  std::string image;
  append_field(image, 2, std::string("ab"));
  append_field(image, 3, true);
  append_field(image, 260, Decimal{-2, 1});
  EXPECT_EQ(image, std::string("\0\2\5\0\0\0\2ab"
                               "\0\3\0\1"
                               "\1\4\2\1\xff\xff\xff\xff\xff\xff\xff\xfe",
                               9 + 4 + 12));
}

TEST(ContentImage, DoesNotChangeWhenAColumnIsAddedOrLeftNull) {
  std::vector<Value> values = spot_check("1").values;
  values[3] = Value();
  const std::string image = image_of(values);
  Table table = spot_checks();
  table.columns.insert(table.columns.begin(), {"later", Storage::text});
  std::vector<StoredColumn> stored;
  for (const Column& column : spot_checks().columns) {
    stored.push_back({static_cast<int>(stored.size()) + 1, column});
  }
  stored.push_back({8, table.columns[0]});
  values.insert(values.begin(), Value());
  std::string wider;
  append_image(wider, make_layout(table, stored), values);
  EXPECT_EQ(wider, image);
}

TEST(ContentImage, IsRefusedWhenCutOrOfAnotherType) {
  const std::string image = image_of(spot_check("1").values);
  for (std::size_t size = 1; size < image.size(); ++size) {
    std::string cut = image.substr(0, size);
    Field field;
    ImageReader reader(cut);
    while (reader.next(field)) {
    }
    if (reader.complete()) continue;  // ends between two columns
    EXPECT_FALSE(valid_image(cut, layout())) << size;
  }
  std::string other;
  append_field(other, 1, std::int64_t{1});
  EXPECT_FALSE(valid_image(other, layout()));
  std::string twice;
  append_field(twice, 1, std::string("a"));
  append_field(twice, 1, std::string("b"));
  EXPECT_FALSE(valid_image(twice, layout()));
}

TEST(ContentImage, MergesWhatIsGivenOverWhatWas) {
  const std::string before = image_of(spot_check("1").values);
  std::vector<Value> given(7);
  given[1] = std::string("lamp");
  const int numbers[] = {2, 5};  // product given, price given as null
  std::string merged;
  append_merged(merged, before, image_of(given), numbers);
  std::vector<Value> wanted = spot_check("1", "lamp").values;
  wanted[4] = Value();
  EXPECT_EQ(merged, image_of(wanted));
}

TEST(NaturalKey, KeepsNeighboursTogetherAndLongOnesShort) {
  const auto key_of = [](const std::string& number) {
    std::string key;
    append_key(key, layout(), image_of(spot_check(number).values));
    return key;
  };
  EXPECT_LT(key_of("SC0001"), key_of("SC0002"));
  EXPECT_EQ(key_of(std::string(100, 'x')).size(), 40U);
  EXPECT_NE(key_of(std::string(100, 'x') + "a"), key_of(std::string(100, 'x') + "b"));
  EXPECT_NE(key_of("a"), key_of("b"));
}

TEST(VersionHash, CoversEverythingItIsSaidTo) {
  const Stamp stamp{"t", {}, 1, "draft", false, "", {5}, "li", "b1", 7};
  const Digest hash = version_hash(stamp, {}, {});
  std::vector<Stamp> others(9, stamp);
  others[0].table = "u";
  others[1].id.bytes[3] = 1;
  others[2].version = 2;
  others[3].state = "drafts";
  others[4].deleted = true;
  others[5].reason = "x";
  others[6].recorded_at.microseconds = 6;
  others[7].recorded_by = "lib";  // and not the same as moving a letter into the batch
  others[7].batch = "1";
  others[8].row = 8;
  for (const Stamp& other : others) EXPECT_NE(version_hash(other, {}, {}), hash);
  EXPECT_NE(version_hash(stamp, Digest{1}, {}), hash);
  EXPECT_NE(version_hash(stamp, {}, Digest{1}), hash);
  Hasher hasher;
  hasher.add("ab");
  hasher.add("c");
  EXPECT_EQ(hasher.finish(), sha256("abc"));
  EXPECT_EQ(hasher.finish(), sha256(""));
}

}  // namespace
}  // namespace zhiheng::store
