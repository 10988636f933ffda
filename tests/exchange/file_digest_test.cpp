#include "exchange/file_digest.h"

#include <gtest/gtest.h>

#include <fstream>

#include "exchange/failures.h"
#include "support/place.h"

namespace zhiheng::exchange {
namespace {

TEST(FileDigest, IsTheSha256OfItsBytes) {
  const support::Folder folder;
  std::ofstream(folder.file("abc")) << "abc";
  std::ofstream(folder.file("a")) << std::string(1'000'000, 'a');
  // FIPS 180-2, appendix B.1 and B.3
  EXPECT_EQ(file_digest(folder.file("abc")).value(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(file_digest(folder.file("a")).value(),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(FileDigest, RefusesWhatIsNoFile) {
  const support::Folder folder;
  for (const auto& path : {folder.file("none"), folder.path()}) {
    const auto digest = file_digest(path);
    ASSERT_FALSE(digest) << path;
    EXPECT_EQ(digest.error().failure, &cannot_read);
    EXPECT_EQ(digest.error().where, path);
  }
}

}  // namespace
}  // namespace zhiheng::exchange
