// What the machine's environment says.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "deliver/deliver.h"
#include "deliver/failures.h"
#include "support/place.h"

namespace zhiheng::deliver {
namespace {

class Environment : public testing::Test {
 protected:
  void set(const char* name, const std::string& value) {
    setenv(name, value.c_str(), 1);
    set_.emplace_back(name);
  }
  void TearDown() override {
    for (const auto& name : set_) unsetenv(name.c_str());
  }
  std::vector<std::string> set_;
};

TEST_F(Environment, WithoutAServerForMailThereIsNone) {
  const auto settings = settings_from_environment();
  ASSERT_TRUE(settings) << describe(settings.error());
  EXPECT_FALSE(settings->mail);
  EXPECT_TRUE(settings->allowed.empty());
}

TEST_F(Environment, NamesTheServerAndTheFileOfThePassword) {
  const support::Folder folder;
  std::ofstream(folder.file("password")) << "a secret\r\n";
  set("ZHIHENG_SMTP_URL", "smtp+starttls://mail.example:587");
  set("ZHIHENG_SMTP_FROM", "notice@quality.example");
  set("ZHIHENG_SMTP_USER", "notice");
  set("ZHIHENG_SMTP_PASSWORD_FILE", folder.file("password"));
  set("ZHIHENG_DELIVER_ALLOW", "10.1.0.0/16");
  const auto settings = settings_from_environment();
  ASSERT_TRUE(settings) << describe(settings.error());
  ASSERT_TRUE(settings->mail);
  EXPECT_EQ(settings->mail->password, "a secret");
  EXPECT_EQ(settings->allowed.size(), 1U);
  set("ZHIHENG_SMTP_PASSWORD_FILE", folder.file("nothing"));
  EXPECT_EQ(settings_from_environment().error().failure, &target_malformed);
}

TEST_F(Environment, IsRefusedWhereItMakesNoSense) {
  set("ZHIHENG_SMTP_URL", "http://mail.example");
  EXPECT_EQ(settings_from_environment().error().failure, &target_malformed);
  set("ZHIHENG_SMTP_URL", "smtp://mail.example");
  EXPECT_EQ(settings_from_environment().error().failure, &address_malformed);
  set("ZHIHENG_DELIVER_ALLOW", "everything");
  EXPECT_EQ(settings_from_environment().error().failure, &network_malformed);
}

}  // namespace
}  // namespace zhiheng::deliver
