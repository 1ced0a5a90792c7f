// The configuration's "sign_on".
#include "web/sign_on/provider.hpp"

#include <catch2/catch.hpp>

namespace yellowsea::web {
namespace {

Result<std::string> secret(const std::string& file) {
  if (file == "there") return std::string(" s \n");
  if (file == "empty") return std::string("\n");
  return fail(ProblemCode::malformed, "file", "no such file");
}

Json one() {
  return Json{{"id", "city"}, {"title", "City hall"}, {"issuer", "https://id.example"}, {"client_id", "us"}};
}

bool good(const char* name, const Json& value) {
  Json changed = one();
  changed[name] = value;
  return read_providers(Json::array({changed}), secret).has_value();
}

}  // namespace

TEST_CASE("providers are read with all that they need") {
  CHECK(read_providers(Json(), secret)->empty());
  Json full = one();
  full["client_secret_file"] = "there";
  full["second_factor"] = true;
  const auto read = read_providers(Json::array({full}), secret);
  REQUIRE(read);
  CHECK(read->at(0).client_secret == "s");
  CHECK(read->at(0).always_second_factor);
  CHECK(read->at(0).title == Json{{"en", "City hall"}});
  CHECK(providers_json(*read) == Json::array({{{"id", "city"}, {"title", {{"en", "City hall"}}}}}));
}

TEST_CASE("mistakes of the configuration are told, not guessed away") {
  CHECK(good("title", Json{{"en", "City"}, {"ja", "市"}}));
  CHECK_FALSE(good("title", Json{{"ja", "市"}}));
  CHECK(good("id", std::string(32, 'a')));
  for (const Json& id : {Json(std::string(33, 'a')), Json(""), Json("City"), Json("finish"), Json(1)})
    CHECK_FALSE(good("id", id));
  CHECK(good("issuer", "http://127.0.0.1:8000"));
  for (const char* issuer :
       {"http://id.example", "http://127.0.0.1.example", "http://a@127.0.0.1", "id.example", ""})
    CHECK_FALSE(good("issuer", issuer));
  CHECK_FALSE(good("client_id", ""));
  CHECK_FALSE(good("client_secret", "in the configuration"));
  CHECK_FALSE(good("client_secret_file", "away"));
  CHECK_FALSE(good("client_secret_file", "empty"));
  CHECK_FALSE(read_providers(Json::object(), secret));
  CHECK(good("second_factor", Json{{"amr", {"mfa", "otp"}}}));
  CHECK(good("second_factor", Json{{"acr", {"silver"}}}));
  for (const Json& none :
       {Json("yes"), Json::object(), Json{{"amr", Json::array()}}, Json{{"amr", {1}}}, Json{{"amr", "mfa"}},
        Json{{"amr", {"mfa"}}, {"acr", {"a"}}}, Json{{"other", {"mfa"}}}})
    CHECK_FALSE(good("second_factor", none));
  CHECK_FALSE(read_providers(Json::array({one(), one()}), secret));
}

TEST_CASE("a provider is believed about a second factor as far as the configuration says") {
  Provider provider;
  const Json both{{"amr", {"pwd", "mfa"}}, {"acr", "gold"}};
  CHECK_FALSE(asked_second_factor(provider, both));
  provider.amr = {"otp", "mfa"};
  CHECK(asked_second_factor(provider, both));
  CHECK_FALSE(asked_second_factor(provider, {{"amr", {"pwd"}}}));
  CHECK_FALSE(asked_second_factor(provider, {{"amr", "mfa"}}));
  CHECK_FALSE(asked_second_factor(provider, Json::object()));
  provider.amr.clear();
  provider.acr = {"gold"};
  CHECK(asked_second_factor(provider, both));
  CHECK_FALSE(asked_second_factor(provider, {{"acr", "silver"}}));
  CHECK_FALSE(asked_second_factor(provider, Json::object()));
  provider.acr.clear();
  provider.always_second_factor = true;
  CHECK(asked_second_factor(provider, Json::object()));
}

TEST_CASE("there are at most twenty providers") {
  for (const std::size_t count : {kMostProviders - 1, kMostProviders, kMostProviders + 1}) {
    Json list = Json::array();
    for (std::size_t at = 0; at < count; ++at) {
      Json next = one();
      next["id"] = "p" + std::to_string(at);
      next["issuer"] = "https://p" + std::to_string(at) + ".example";
      list.push_back(next);
    }
    CHECK(read_providers(list, secret).has_value() == (count <= kMostProviders));
  }
}

}  // namespace yellowsea::web
