// Access over the API: the password again, sessions, tokens, the second factor, limits on guessing.
#include <catch2/catch.hpp>

#include "engine/service/second_factor.hpp"
#include "tests/web/routes/access_place.hpp"

namespace yellowsea::web {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kConfirm = "/api/v1/session/confirm";

std::string new_note(AccessPlace& place, Browser& browser) {
  const Answer opened = place.ask(browser, "POST", "/api/v1/notes", Json::object());
  if (opened.status != 201) throw std::runtime_error(to_text(opened.json));
  return "/api/v1/notes/" + opened.json.at("id").get<std::string>() + "/events";
}

}  // namespace

TEST_CASE("what is marked takes a password of the last five minutes, which signing in and confirming give") {
  AccessPlace place;
  Browser ann = place.browser_of("ann");
  const std::string first = new_note(place, ann);
  const std::string second = new_note(place, ann);
  const std::string third = new_note(place, ann);
  place.clock.advance(minutes(5));
  CHECK(place.ask(ann, "POST", first, {{"type", "sign"}}).status == 200);
  place.clock.advance(std::chrono::milliseconds(1));
  const Answer refused = place.ask(ann, "POST", second, {{"type", "sign"}});
  CHECK(refused.status == 403);
  CHECK(refused.rule() == "password_again");
  CHECK(place.ask(ann, "POST", second, {{"type", "write"}}).status == 200);

  const std::string before = ann.cookie;
  Browser wrong = ann;
  const Answer not_it = place.ask(wrong, "POST", kConfirm, {{"password", "three wet umbrella"}});
  CHECK(not_it.status == 422);
  CHECK(not_it.json.at("errors").at(0).at("pointer") == "/password");
  CHECK(place.ask(ann, "POST", second, {{"type", "sign"}}).rule() == "password_again");
  CHECK(place.ask(ann, "POST", kConfirm, {{"password", AccessPlace::kPassword}}).status == 200);
  CHECK(ann.cookie != before);
  CHECK(place.ask(ann, "POST", second, {{"type", "sign"}}).status == 200);
  // The token from before the confirmation is nobody's any more.
  Browser old;
  old.cookie = before;
  CHECK(place.ask(old, "GET", "/api/v1/session").status == 401);
  // Confirming does not prolong a session beyond its absolute end.
  place.clock.advance(minutes(6));
  CHECK(place.ask(ann, "POST", third, {{"type", "sign"}}).rule() == "password_again");
}

TEST_CASE("programs are not asked for a password, and whose it is not to do hears that first") {
  AccessPlace place;
  Browser ann = place.browser_of("ann");
  const std::string note = new_note(place, ann);
  const Answer made =
      place.ask(ann, "POST", "/api/v1/tokens", {{"name", "press"}, {"days", 1}, {"read_only", false}});
  REQUIRE(made.status == 201);
  Browser program;
  program.bearer = made.json.at("token").get<std::string>();
  place.clock.advance(minutes(20));
  CHECK(place.ask(program, "POST", note, {{"type", "sign"}}).status == 200);
  CHECK(place.ask(program, "POST", kConfirm, {{"password", AccessPlace::kPassword}}).status == 401);
}

TEST_CASE("a token does what it was made for, is listed to its person, and ends") {
  AccessPlace place;
  Browser ann = place.browser_of("ann");
  const std::string note = new_note(place, ann);
  const auto token = [&](const Json& wanted) {
    const Answer made = place.ask(ann, "POST", "/api/v1/tokens", wanted);
    REQUIRE(made.status == 201);
    Browser program;
    program.bearer = made.json.at("token").get<std::string>();
    return program;
  };
  Browser reads = token({{"name", "reads"}, {"days", 1}});
  CHECK(place.ask(reads, "GET", "/api/v1/notes").status == 200);
  CHECK(place.ask(reads, "POST", note, {{"type", "write"}}).rule() == "token_scope");
  CHECK(place.ask(reads, "PUT", "/api/v1/drafts/a", {{"a", 1}}).rule() == "token_scope");
  Browser notes = token({{"name", "notes"}, {"days", 1}, {"read_only", false}, {"kinds", {"note"}}});
  CHECK(place.ask(notes, "POST", note, {{"type", "write"}}).status == 200);
  CHECK(place.ask(notes, "PUT", "/api/v1/drafts/a", {{"a", 1}}).rule() == "token_scope");
  CHECK(place.ask(notes, "GET", "/api/v1/tokens").rule() == "people_only");
  CHECK(place.ask(notes, "POST", "/api/v1/tokens", {{"name", "more"}}).status == 403);

  CHECK(place.ask(ann, "POST", "/api/v1/tokens", {{"name", "x"}, {"days", 366}}).status == 422);
  CHECK(place.ask(ann, "POST", "/api/v1/tokens", {{"name", "x"}, {"days", 0}}).status == 422);
  CHECK(place.ask(ann, "POST", "/api/v1/tokens", {{"name", "x"}, {"kinds", {"tree"}}}).status == 422);
  Answer list = place.ask(ann, "GET", "/api/v1/tokens");
  REQUIRE(list.json.at("items").size() == 2);
  CHECK_FALSE(list.json.at("items").at(0).contains("token"));
  Browser kim = place.browser_of("kim");
  const std::string path = "/api/v1/tokens/" + list.json.at("items").at(0).at("id").dump();
  CHECK(place.ask(kim, "DELETE", path).status == 404);
  CHECK(place.ask(ann, "DELETE", path).status == 204);
  CHECK(place.ask(reads, "GET", "/api/v1/notes").status == 401);
  place.clock.advance(std::chrono::hours(24));
  CHECK(place.ask(notes, "GET", "/api/v1/notes").status == 401);
}

TEST_CASE("a person sees and ends their own sessions, nobody else's, and live streams end at once") {
  AccessPlace place;
  Browser office = place.browser_of("ann");
  Browser phone = place.browser_of("ann");
  Browser kim = place.browser_of("kim");
  const Answer seen = place.ask(office, "GET", "/api/v1/sessions");
  REQUIRE(seen.json.at("items").size() == 2);
  CHECK(seen.json.at("items").at(0).at("agent") == "a test");
  CHECK(seen.json.at("items").at(0).at("remote") == "192.0.2.7");
  std::string other;
  for (const Json& one : seen.json.at("items")) {
    if (!one.at("current").get<bool>()) other = one.at("id").get<std::string>();
  }
  REQUIRE_FALSE(other.empty());
  const auto stream = std::make_shared<Streams>();
  const auto of_phone = place.its_people.caller_of_session(
      *place.reader, *place.its_pack, phone.cookie.substr(phone.cookie.find('=') + 1), place.clock.now());
  REQUIRE(of_phone);
  const auto handler = place.live.open(*of_phone, "127.0.0.1", stream);
  CHECK(place.ask(kim, "DELETE", "/api/v1/sessions/" + other).status == 404);
  CHECK(stream->closed == 0);
  CHECK(place.ask(office, "DELETE", "/api/v1/sessions/" + other).status == 204);
  CHECK(stream->closed == 1008);
  CHECK(place.ask(phone, "GET", "/api/v1/session").status == 401);
  CHECK(place.ask(office, "GET", "/api/v1/session").status == 200);
  handler->on_close();
}

TEST_CASE("a new password needs the current one, keeps the rules, and ends every session") {
  AccessPlace place;
  Browser ann = place.browser_of("ann");
  Browser phone = place.browser_of("ann");
  const auto change = [&](const std::string& current, const std::string& wanted) {
    return place.ask(ann, "PUT", "/api/v1/password", {{"current", current}, {"password", wanted}});
  };
  const Answer wrong = change("three wet umbrella", "four dry umbrellas");
  CHECK(wrong.status == 422);
  CHECK(wrong.json.at("errors").at(0).at("pointer") == "/current");
  const Answer weak = change(AccessPlace::kPassword, "Northern Garden 2026");
  CHECK(weak.status == 422);
  CHECK(weak.json.at("errors").at(0).at("rule") == "password_too_common");
  CHECK(place.ask(phone, "GET", "/api/v1/session").status == 200);
  CHECK(change(AccessPlace::kPassword, "four dry umbrellas").status == 204);
  CHECK(place.ask(phone, "GET", "/api/v1/session").status == 401);
  Browser again;
  const Json body{{"user", "ann"}, {"password", "four dry umbrellas"}};
  CHECK(place.ask(again, "POST", "/api/v1/session", body).status == 200);
}

TEST_CASE("an address fails thirty times in five minutes; who gets in does not count") {
  AccessPlace place;
  Browser office;
  for (int number = 0; number < 30; ++number)
    CHECK(place.throttle.admit_address("192.0.2.9", place.clock.now()));
  const auto refused = place.throttle.admit_address("192.0.2.9", place.clock.now());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().rule == "login_address");
  CHECK(refused.error().arguments.at("retry_after") == 300);
  CHECK(place.throttle.admit_address("192.0.2.10", place.clock.now()));
  CHECK_FALSE(place.throttle.admit_address("192.0.2.9", place.clock.now() + minutes(5) - seconds(1)));
  CHECK(place.throttle.admit_address("192.0.2.9", place.clock.now() + minutes(5)));
  office.remote = "192.0.2.11";
  for (int number = 0; number < 31; ++number) {
    CHECK(place.throttle.admit_address(office.remote, place.clock.now()));
    place.throttle.succeeded_from(office.remote);
  }
}

TEST_CASE("with a second factor signing in takes its code too, each code once; recovery codes work once") {
  AccessPlace place;
  Browser ann = place.browser_of("ann");
  const Answer begun = place.ask(ann, "POST", "/api/v1/second-factor");
  REQUIRE(begun.status == 201);
  CHECK(begun.json.at("address").get<std::string>().starts_with("otpauth://totp/"));
  // Not yet on: signing in goes on as before.
  place.browser_of("ann");
  const auto person = place.reader->person("ann")->id;
  const auto code = [&](int steps) {
    return one_time_code(place.reader->second_factor(person)->secret,
                         one_time_step(place.clock.now()) + steps);
  };
  CHECK(place.ask(ann, "PUT", "/api/v1/second-factor", {{"code", code(5)}}).status == 422);
  const std::string enrolled = code(0);
  const Answer on = place.ask(ann, "PUT", "/api/v1/second-factor", {{"code", enrolled}});
  REQUIRE(on.status == 200);
  REQUIRE(on.json.at("recovery_codes").size() == 10);

  const auto sign_in = [&](const Json& with) {
    Browser browser;
    Json body{{"user", "ann"}, {"password", AccessPlace::kPassword}};
    body.update(with);
    return place.ask(browser, "POST", "/api/v1/session", body);
  };
  CHECK(sign_in(Json::object()).rule() == "second_factor_needed");
  CHECK(sign_in({{"code", "000000"}}).rule() == "second_factor_wrong");
  // The code of the enrolment has been used.
  CHECK(sign_in({{"code", enrolled}}).rule() == "second_factor_wrong");
  place.clock.advance(minutes(20));
  CHECK(sign_in({{"code", code(-2)}}).rule() == "second_factor_wrong");
  CHECK(sign_in({{"code", code(-1)}}).status == 200);
  CHECK(sign_in({{"code", code(-1)}}).rule() == "second_factor_wrong");
  CHECK(sign_in({{"code", code(1)}}).status == 200);
  CHECK(sign_in({{"code", code(2)}}).rule() == "second_factor_wrong");
  const std::string recovery = on.json.at("recovery_codes").at(3).get<std::string>();
  CHECK(sign_in({{"code", recovery}}).status == 200);
  CHECK(sign_in({{"code", recovery}}).rule() == "second_factor_wrong");
  // A wrong password tells nothing about a second factor.
  Browser nobody;
  const Json wrong{{"user", "ann"}, {"password", "three wet umbrella"}};
  CHECK(place.ask(nobody, "POST", "/api/v1/session", wrong).rule() == "bad_credentials");
}

TEST_CASE("an installation that asks for second factors lets nobody change anything without one") {
  AccessPlace place(true);
  Browser ann = place.browser_of("ann");
  CHECK(place.ask(ann, "POST", "/api/v1/notes", Json::object()).rule() == "second_factor_required");
  CHECK(place.ask(ann, "GET", "/api/v1/notes").status == 200);
  CHECK(place.ask(ann, "POST", "/api/v1/second-factor").status == 201);
  const auto person = place.reader->person("ann")->id;
  const std::string code =
      one_time_code(place.reader->second_factor(person)->secret, one_time_step(place.clock.now()));
  CHECK(place.ask(ann, "PUT", "/api/v1/second-factor", {{"code", code}}).status == 200);
  CHECK(place.ask(ann, "POST", "/api/v1/notes", Json::object()).status == 201);
}

}  // namespace yellowsea::web
