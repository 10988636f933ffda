#include "openid/keys.h"

#include <gtest/gtest.h>

#include "openid/claims.h"
#include "openid/failures.h"
#include "registry/packing.h"

namespace zhiheng::openid {
namespace {

// RFC 7515, appendix A.2 (RS256) and A.3 (ES256): key, token and payload as printed there.
constexpr const char* rsa_keys =
    R"({"keys":[{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}]})";
constexpr const char* rsa_token =
    "eyJhbGciOiJSUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ"
    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
    "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1"
    "L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYE"
    "UipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
constexpr const char* elliptic_keys =
    R"({"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";
constexpr const char* elliptic_token =
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ"
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

TEST(SignedTokens, AreThoseOfTheStandard) {
  const std::pair<const char*, const char*> rows[] = {{rsa_keys, rsa_token},
                                                      {elliptic_keys, elliptic_token}};
  for (const auto& [published, text] : rows) {
    const auto keys = parse_keys(published);
    ASSERT_TRUE(keys);
    ASSERT_EQ(keys->size(), 1U);
    auto token = parse_token(text);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->payload,
              "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
    const auto key = key_of(*token, *keys);
    ASSERT_TRUE(key);
    EXPECT_TRUE(check_signature(*token, **key));
    // Every byte of it counts.
    for (const std::size_t at : {std::size_t{0}, std::size_t{31}, token->signature.size() - 1}) {
      token->signature[at] = static_cast<char>(token->signature[at] ^ 1);
      EXPECT_EQ(check_signature(*token, **key).error().failure, &signature_wrong) << at;
      token->signature[at] = static_cast<char>(token->signature[at] ^ 1);
    }
    token->covered.back() = static_cast<char>(token->covered.back() ^ 1);
    EXPECT_EQ(check_signature(*token, **key).error().failure, &signature_wrong);
  }
}

// Judged by the key's own kind: a token cannot choose.
TEST(SignedTokens, AreNotCheckedWithAKeyOfTheOtherKind) {
  const auto keys = parse_keys(elliptic_keys);
  const auto token = parse_token(rsa_token);
  ASSERT_TRUE(keys && token);
  EXPECT_EQ(key_of(*token, *keys).error().failure, &key_unknown);
  EXPECT_EQ(check_signature(*token, keys->front()).error().failure, &signature_wrong);
}

TEST(SignedTokens, WithoutSignatureOrWithASharedSecretAreRefused) {
  const auto with_header = [](const std::string& header) {
    return registry::to_base64url(header) + "." + registry::to_base64url("{}") + "." +
           registry::to_base64url("x");
  };
  for (const char* algorithm : {"none", "None", "NONE", "HS256", "HS512", "RS1", "PS256", ""}) {
    const auto token = parse_token(with_header(R"({"alg":")" + std::string(algorithm) + "\"}"));
    ASSERT_FALSE(token) << algorithm;
    EXPECT_EQ(token.error().failure, &algorithm_refused) << algorithm;
  }
  for (const std::string& text :
       {std::string(), std::string("a.b"), std::string("a.b.c.d"), std::string("!.!.!"),
        std::string(".."), with_header("[]"), with_header("{"),
        with_header(R"({"alg":"RS256","crit":["exp"]})"), std::string(40'000, 'a')}) {
    const auto token = parse_token(text);
    ASSERT_FALSE(token) << text.substr(0, 50);
    EXPECT_EQ(token.error().failure, &token_malformed) << text.substr(0, 50);
  }
}

TEST(PublishedKeys, ThatAreWeakOrForOtherUsesAreLeftOut) {
  const std::string modulus(171, 'A');  // 1024 bits
  const std::string x(43, 'A');
  const auto keys = parse_keys(
      R"({"keys":[1,{},{"kty":"oct","k":"AAAA"},{"kty":"RSA","n":")" + modulus +
      R"(","e":"AQAB"},{"kty":"RSA","n":"!","e":"AQAB"},{"kty":"EC","crv":"P-384","x":")" + x +
      R"(","y":")" + x +
      R"("},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"},{"kty":"EC","crv":"P-256","use":"enc","x":")" +
      x + R"(","y":")" + x + R"("},{"kty":"EC","crv":"P-256","alg":"RS256","x":")" + x +
      R"(","y":")" + x + R"("}]})");
  ASSERT_TRUE(keys);
  EXPECT_TRUE(keys->empty());
  for (const char* text : {"", "[]", "{}", R"({"keys":1})", "{"}) {
    EXPECT_EQ(parse_keys(text).error().failure, &keys_malformed) << text;
  }
}

TEST(PublishedKeys, AreFoundByNameAndWithoutOneOnlyWhenThereIsNoDoubt) {
  Key one{.id = "a", .algorithm = Algorithm::rs256};
  Key other{.id = "b", .algorithm = Algorithm::rs256};
  const std::vector<Key> keys = {one, other};
  EXPECT_EQ((*key_of({.algorithm = Algorithm::rs256, .key_id = "b"}, keys))->id, "b");
  EXPECT_EQ(key_of({.algorithm = Algorithm::rs256, .key_id = "c"}, keys).error().failure,
            &key_unknown);
  EXPECT_EQ(key_of({.algorithm = Algorithm::rs256}, keys).error().failure, &key_unknown);
  EXPECT_TRUE(key_of({.algorithm = Algorithm::rs256}, std::span(keys).first(1)));
}

// Not a point of the curve: OpenSSL must not be handed it as a key.
TEST(PublishedKeys, ThatAreNoPointOfTheCurveCheckNothing) {
  const Key key{
      .algorithm = Algorithm::es256, .x = std::string(32, '\1'), .y = std::string(32, '\1')};
  const auto token = parse_token(elliptic_token);
  ASSERT_TRUE(token);
  EXPECT_EQ(check_signature(*token, key).error().failure, &signature_wrong);
}

class ClaimsOfALogin : public testing::Test {
 protected:
  static constexpr std::int64_t now_s = 1'800'000'000;
  const Timestamp now_{now_s * 1'000'000};
  const Expected expected_{
      .issuer = "https://a", .client = "zhiheng", .nonce = "n", .skew_seconds = 60};
  [[nodiscard]] static Claims good() {
    return {.issuer = "https://a",
            .subject = "s",
            .audience = {"zhiheng"},
            .authorised_party = {},
            .nonce = "n",
            .name = {},
            .expires = now_s + 300,
            .issued = now_s};
  }
  const Failure* refusal(const Claims& claims) const {
    const auto checked = check_claims(claims, expected_, now_);
    return checked ? nullptr : checked.error().failure;
  }
};

TEST_F(ClaimsOfALogin, MustFitInEveryRespect) {
  EXPECT_EQ(refusal(good()), nullptr);
  Claims claims = good();
  claims.issuer = "https://a/";
  EXPECT_EQ(refusal(claims), &issuer_wrong);
  claims = good();
  claims.audience = {"somebody"};
  EXPECT_EQ(refusal(claims), &audience_wrong);
  claims.audience = {"somebody", "zhiheng"};
  EXPECT_EQ(refusal(claims), &audience_wrong) << "made for several, given to whom?";
  claims.authorised_party = "somebody";
  EXPECT_EQ(refusal(claims), &audience_wrong);
  claims.authorised_party = "zhiheng";
  EXPECT_EQ(refusal(claims), nullptr);
  claims = good();
  claims.nonce = "m";
  EXPECT_EQ(refusal(claims), &nonce_wrong);
  claims.nonce = "";
  EXPECT_EQ(refusal(claims), &nonce_wrong);
}

TEST_F(ClaimsOfALogin, AreJudgedByTheClockWithSomeLeeway) {
  Claims claims = good();
  claims.expires = now_s - 59;
  EXPECT_EQ(refusal(claims), nullptr);
  claims.expires = now_s - 60;
  EXPECT_EQ(refusal(claims), &token_expired);
  claims = good();
  claims.issued = now_s + 60;
  EXPECT_EQ(refusal(claims), nullptr);
  claims.issued = now_s + 61;
  EXPECT_EQ(refusal(claims), &token_expired);
  claims = good();
  claims.not_before = now_s + 61;
  EXPECT_EQ(refusal(claims), &token_expired);
}

TEST_F(ClaimsOfALogin, AreReadWithEveryTextThatTheyHold) {
  const auto claims = read_claims(
      R"({"iss":"https://a","sub":"s","aud":["x","zhiheng"],"azp":"zhiheng","exp":1.8e9,"groups":["g","h"],"preferred_username":"李"})");
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->audience, (std::vector<std::string>{"x", "zhiheng"}));
  EXPECT_EQ(claims->expires, now_s);
  EXPECT_EQ(claims->name, "李");
  EXPECT_EQ(claims->others.at("groups"), (std::vector<std::string>{"g", "h"}));
  for (const char* text :
       {"", "[]", R"({"iss":"a","sub":"s"})", R"({"iss":"a","exp":1})", R"({"sub":"s","exp":1})",
        R"({"iss":"a","sub":"s","exp":"1"})", R"({"iss":"a","sub":"s","exp":-1})",
        R"({"iss":"a","sub":"s","exp":1e300})"}) {
    EXPECT_EQ(read_claims(text).error().failure, &token_malformed) << text;
  }
}

}  // namespace
}  // namespace zhiheng::openid
