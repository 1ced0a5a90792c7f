// Accounts over the API: invitations, roles that two persons give, the last administrator, the log of access.
#include <catch2/catch.hpp>

#include "engine/service/audit.hpp"
#include "tests/web/routes/access_place.hpp"

namespace yellowsea::web {

namespace {

using std::chrono::minutes;

Json role(const std::string& name, const std::string& organisation) {
  return Json{{"role", name}, {"organisation", organisation}};
}

const Json kGardener = role("gardener", "north-garden");
const Json kOwner = role("owner", "north-garden");
const Json kKeeper = role("keeper", "toolshed");

std::string token_of(const Answer& invitation) {
  const std::string path = invitation.json.at("path").get<std::string>();
  return path.substr(path.find('#') + 1);
}

Answer invite(AccessPlace& place, Browser& by, const Json& roles) {
  return place.ask(by, "POST", "/api/v1/invitations", {{"name", "Somebody New"}, {"roles", roles}});
}

Answer accept(AccessPlace& place, const std::string& token, const std::string& user) {
  Browser nobody;
  return place.ask(nobody, "POST", "/api/v1/invitations/accept",
                   {{"token", token}, {"user", user}, {"name", "New"}, {"password", AccessPlace::kPassword}});
}

std::vector<std::string> audit_types(AccessPlace& place, Browser& reader) {
  const Answer page = place.ask(reader, "GET", "/api/v1/audit");
  std::vector<std::string> types;
  if (page.status != 200) return types;
  for (const Json& one : page.json.at("items")) types.push_back(one.at("type").get<std::string>());
  return types;
}

// A second administrator, as the first one alone may name.
Browser second_keeper(AccessPlace& place, Browser& kim) {
  const Answer invited = invite(place, kim, Json::array({kKeeper}));
  REQUIRE(invited.status == 201);
  CHECK_FALSE(invited.json.at("waits").get<bool>());
  REQUIRE(accept(place, token_of(invited), "kay").status == 201);
  return place.browser_of("kay");
}

}  // namespace

TEST_CASE("an invitation's link makes one account, once, within a week") {
  AccessPlace place;
  Browser kim = place.browser_of("kim");
  const Answer invited = invite(place, kim, Json::array({kGardener}));
  REQUIRE(invited.status == 201);
  Browser nobody;
  const Answer offered =
      place.ask(nobody, "POST", "/api/v1/invitations/accept", {{"token", token_of(invited)}});
  CHECK(offered.json.at("roles") == Json::array({kGardener}));
  CHECK(accept(place, "no such key", "bea").rule() == "bad_link");
  CHECK(accept(place, token_of(invited), "ann").rule() == "user_taken");
  CHECK(accept(place, token_of(invited), "bea").status == 201);
  CHECK(accept(place, token_of(invited), "bob").rule() == "bad_link");
  Browser bea = place.browser_of("bea");
  CHECK(place.ask(bea, "POST", "/api/v1/notes", Json::object()).status == 201);

  const Answer late = invite(place, kim, Json::array({kGardener}));
  const Answer withdrawn = invite(place, kim, Json::array({kGardener}));
  const std::string path = "/api/v1/invitations/" + withdrawn.json.at("id").dump();
  CHECK(place.ask(kim, "DELETE", path).status == 204);
  CHECK(accept(place, token_of(withdrawn), "cal").rule() == "bad_link");
  place.clock.advance(std::chrono::hours(7 * 24) - std::chrono::milliseconds(1));
  CHECK(accept(place, token_of(late), "-").status == 422);
  place.clock.advance(std::chrono::milliseconds(1));
  CHECK(accept(place, token_of(late), "cal").rule() == "bad_link");
}

TEST_CASE("these addresses are not there for who does not administer, nor without the password") {
  AccessPlace place;
  Browser ann = place.browser_of("ann");
  Browser kim = place.browser_of("kim");
  CHECK(invite(place, ann, Json::array({kGardener})).status == 404);
  CHECK(place.ask(ann, "GET", "/api/v1/accounts").status == 404);
  CHECK(place.ask(ann, "GET", "/api/v1/audit").status == 404);
  CHECK(place.ask(ann, "PUT", "/api/v1/accounts/kim", {{"disabled", true}}).status == 404);
  CHECK(place.ask(kim, "GET", "/api/v1/accounts").json.at("items").size() == 3);
  place.clock.advance(minutes(6));
  CHECK(invite(place, kim, Json::array({kGardener})).rule() == "password_again");
  CHECK(place.ask(kim, "PUT", "/api/v1/accounts/ann", {{"roles", Json::array({kGardener})}}).rule() ==
        "password_again");
}

TEST_CASE("a role of two persons is given when another administrator agrees") {
  AccessPlace place;
  Browser kim = place.browser_of("kim");
  const Json wanted{{"roles", Json::array({kGardener, kOwner})}};
  // With one administrator it waits for a second one to be there.
  const Answer asked = place.ask(kim, "PUT", "/api/v1/accounts/ann", wanted);
  CHECK(asked.json.at("asked") == Json::array({kOwner}));
  const Answer seen = place.ask(kim, "GET", "/api/v1/accounts");
  REQUIRE(seen.json.at("grants").size() == 1);
  const std::string grant = "/api/v1/grants/" + seen.json.at("grants").at(0).at("id").dump() + "/confirm";
  CHECK(place.ask(kim, "POST", grant).rule() == "second_person");
  CHECK(place.reader->person("ann")->roles.size() == 1);
  Browser kay = second_keeper(place, kim);
  CHECK(place.ask(kay, "POST", grant).status == 204);
  CHECK(place.reader->person("ann")->roles == Roles{{"gardener", "north-garden"}, {"owner", "north-garden"}});
  CHECK(place.ask(kay, "POST", grant).status == 404);

  // From now on an administrator too needs both, also by invitation.
  const Answer third = invite(place, kim, Json::array({kKeeper}));
  CHECK(third.json.at("waits").get<bool>());
  CHECK(accept(place, token_of(third), "ken").rule() == "waits_for_second");
  const std::string confirm = "/api/v1/invitations/" + third.json.at("id").dump() + "/confirm";
  CHECK(place.ask(kim, "POST", confirm).rule() == "second_person");
  CHECK(place.ask(kay, "POST", confirm).status == 204);
  CHECK(accept(place, token_of(third), "ken").status == 201);
  // Nobody agrees to their own role.
  place.ask(kim, "PUT", "/api/v1/accounts/kay", {{"roles", Json::array({kKeeper, kOwner})}});
  const Answer own = place.ask(kay, "GET", "/api/v1/accounts");
  const std::string path = "/api/v1/grants/" + own.json.at("grants").at(0).at("id").dump();
  CHECK(place.ask(kay, "POST", path + "/confirm").rule() == "second_person");
  CHECK(place.ask(kay, "DELETE", path).status == 204);
}

TEST_CASE("the last administrator stays, and a closed account's sessions and streams end at once") {
  AccessPlace place;
  Browser kim = place.browser_of("kim");
  CHECK(place.ask(kim, "PUT", "/api/v1/accounts/kim", {{"disabled", true}}).rule() == "last_administrator");
  CHECK(place.ask(kim, "PUT", "/api/v1/accounts/kim", {{"roles", Json::array({role("watcher", "toolshed")})}})
            .rule() == "last_administrator");
  Browser ann = place.browser_of("ann");
  const auto stream = std::make_shared<Streams>();
  const auto handler = place.live.open(
      *People::caller_of_session(*place.reader, *place.its_pack, ann.cookie.substr(ann.cookie.find('=') + 1),
                                 place.clock.now()),
      "127.0.0.1", stream);
  CHECK(place.ask(kim, "PUT", "/api/v1/accounts/ann", {{"disabled", true}}).status == 204);
  CHECK(stream->closed == 1008);
  CHECK(place.ask(ann, "GET", "/api/v1/session").status == 401);
  CHECK_THROWS(place.browser_of("ann"));
  CHECK(place.ask(kim, "PUT", "/api/v1/accounts/ann", {{"disabled", false}}).status == 204);
  place.browser_of("ann");
  handler->on_close();
  CHECK(place.ask(kim, "PUT", "/api/v1/accounts/nobody", {{"disabled", true}}).status == 404);
  CHECK(place.ask(kim, "PUT", "/api/v1/accounts/ann", {{"roles", Json::array({role("pirate", "ship")})}})
            .status == 422);
}

TEST_CASE("the log of access holds what happened, page by page, for administrators and who the pack names") {
  AccessPlace place;
  Browser kim = place.browser_of("kim");
  Browser wes = place.browser_of("wes");
  Browser stranger;
  const Json wrong{{"user", "ann"}, {"password", "three wet umbrella"}};
  CHECK(place.ask(stranger, "POST", "/api/v1/session", wrong).status == 401);
  const Json unknown{{"user", "my secret password"}, {"password", "ann"}};
  CHECK(place.ask(stranger, "POST", "/api/v1/session", unknown).status == 401);
  invite(place, kim, Json::array({kGardener}));
  CHECK(audit_types(place, wes) ==
        std::vector<std::string>{"invited", "sign_in_failed", "sign_in_failed", "signed_in", "signed_in"});
  const Answer page = place.ask(wes, "GET", "/api/v1/audit");
  CHECK(page.json.at("items").at(2).at("subject") == "ann");
  CHECK(page.json.at("items").at(2).at("remote") == "192.0.2.7");
  // What was typed as a name that nobody has may be a password: it is written nowhere.
  CHECK(page.json.at("items").at(1).at("subject").is_null());
  CHECK(to_text(page.json).find("secret") == std::string::npos);
  CHECK(audit_types(place, kim).size() == 5);
  CHECK(place.ask(stranger, "GET", "/api/v1/audit").status == 404);

  std::vector<std::int64_t> seen;
  std::int64_t before = 0;
  do {
    const Json part = audit_page(*place.reader, before, 2);
    for (const Json& one : part.at("items")) seen.push_back(one.at("id").get<std::int64_t>());
    before = part.at("next").is_null() ? 0 : part.at("next").get<std::int64_t>();
  } while (before != 0);
  CHECK(seen == std::vector<std::int64_t>{5, 4, 3, 2, 1});
}

}  // namespace yellowsea::web
