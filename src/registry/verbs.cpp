#include "registry/verbs.h"

#include "registry/answers.h"
#include "registry/file_verbs.h"

namespace zhiheng::registry {
namespace {

Verb list_verb() {
  return {
      .path = "list",
      .help = {"列出登记册的记录", "list the records of a register"},
      .arguments = {{.name = "REGISTER", .help = {"登记册名称", "name of the register"}}},
      .options =
          {{.name = "filter",
            .value = "CONDITION",
            .help = {"筛选条件，如 result = 'fail' and region under '620000'",
                     "which ones, such as result = 'fail' and region under '620000'"}},
           {.name = "search",
            .value = "WORDS",
            .help = {"在可检索字段中查找的词", "words to look for in the searchable fields"}},
           {.name = "sort",
            .value = "FIELD",
            .help = {"排序字段，前加 - 为降序；可重复",
                     "order by this field, a leading - for descending; may be repeated"},
            .repeated = true},
           {.name = "limit",
            .value = "N",
            .help = {"条数，1 至 1000，默认 50", "how many, 1 to 1000, 50 by default"}},
           {.name = "after",
            .value = "CURSOR",
            .help = {"上一页给出的翻页标记", "the cursor that the page before gave"}},
           {.name = "overdue",
            .value = "",
            .help = {"只列已逾期的记录", "only records with a term that has run out"}},
           {.name = "count", .value = "", .help = {"同时给出总数", "also count all that match"}}},
      .run = answer_list,
      .description = {"不加 --sort 时，最近变更的在前。",
                      "Without --sort the newest change comes "
                      "first."}};
}

Verb show_verb() {
  return {.path = "show",
          .help = {"显示一条记录", "show one record"},
          .arguments = {{.name = "REGISTER", .help = {"登记册名称", "name of the register"}},
                        {.name = "RECORD",
                         .help = {"记录标识，或自然键（各部分用 | 连接）",
                                  "its id, or its natural key, parts joined with |"}}},
          .options = {{.name = "history",
                       .value = "",
                       .help = {"列出全部版本，旧的在前", "all versions, oldest first"}}},
          .run = answer_show};
}

Option today_option() {
  return {.name = "today",
          .value = "DATE",
          .help = {"以该日中午为准，默认此刻", "as of noon of that day; now by default"}};
}

Verb work_verb() {
  return {.path = "work",
          .help = {"待办：已逾期、今日到期、之后到期、待他人办理",
                   "what is to be done: overdue, due today, due later, waiting for others"},
          .arguments = {},
          .options = {{.name = "as",
                       .value = "USER",
                       .help = {"以该账号的权限查看", "as this account sees it"}},
                      {.name = "limit",
                       .value = "N",
                       .help = {"每部分条数，1 至 1000，默认 50",
                                "how many of each part, 1 to 1000, 50 by default"}},
                      today_option()},
          .run = answer_work};
}

Verb clocks_run_verb() {
  return {
      .path = "clocks run",
      .help = {"办理逾期后由系统自动进行的步骤", "take the steps that follow from missed terms"},
      .arguments = {},
      .options = {today_option()},
      .run = answer_clocks_run,
      .description = {"宜每日由计划任务调用。有步骤未能办理时退出码为 1。",
                      "To be called daily by a scheduler. Exit code 1 when a step could not "
                      "be taken."}};
}

Option password_option() {
  return {
      .name = "password-file",
      .value = "FILE",
      .help = {"从文件第一行读取密码；不给则随机生成并显示",
               "read the password from the first line of a file; otherwise a random one is made "
               "and printed"}};
}

Verb user_add_verb() {
  return {.path = "user add",
          .help = {"新建账号", "make an account"},
          .arguments = {{.name = "USER", .help = {"账号名", "name of the account"}}},
          .options = {{.name = "name", .value = "NAME", .help = {"显示的姓名", "name shown"}},
                      {.name = "role",
                       .value = "ROLE",
                       .help = {"角色，见 catalog/roles.toml；可重复",
                                "a role of catalog/roles.toml; may be repeated"},
                       .required = true,
                       .repeated = true},
                      {.name = "region",
                       .value = "CODE",
                       .help = {"只可见此行政区划之内", "sees only what lies in this region"}},
                      {.name = "company",
                       .value = "CODE",
                       .help = {"所属企业的统一社会信用代码", "credit code of its firm"}},
                      {.name = "unit",
                       .value = "KEY",
                       .help = {"所属单位", "the authority that it belongs to"}},
                      password_option()},
          .run = answer_user_add};
}

Verb user_list_verb() {
  return {.path = "user list",
          .help = {"列出账号", "list the accounts"},
          .arguments = {},
          .options = {},
          .run = answer_user_list};
}

Verb user_password_verb() {
  return {.path = "user password",
          .help = {"更改账号密码", "change the password of an account"},
          .arguments = {{.name = "USER", .help = {"账号名", "name of the account"}}},
          .options = {password_option()},
          .run = answer_user_password,
          .description = {"已登录的会话随即失效，锁定也随之解除。",
                          "Ends the sessions of the account and lifts a lock."}};
}

std::vector<Verb> credential_verbs() {
  const Argument user = {.name = "USER", .help = {"账号名", "name of the account"}};
  return {
      {.path = "user code",
       .help = {"启用两步验证（RFC 6238）", "ask the account for one-time codes (RFC 6238)"},
       .arguments = {user},
       .options = {{.name = "off", .value = "", .help = {"停用", "no longer"}}},
       .run = answer_user_code,
       .description = {"输出供验证器扫描或录入的地址，只显示这一次。",
                       "Prints the address for an authenticator program, this once."}},
      {.path = "token add",
       .help = {"为程序签发令牌", "issue a token for a program"},
       .arguments = {user},
       .options = {{.name = "name", .value = "NAME", .help = {"用途", "what it is for"}},
                   {.name = "scope",
                    .value = "SCOPE",
                    .help = {"read 或 write，可重复；默认 read",
                             "read or write, may be repeated; read by default"},
                    .repeated = true},
                   {.name = "days",
                    .value = "N",
                    .help = {"有效天数，1 至 366，默认 90", "days, 1 to 366, 90 by default"}}},
       .run = answer_token_add,
       .description = {"令牌只显示这一次；权限随账号的角色、地区即时变化。",
                       "The token is shown this once; its rights are those of the account at the "
                       "time of each request."}},
      {.path = "token list",
       .help = {"列出令牌", "list the tokens"},
       .arguments = {},
       .options = {},
       .run = answer_token_list},
      {.path = "token revoke",
       .help = {"废止令牌", "revoke a token"},
       .arguments = {{.name = "ID", .help = {"token list 列出的标识", "as token list shows it"}}},
       .options = {},
       .run = answer_token_revoke},
  };
}

}  // namespace

std::vector<Verb> verbs() {
  std::vector<Verb> all = {list_verb(),         show_verb(),     work_verb(),
                           clocks_run_verb(),   user_add_verb(), user_list_verb(),
                           user_password_verb()};
  for (auto& verb : credential_verbs()) all.push_back(std::move(verb));
  for (auto& verb : file_verbs()) all.push_back(std::move(verb));
  return all;
}

}  // namespace zhiheng::registry
